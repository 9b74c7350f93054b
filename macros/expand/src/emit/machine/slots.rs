//! Where the slots are, in whatever state.
use std::collections::BTreeMap;

use proc_macro2::{Ident, TokenStream};

use super::{Plan, contract::slot, field, parameters, states::slot_type};
use crate::{
    emit::step::{self, ident},
    flow::Access,
    names::LocalId,
    plan::layout::State,
};

/// The slots that arms fill, each with a state that has it. An argument is in its slot from the beginning, unless it is assigned
/// anew after it was moved, or goes to a keeper. What is left of a local is beside its slot.
pub(super) fn filled<'a>(plan: &'a Plan<'_>) -> Vec<(LocalId, &'a State)> {
    let assigned = |local: LocalId| plan.facts.mentions.values().any(|m| m.local == local && m.access == Access::Put);
    let argument = |local: LocalId| plan.arguments.iter().any(|(argument, _)| *argument == local);
    let filled = plan.layout.saved.iter().filter(|local| {
        let kept = !plan.layout.keepers(**local).is_empty();
        let is_place = plan.layout.place(**local) == **local;
        plan.facts.is_parted(**local) || (is_place && (!argument(**local) || assigned(**local) || kept))
    });
    filled.filter_map(|local| Some((*local, plan.layout.home(plan.layout.place(*local))?))).collect()
}

/// Where the slots are, by one call for all of them: each mention of the enum costs rustc a type variable for each of its
/// parameters.
pub(super) fn slots(plan: &Plan<'_>) -> TokenStream {
    let (generics, parameters) = parameters(plan);
    let (state, tags) = (&plan.state, &plan.tags);
    let (mut types, mut names, mut homes) = (Vec::new(), Vec::new(), BTreeMap::<&str, Vec<LocalId>>::new());
    for (local, home) in filled(plan) {
        types.push(found_type(plan, &parameters, local));
        homes.entry(&home.name).or_default().push(local);
        names.push(step::slot_name(plan.layout, local));
    }
    if names.is_empty() {
        return TokenStream::new();
    }
    let homes = plan.layout.states.iter().filter_map(|each| Some((ident(&each.name), homes.get(&*each.name)?)));
    let homes = homes.map(|(variant, found)| {
        let found = find(plan, &variant, found);
        ours!(tag.write(#tags::#variant); #found)
    });
    ours! {
        impl #generics #state #generics {
            /// Where the slots are that are filled on the way, in whatever state.
            #[inline(always)]
            unsafe fn slots<'slot>(state: *mut Self) -> (#(#types,)*) {
                unsafe {
                    let tag = state.cast::<#tags>();
                    let before = tag.read();
                    #(#homes)*
                    tag.write(before);
                    (#(#names,)*)
                }
            }
        }
    }
}

/// The type of what finds a slot.
fn found_type(plan: &Plan<'_>, parameters: &[Ident], local: LocalId) -> TokenStream {
    let slot = slot_type(plan, parameters, local);
    let Some((_, rest)) = plan.parted().find(|(parted, _)| *parted == local) else { return ours!(&'slot #slot) };
    let of = plan.layout.saved.iter().position(|saved| *saved == local).map(|at| &parameters[at]);
    ours!(__rt::PartSlot<'slot, #of, #rest>)
}

/// Finds slots in the state whose variant has them.
fn find(plan: &Plan<'_>, variant: &Ident, found: &[LocalId]) -> TokenStream {
    let fields = found.iter().filter(|local| plan.layout.place(**local) == **local).map(|local| {
        let (field, name) = (field(plan, *local), step::slot_name(plan.layout, *local));
        ours!(#field: #name)
    });
    let parted = found.iter().filter(|local| plan.facts.is_parted(**local));
    let lefts = parted.clone().map(|local| step::left(plan.layout, *local));
    let parted = parted.map(|local| {
        let (name, place) = (step::slot_name(plan.layout, *local), step::slot_name(plan.layout, plan.layout.place(*local)));
        let slot = slot(plan, &place, *local);
        ours!(let #name = #slot;)
    });
    ours! {
        let Self::#variant { #(#fields,)* #(#lefts,)* .. } = &*state else { __rt::unreachable_unchecked() };
        #(#parted)*
    }
}
