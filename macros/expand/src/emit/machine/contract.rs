//! What the runtime needs to know of the state enum.
use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};

use super::{Plan, field, parameters, states::clean};
use crate::{
    emit::step::{self, ident},
    flow::SegKind,
    ir::SegId,
    names::LocalId,
};

/// What the runtime needs to know of the state.
pub(super) fn contract(plan: &Plan<'_>) -> TokenStream {
    let (generics, names) = parameters(plan);
    let state = &plan.state;
    let states = state_infos(plan);
    let parted = plan.parted().map(|(_, rest)| ours!(#rest: ::core::ops::Fn(*mut (), u8) + ::core::marker::Copy));
    let parted: Vec<TokenStream> = parted.collect();
    let bounds = (!parted.is_empty()).then(|| ours!(where #(#parted),*));
    let kept = plan
        .layout
        .states
        .iter()
        .enumerate()
        .filter(|(at, _)| matches!(plan.facts.segs[*at].kind, SegKind::Start | SegKind::Suspend));
    let arms = kept.map(|(at, each)| {
        let seg = &plan.facts.segs[at];
        let live: Vec<LocalId> = if at == 0 { each.live.clone() } else { each.live.iter().rev().copied().collect() };
        let flags = live.iter().filter(|local| seg.maybe.contains(local)).map(|local| step::flag(plan.layout, *local));
        let mut places: BTreeSet<LocalId> = live.iter().map(|local| plan.layout.place(*local)).collect();
        let in_order = live.iter().map(|local| plan.layout.place(*local)).filter(|place| places.remove(place));
        let fields = in_order.map(|place| field(plan, place));
        let drops = live.iter().map(|local| {
            let place = field(plan, plan.layout.place(*local));
            let (slot, flag) = (slot(plan, &place, *local), step::flag(plan.layout, *local));
            if seg.maybe.contains(local) { ours!(#slot.own_if(#flag.get())) } else { ours!(#slot.own()) }
        });
        let lefts = live.iter().filter(|local| plan.facts.is_parted(**local)).map(|local| step::left(plan.layout, *local));
        let fields = ours!({ #(#flags,)* #(#lefts,)* #(#fields,)* .. });
        let patterns = each.variants().map(|name| ident(name)).map(|name| ours!(Self::#name #fields));
        ours!(#(#patterns)|* => __rt::drop((#(#drops,)*)),)
    });
    ours! {
        unsafe impl #generics __rt::State for #state #generics #bounds {
            type Saved = (#(#names,)*);
            const STATES: &'static [(&'static str, u32, &'static str)] = &[#(#states),*];
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

/// The slot of a local in the place of this name, with what is left of it.
pub(super) fn slot(plan: &Plan<'_>, place: &Ident, local: LocalId) -> TokenStream {
    let (left, way) = (step::left(plan.layout, local), step::way(plan.layout, local));
    if plan.facts.is_parted(local) { ours!(__rt::PartSlot { slot: #place #way, left: #left }) } else { ours!(#place #way) }
}

/// The table that `VisibleFuture::state` reads: name, line and text of each state.
fn state_infos(plan: &Plan<'_>) -> Vec<TokenStream> {
    let infos = plan.layout.states.iter().enumerate().flat_map(|(at, each)| {
        let name = &each.name;
        let Some(suspend) = step::find_suspend(plan.body, SegId(at)) else { return vec![ours!((#name, 0, ""))] };
        let points = each.variants().zip(suspend.texts().zip(suspend.spans()));
        let info = |(name, (text, span)): (&String, (&str, _))| {
            let (text, line) = (clean(plan, text), quote::quote_spanned!(span=> ::core::line!()));
            ours!((#name, #line, #text))
        };
        points.map(info).collect()
    });
    infos.collect()
}
