//! What the runtime needs to know of the state enum.
use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};

use super::{
    Plan, field,
    known::{Known, description},
    parameters, shown,
};
use crate::{
    emit::step::{self, ident},
    ir::SegId,
    names::LocalId,
    plan::layout::State,
};

/// What the runtime needs to know of the state.
pub(super) fn contract(plan: &Plan<'_>, known: &Known) -> TokenStream {
    let (generics, names) = parameters(plan);
    let state = &plan.state;
    let (saved, description, live) = (shown::saved(&names), description(known), shown::live(plan));
    let parted = plan.parted().map(|(_, rest)| ours!(#rest: ::core::ops::Fn(*mut (), u8) + ::core::marker::Copy));
    let parted: Vec<TokenStream> = parted.collect();
    let bounds = (!parted.is_empty()).then(|| ours!(where #(#parted),*));
    let kept = plan.layout.states.iter().enumerate().filter(|(at, _)| plan.facts.segs[*at].kind.rests());
    let arms = kept.map(|(at, each)| {
        let seg = &plan.facts.segs[at];
        let live: Vec<LocalId> = if at == 0 { each.live.clone() } else { each.live.iter().rev().copied().collect() };
        let drops = live.iter().map(|local| {
            let place = field(plan, plan.layout.place(*local));
            let (slot, flag) = (slot(plan, &place, *local), step::flag(plan.layout, *local));
            if seg.maybe.contains(local) { ours!(#slot.own_if(#flag.get())) } else { ours!(#slot.own()) }
        });
        let pattern = pattern(plan, SegId(at), each, &live);
        ours!(#pattern => __rt::drop((#(#drops,)*)),)
    });
    ours! {
        unsafe impl #generics __rt::State for #state #generics #bounds {
            type Saved = #saved;
            const DESCRIPTION: &'static __rt::Description = #description;
            fn live(&self, see: &mut dyn ::core::ops::FnMut(&[__rt::Held])) {
                match self {
                    #live
                    _ => {}
                }
            }
            #[inline]
            unsafe fn drop_live(state: *mut Self) {
                unsafe {
                    match &*state {
                        #(#arms)*
                        _ => {}
                    }
                }
            }
        }
    }
}

/// A pattern of the state with the slots of these live locals, and what tells whether there is something in them.
//
// Output: `Self::AwaitFill { page_live, url, page, fill, .. }`
pub(super) fn pattern(plan: &Plan<'_>, seg: SegId, state: &State, live: &[LocalId]) -> TokenStream {
    let maybe = &plan.facts.segs[seg.0].maybe;
    let flags = live.iter().filter(|local| maybe.contains(local)).map(|local| step::flag(plan.layout, *local));
    let lefts = live.iter().filter(|local| plan.facts.is_parted(**local)).map(|local| step::left(plan.layout, *local));
    let mut places: BTreeSet<LocalId> = live.iter().map(|local| plan.layout.place(*local)).collect();
    let in_order = live.iter().map(|local| plan.layout.place(*local)).filter(|place| places.remove(place));
    let fields = in_order.map(|place| field(plan, place));
    let fields = ours!({ #(#flags,)* #(#lefts,)* #(#fields,)* .. });
    let patterns = state.variants().map(|name| ident(name)).map(|name| ours!(Self::#name #fields));
    ours!(#(#patterns)|*)
}

/// The slot of a local in the place of this name, with what is left of it.
pub(super) fn slot(plan: &Plan<'_>, place: &Ident, local: LocalId) -> TokenStream {
    let (left, way) = (step::left(plan.layout, local), step::way(plan.layout, local));
    if plan.facts.is_parted(local) { ours!(__rt::PartSlot { slot: #place #way, left: #left }) } else { ours!(#place #way) }
}
