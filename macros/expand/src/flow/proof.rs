//! Where the judge has to prove that a local is used again, so that the machine may be looked at there: a mention proves nothing, as what
//! comes before it may never end (`fatal()`), and a macro may leave it out.
mod operands;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};

use super::Facts;
use crate::{
    emit::step,
    ir::{Block, Local, SegId, Suspend},
    names::{self, LocalId},
};

/// The locals to use at an await of the judge, as rustc would where they are mentioned next.
pub type Proofs = BTreeMap<String, Vec<Ident>>;

/// Awaits, and the locals that can be named at each.
type Awaits = Vec<(Span, BTreeSet<LocalId>)>;

/// Finds them. `awaits`: the function's own in the body that the judge gets, with the locals that can be named there.
pub fn proofs(facts: &mut Facts, body: &Block, locals: &[Local], (shadow, awaits): (&[syn::Stmt], Awaits)) -> Proofs {
    let mut proofs = Proofs::new();
    let doubted: Vec<(SegId, LocalId, Span)> =
        facts.lent.iter().filter_map(|((seg, local), lent)| Some((*seg, *local, lent.again.filter(|_| !lent.last)?))).collect();
    if doubted.is_empty() {
        return proofs;
    }
    let awaits = provable(shadow, awaits, locals);
    for (seg, local, span) in doubted {
        let points = step::find_suspend(body, seg).map(|suspend| points(suspend, local, &awaits)).unwrap_or_default();
        let is_sure = !facts.segs[seg.0].maybe.contains(&local) && !facts.is_parted(local) && !locals[local.0].temp;
        if points.is_empty() || !is_sure {
            facts.lent.entry((seg, local)).and_modify(|lent| lent.unproven = true);
        } else {
            let known = &locals[local.0];
            let name = step::ident(&known.name);
            for point in points {
                let mut name = name.clone();
                name.set_span(known.span.located_at(span));
                proofs.entry(point).or_default().push(name);
            }
        }
    }
    proofs
}

/// The awaits that the judge can prove something at, and the locals that can be named there: each stands once in the source, in no macro.
fn provable(shadow: &[syn::Stmt], awaits: Awaits, locals: &[Local]) -> BTreeMap<String, BTreeSet<LocalId>> {
    let mut beside = operands::beside(shadow);
    let found = awaits.into_iter().filter_map(|(span, mut visible)| {
        let place = names::place(span);
        let beside = beside.remove(&place)??;
        visible.retain(|local| !beside.contains(&locals[local.0].name));
        Some((place, visible))
    });
    found.collect()
}

/// The places of the awaits of a suspension point, if the local can be named at each, and has not been moved by one.
fn points(suspend: &Suspend, local: LocalId, awaits: &BTreeMap<String, BTreeSet<LocalId>>) -> Vec<String> {
    let points: Vec<String> = suspend.spans().map(names::place).collect();
    let is_there = |point: &String| awaits.get(point).is_some_and(|locals| locals.contains(&local));
    let alone = suspend.leaf.is_none() || !mentions(suspend, local);
    if alone && points.iter().all(is_there) { points } else { Vec::new() }
}

fn mentions(suspend: &Suspend, local: LocalId) -> bool {
    let idents = names::idents(quote::ToTokens::to_token_stream(&suspend.future));
    idents.iter().any(|ident| names::decode(ident).is_some_and(|(mentioned, _)| mentioned == local))
}
