//! The state enum and its documentation.
use proc_macro2::{Ident, TokenStream};

use super::{Plan, field, parameters};
use crate::{
    emit::{
        step::{self, ident},
        text,
    },
    flow::SegKind,
    ir::SegId,
    names::LocalId,
    plan::layout::State,
};

/// The enum: a variant per segment, a field per slot.
pub(super) fn state_enum(plan: &Plan<'_>) -> TokenStream {
    let (generics, names) = parameters(plan);
    let state = &plan.state;
    let variants = plan.layout.states.iter().enumerate().flat_map(|(at, each)| {
        let flags = plan.layout.saved_flags.iter().map(|local| {
            let flag = step::flag(plan.layout, *local);
            ours!(#flag: __rt::Flag)
        });
        let lefts = plan.parted().map(|(local, rest)| {
            let left = step::left(plan.layout, local);
            ours!(#left: __rt::Left<#rest>)
        });
        let fields = each.fields.iter().map(|local| {
            let (field, slot) = (field(plan, *local), slot_type(plan, &names, *local));
            ours!(#field: #slot)
        });
        let fields = ours!({ #(#flags,)* #(#lefts,)* #(#fields),* });
        let docs = docs(plan, SegId(at), each);
        let named = each.variants().map(|name| ident(name)).zip(docs);
        named.map(move |(name, doc)| ours!(#[doc = #doc] #name #fields)).collect::<Vec<_>>()
    });
    let (tags, names) = (&plan.tags, plan.layout.states.iter().flat_map(State::variants).map(|name| ident(name)));
    let tags_doc = format!(" The first byte of a `{state}`.");
    let doc = format!(" Where `{}` can be suspended, and what it holds there.", plan.function);
    ours! {
        #[doc = #doc]
        #[repr(u8)]
        enum #state #generics {
            #(#variants,)*
            /// It has returned.
            Done,
            /// It is running, or has panicked.
            Panicked,
        }
        #[doc = #tags_doc]
        #[repr(u8)]
        enum #tags { #(#names,)* Done, Panicked }
    }
}

/// The name of the type of a local's slot.
pub(super) fn slot_kind(plan: &Plan<'_>, local: LocalId) -> Ident {
    ident(if plan.layout.keepers(local).is_empty() { "Slot" } else { "Kept" })
}

/// The type of a local's slot, with its keepers' in the same place.
pub(super) fn slot_type(plan: &Plan<'_>, parameters: &[Ident], local: LocalId) -> TokenStream {
    let of = |local: &LocalId| plan.layout.saved.iter().position(|saved| saved == local).map(|at| &parameters[at]);
    let (kind, parameter, keepers) = (slot_kind(plan, local), of(&local), plan.layout.keepers(local));
    let Some((last, others)) = keepers.split_last() else { return ours!(__rt::#kind<#parameter>) };
    let (kind, last) = (slot_kind(plan, *last), of(last));
    let keepers = others.iter().rev().fold(ours!(__rt::#kind<#last>), |behind, keeper| {
        let keeper = of(keeper);
        ours!(__rt::Kept<#keeper, #behind>)
    });
    ours!(__rt::Kept<#parameter, #keepers>)
}

/// What the state is, for the reader; for each of its variants.
pub(super) fn docs(plan: &Plan<'_>, seg: SegId, state: &State) -> Vec<String> {
    let live: Vec<String> =
        state.live.iter().filter_map(|local| plan.layout.names.get(local)).map(|name| format!("`{name}`")).collect();
    let holds = if live.is_empty() { "nothing".to_string() } else { live.join(", ") };
    let suspended = |text: &str| format!(" Suspended at `{}.await`; holds {holds}.", clean(plan, text));
    match plan.facts.segs[seg.0].kind {
        SegKind::Start => vec![format!(" Not polled yet; holds {holds}.")],
        SegKind::Suspend => step::find_suspend(plan.body, seg).iter().flat_map(|s| s.texts()).map(suspended).collect(),
        SegKind::Head => vec![format!(" The head of a loop; holds {holds}.")],
        SegKind::Join => vec![format!(" Where branches meet; holds {holds}.")],
    }
}

/// Source text as one would write it, with the user's names.
pub(super) fn clean(plan: &Plan<'_>, text: &str) -> String {
    let tokens: Result<TokenStream, _> = text.parse();
    let Ok(tokens) = tokens else { return text.to_string() };
    text::original(tokens, plan.locals)
}
