//! The enum of its states that a function declares beside itself: `#[visible_async(enum = FetchState)]`.
use std::collections::BTreeSet;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::ToTokens;

use super::{Plan, states::docs};
use crate::{
    emit::step::ident,
    ir::SegId,
    names::LocalId,
    parse::function::{Context, Function},
};

/// The enum, if there is to be one, without the states that are passed through, and a name for each local of the source.
//
// Output:
//     /// The states of `fetch`.
//     pub enum FetchState { Start, AwaitConnect, Done, Panicked }
//     impl FetchState { pub const page: LocalName<Self> = LocalName::new("page"); }
//     impl StateName for FetchState { fn of(state: StateInfo) -> Self { match state.index { 0 => Self::Start, .. } } }
pub(super) fn states(plan: &Plan<'_>, function: &Function) -> Option<TokenStream> {
    let name = function.options.states.as_ref()?;
    let vis = visibility(function);
    let cfgs = function.attrs.iter().filter(|attr| attr.path().is_ident("cfg"));
    let cfgs: TokenStream = cfgs.map(ToTokens::to_token_stream).collect();
    let rows = rows(plan);
    let variants = rows.iter().map(|(_, variant, doc)| ours!(#[doc = #doc] #variant));
    let arms = rows.iter().map(|(at, variant, _)| ours!(#at => Self::#variant));
    let done = Literal::u8_unsuffixed(plan.layout.states.iter().map(|state| state.variants().count()).sum::<usize>() as u8);
    let locals = locals(plan).into_iter().map(|(local, text)| {
        let doc = format!(" The local `{text}`.");
        ours!(#[doc = #doc] #vis const #local: ::visible_async::LocalName<Self> = ::visible_async::LocalName::new(#text);)
    });
    let doc = format!(" The states in which `{}` can be seen.", plan.function);
    Some(ours! {
        #cfgs
        #[doc = #doc]
        #[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq, ::core::hash::Hash)]
        #[allow(unreachable_pub)]
        #vis enum #name {
            #(#variants,)*
            /// It has returned.
            Done,
            /// It is running, or has panicked.
            Panicked,
        }
        #cfgs
        #[allow(dead_code, non_upper_case_globals, unreachable_pub)]
        impl #name { #(#locals)* }
        #cfgs
        impl ::visible_async::StateName for #name {
            fn of(state: ::visible_async::StateInfo) -> Self {
                match state.index {
                    #(#arms,)*
                    #done => Self::Done,
                    _ => Self::Panicked,
                }
            }
        }
    })
}

/// The states in which a machine rests, each with its number, variant and documentation.
fn rows(plan: &Plan<'_>) -> Vec<(Literal, Ident, String)> {
    let mut number = 0_u8;
    let mut rows = Vec::new();
    for (at, state) in plan.layout.states.iter().enumerate() {
        for (variant, doc) in state.variants().zip(docs(plan, SegId(at), state)) {
            if plan.facts.segs[at].kind.rests() {
                rows.push((Literal::u8_unsuffixed(number), ident(variant), doc));
            }
            number += 1;
        }
    }
    rows
}

/// The saved locals of the source by name, each with the name that it has in a description; `self` is called `this`.
fn locals(plan: &Plan<'_>) -> Vec<(Ident, String)> {
    let own = |local: &&LocalId| !plan.locals[local.0].temp && plan.facts.keeper(**local).is_none();
    let names = plan.layout.saved.iter().filter(own).map(|local| plan.locals[local.0].name.clone());
    let names: BTreeSet<String> = names.collect();
    let constant = |name: &String| ident(if name == "self" { "this" } else { name });
    let clashes = |name: &String| name == "self" && names.contains("this");
    names.iter().filter(|name| !clashes(name)).map(|name| (constant(name), name.trim_start_matches("r#").to_string())).collect()
}

/// That of the function; a method of a trait is as visible as that.
fn visibility(function: &Function) -> TokenStream {
    match function.context {
        Context::TraitImpl(_) => ours!(pub),
        _ => function.vis.to_token_stream(),
    }
}
