//! What can be seen of a machine: the live locals of each state, and what can be shown of them.
use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, TokenStream};

use super::{
    Plan,
    contract::{pattern, slot},
    field,
};
use crate::{
    emit::step::{self, ident},
    flow::{Lent, Part, scalars},
    ir::SegId,
    names::LocalId,
    plan::layout::State,
};

/// The longest tuple that the runtime knows.
const MOST: usize = 12;

/// A tuple, or a tuple of tuples, each in what `wrap` makes of it.
fn in_tuples(elements: Vec<TokenStream>, wrap: &dyn Fn(TokenStream) -> TokenStream) -> TokenStream {
    let tuple = |chunk: &[TokenStream]| ours!((#(#chunk,)*));
    let mut tuples: Vec<TokenStream> = elements.chunks(MOST).map(tuple).collect();
    while tuples.len() > 1 {
        tuples = tuples.chunks(MOST).map(|chunk| wrap(tuple(chunk))).collect();
    }
    tuples.pop().unwrap_or_else(|| ours!(()))
}

/// The types of the saved locals.
pub(super) fn saved(parameters: &[Ident]) -> TokenStream {
    in_tuples(parameters.iter().map(|name| ours!(#name)).collect(), &|tuple| ours!(__rt::Many<#tuple>))
}

/// Lets rustc find out what can be shown of each saved local, where it knows the types of all.
///
/// Output: `if false { use __rt::kinds::*; let (url, n) = __rt::types(state); return __rt::shown(state, (url.kind(), n.kind())); }`
pub(super) fn kinds(plan: &Plan<'_>) -> TokenStream {
    let names: Vec<Ident> = plan.layout.saved.iter().map(|local| step::slot_name(plan.layout, *local)).collect();
    let types = in_tuples(names.iter().map(|name| ours!(#name)).collect(), &|tuple| tuple);
    let futures: BTreeSet<LocalId> = plan.facts.segs.iter().filter_map(|seg| seg.awaited).collect();
    let kind = |(local, name): (&LocalId, &Ident)| match &plan.locals[local.0].ty {
        _ if futures.contains(local) => ours!(#name.awaited()),
        Some(ty) if scalars::is_number(ty) => ours!(__rt::Number),
        _ if plan.facts.is_parted(*local) && plan.facts.keeper(*local).is_none() => parted(plan, *local, name),
        _ => ours!(#name.kind()),
    };
    let kinds = in_tuples(plan.layout.saved.iter().zip(&names).map(kind).collect(), &|tuple| ours!(__rt::many(#tuple)));
    let shown = ident(if plan.options.report { "shown_beside" } else { "shown" });
    ours! {
        if false {
            use __rt::kinds::*;
            let #types = __rt::types(state);
            return __rt::#shown(state, #kinds);
        }
    }
}

/// Lets rustc find out whether what leaves the local is copied: then it stays whole.
///
/// Input: `site.port`  Output: `__rt::parted((site.part(|whole| &raw const (*whole).port).stays(), ()), site.kind())`
fn parted(plan: &Plan<'_>, local: LocalId, name: &Ident) -> TokenStream {
    let whole = ident("whole");
    let parts = plan.facts.parted[&local].iter().rev().fold(ours!(()), |others, part| match part {
        Part::Field(members) => ours!((#name.part(|#whole| &raw const (*#whole) #(.#members)*).stays(), #others)),
        _ => ours!((__rt::Leaves, #others)),
    });
    ours!(__rt::parted(#parts, #name.kind()))
}

/// The live locals in the order of declaration, and last the awaited future.
pub(super) fn live_locals(plan: &Plan<'_>, seg: SegId, state: &State) -> Vec<LocalId> {
    let awaited = plan.facts.segs[seg.0].awaited;
    let others = state.live.iter().copied().filter(|local| Some(*local) != awaited);
    others.chain(awaited.filter(|local| state.live.contains(local))).collect()
}

/// The name of a local in the source, or that of a temporary in emitted code; a keeper has that of its local.
pub(super) fn name(plan: &Plan<'_>, local: LocalId) -> String {
    let local = plan.facts.keeper(local).map_or(local, |keeper| keeper.of);
    let known = &plan.locals[local.0];
    let emitted = plan.layout.names.get(&local);
    emitted.filter(|_| known.temp).unwrap_or(&known.name).trim_start_matches("r#").to_string()
}

/// Where the live locals of each state are, and what may have borrowed them.
pub(super) fn live(plan: &Plan<'_>) -> TokenStream {
    let rests = |at: usize| plan.facts.segs[at].kind.rests();
    let states = plan.layout.states.iter().enumerate().filter(|(at, _)| rests(*at));
    let arms = states.filter_map(|(at, each)| {
        let locals = live_locals(plan, SegId(at), each);
        let pattern = pattern(plan, SegId(at), each, &locals);
        let held = locals.iter().map(|local| held(plan, SegId(at), *local));
        (!locals.is_empty()).then(|| ours!(#pattern => see(&[#(#held),*]),))
    });
    arms.collect()
}

/// Input: `page`, which `fill` may have borrowed  Output: `page.at(3).lent(&[5])`
fn held(plan: &Plan<'_>, seg: SegId, local: LocalId) -> TokenStream {
    let place = field(plan, plan.layout.place(local));
    let (slot, at) = (slot(plan, &place, local), index(plan, local));
    let slot = match plan.facts.segs[seg.0].maybe.contains(&local) {
        true => {
            let flag = step::flag(plan.layout, local);
            ours!(#slot.at_if(#at, #flag.get()))
        }
        false => ours!(#slot.at(#at)),
    };
    let slot = match plan.facts.keeper(local) {
        Some(keeper) => {
            let of = index(plan, keeper.of);
            ours!(#slot.of(#of))
        }
        None => slot,
    };
    let Some(Lent { to, dropped, by_value, last, unproven, .. }) = plan.facts.lent.get(&(seg, local)) else { return slot };
    let list = |locals: &BTreeSet<LocalId>| {
        let locals = locals.iter().map(|other| index(plan, *other));
        ours!(&[#(#locals),*])
    };
    let (used, kept) = (list(to), list(dropped));
    let lent = (!to.is_empty()).then(|| ours!(.lent(#used)));
    let kept = (!dropped.is_empty()).then(|| ours!(.kept(#kept)));
    let mut marks = TokenStream::new();
    for (mark, is_set) in [("by_value", by_value), ("last", last), ("unproven", unproven)] {
        let mark = ident(mark);
        marks.extend(is_set.then(|| ours!(.#mark())));
    }
    ours!(#slot #lent #kept #marks)
}

/// The number of a saved local; of another none, which is taken to hold whatever it may.
fn index(plan: &Plan<'_>, local: LocalId) -> Literal {
    Literal::usize_unsuffixed(plan.layout.saved.iter().position(|saved| *saved == local).unwrap_or(usize::MAX))
}
