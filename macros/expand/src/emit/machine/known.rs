//! What is known of a machine before it runs: its states, and which may follow which.
use proc_macro2::{Literal, Span, TokenStream};

use super::{Plan, shown, states::clean};
use crate::{
    emit::step::{self, ident},
    flow::{SegKind, Way},
    ir::SegId,
    plan::layout::State,
};

/// The states of a function and the ways between them.
pub(super) struct Known {
    /// Its name.
    pub(super) function: String,
    /// The states by their tags, without the ends.
    pub(super) rows: Vec<Row>,
    /// From which to which, and why; behind the last row is the end.
    pub(super) ways: Vec<(u8, u8, Way)>,
}

/// One state.
pub(super) struct Row {
    /// Its name.
    pub(super) name: String,
    /// What it is for.
    pub(super) kind: SegKind,
    /// The source text of what it awaits, and where the await is.
    pub(super) awaits: Option<(String, Span)>,
    /// The names of its live locals.
    pub(super) locals: Vec<String>,
}

/// Of this machine.
pub(super) fn known(plan: &Plan<'_>) -> Known {
    let rows = plan.layout.states.iter().enumerate().flat_map(|(at, each)| rows(plan, SegId(at), each));
    Known { function: plan.function.trim_start_matches("r#").to_string(), rows: rows.collect(), ways: ways(plan) }
}

/// The rows of a state's variants.
fn rows(plan: &Plan<'_>, seg: SegId, state: &State) -> Vec<Row> {
    let kind = plan.facts.segs[seg.0].kind;
    let live = shown::live_locals(plan, seg, state);
    let locals: Vec<String> = live.into_iter().filter(|_| kind.rests()).map(|local| shown::name(plan, local)).collect();
    let Some(suspend) = step::find_suspend(plan.body, seg) else {
        return vec![Row { name: state.name.clone(), kind, awaits: None, locals }];
    };
    let points = state.variants().zip(suspend.texts().zip(suspend.spans()));
    let row = |(name, (text, span)): (&String, (&str, _))| {
        let awaits = Some((clean(plan, text), span));
        Row { name: name.clone(), kind, awaits, locals: locals.clone() }
    };
    points.map(row).collect()
}

/// Which state may follow which, and why. A leaf future waits at its suspension points in the order of the source, as far as is known.
fn ways(plan: &Plan<'_>) -> Vec<(u8, u8, Way)> {
    let mut firsts = Vec::new();
    let mut next = 0_u8;
    for state in &plan.layout.states {
        firsts.push((next, next + state.also.len() as u8));
        next += 1 + state.also.len() as u8;
    }
    let inside = firsts.iter().flat_map(|(first, last)| (*first..*last).map(|at| (at, at + 1, Way::Ready)));
    let mut ways: Vec<(u8, u8, Way)> = inside.collect();
    for (from, to, way) in plan.facts.ways() {
        ways.push((firsts[from.0].1, to.map_or(next, |to| firsts[to.0].0), way));
    }
    ways.sort();
    ways
}

/// The description: a row per state, and the ways between them. The driver hears of it, also if the function never runs.
pub(super) fn description(known: &Known) -> TokenStream {
    let function = &known.function;
    let rows = known.rows.iter().map(|Row { name, kind, awaits, locals }| {
        let locals = ours!(&[#(#locals),*]);
        match awaits {
            Some((text, span)) => {
                let place = quote::quote_spanned!(*span=> (::core::line!(), ::core::column!()));
                ours!(__rt::suspended(#name, #text, #place, #locals))
            }
            None if *kind == SegKind::Start => ours!(__rt::start(#name, #locals)),
            None => ours!(__rt::passed(#name, #locals)),
        }
    });
    let ways = known.ways.iter().map(|(from, to, way)| {
        let way = ident(&format!("{way:?}"));
        let (from, to) = (Literal::u8_unsuffixed(*from), Literal::u8_unsuffixed(*to));
        ours!((#from, #to, __rt::On::#way))
    });
    ours! {
        {
            static DESCRIPTION: __rt::Description =
                __rt::Description::new((#function, ::core::module_path!(), ::core::file!()), &[#(#rows),*], &[#(#ways),*]);
            __rt::known!(DESCRIPTION);
            &DESCRIPTION
        }
    }
}
