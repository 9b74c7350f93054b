//! The state enum, what it can do, and the machine around it.
mod contract;
mod states;

use proc_macro2::{Ident, TokenStream};
use quote::format_ident;

use super::step::{self, Emitter, ident};
use crate::{
    flow::{Access, Facts},
    ir::{Block, Local, SegId},
    names::LocalId,
    plan::layout::Layout,
};
use contract::contract;
use states::state_enum;

/// What there is to emit.
pub struct Plan<'a> {
    /// The function's name.
    pub function: &'a str,
    /// The state enum.
    pub state: Ident,
    /// The lowered body.
    pub body: &'a Block,
    /// What is live where.
    pub facts: &'a Facts,
    /// The states.
    pub layout: &'a Layout,
    /// The locals.
    pub locals: &'a [Local],
    /// The arguments, and the names of the outer function's parameters.
    pub arguments: &'a [(LocalId, Ident)],
    /// What the step function returns when it is ready.
    pub output: &'a syn::Type,
}

/// The machine as an expression.
pub fn machine(plan: &Plan<'_>) -> TokenStream {
    let (state, output) = (&plan.state, plan.output);
    let (item, methods, contract) = (state_enum(plan), methods(plan), contract(plan));
    let unknown = plan.layout.saved.iter().map(|_| ours!(_));
    let generics = if plan.layout.saved.is_empty() { ours!() } else { ours!(<#(#unknown),*>) };
    let flags = plan.layout.saved_flags.iter().map(|local| {
        let flag = step::flag(plan.layout, *local);
        ours!(#flag: ::visible_async::__private::Flag::new())
    });
    let arguments = plan.arguments.iter().map(|(local, name)| {
        let field = field(plan, *local);
        let slot = slot_type(plan, *local);
        ours!(#field: ::visible_async::__private::#slot::new(#name))
    });
    let (stack, arms) = (stack(plan), arms(plan));
    ours! {{
        #item
        #methods
        #contract
        ::visible_async::__private::Machine::new(
            #state::Start { #(#flags,)* #(#arguments),* },
            |state: *mut #state #generics, cx: &mut ::core::task::Context<'_>| -> ::core::task::Poll<#output> {
                #stack
                unsafe {
                    'machine: loop {
                        match &*state { #arms }
                    }
                }
            },
        )
    }}
}

fn field(plan: &Plan<'_>, local: LocalId) -> Ident {
    let name = plan.layout.names.get(&local).map_or("", String::as_str);
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, proc_macro2::Span::mixed_site()),
        // A keyword in our edition, a name in the user's perhaps.
        None if name == "gen" => Ident::new_raw(name, proc_macro2::Span::mixed_site()),
        None => ident(name),
    }
}

/// The type of a local's slot.
fn slot_type(plan: &Plan<'_>, local: LocalId) -> Ident {
    ident(if plan.facts.is_parted(local) { "PartSlot" } else { "Slot" })
}

fn parameters(plan: &Plan<'_>) -> (TokenStream, Vec<Ident>) {
    let names: Vec<Ident> = plan.layout.saved.iter().map(|local| ident(&plan.layout.parameter(*local))).collect();
    let names = unique(names);
    let generics = if names.is_empty() { ours!() } else { ours!(<#(#names),*>) };
    (generics, names)
}

fn unique(names: Vec<Ident>) -> Vec<Ident> {
    let mut fresh = crate::names::Fresh::default();
    names.into_iter().map(|name| ident(&fresh.take(&name.to_string()))).collect()
}

fn terminal(plan: &Plan<'_>) -> (u8, u8) {
    let count = plan.layout.states.len() as u8;
    (count, count + 1)
}

/// The methods: the tags, the setter of the tag, and where each slot is.
fn methods(plan: &Plan<'_>) -> TokenStream {
    let (generics, names) = parameters(plan);
    let state = &plan.state;
    let tags = plan.layout.states.iter().enumerate().map(|(at, each)| {
        let (tag, number) = (step::tag(&each.name), at as u8);
        ours! {
            #[inline(always)]
            unsafe fn #tag(state: *mut Self) {
                unsafe { *state.cast::<u8>() = #number }
            }
        }
    });
    let (_, panicked) = terminal(plan);
    // An argument has its slot from the beginning, unless it is assigned anew after it was moved.
    let assigned = |local: &LocalId| plan.facts.mentions.values().any(|m| m.local == *local && m.access == Access::Put);
    let own: Vec<LocalId> = plan.arguments.iter().map(|(local, _)| *local).filter(|local| !assigned(local)).collect();
    let slots = plan.layout.saved.iter().enumerate().filter(|(_, local)| !own.contains(local)).filter_map(|(at, local)| {
        let (name, ty, home) = (step::accessor(plan.layout, *local), &names[at], plan.layout.home(*local)?);
        let slot = slot_type(plan, *local);
        let (variant, tag, field) = (ident(&home.name), step::tag(&home.name), field(plan, *local));
        Some(ours! {
            #[inline(always)]
            unsafe fn #name<'slot>(state: *mut Self) -> &'slot ::visible_async::__private::#slot<#ty> {
                unsafe {
                    Self::#tag(state);
                    let Self::#variant { #field: slot, .. } = &*state else { ::core::hint::unreachable_unchecked() };
                    Self::run(state);
                    slot
                }
            }
        })
    });
    ours! {
        impl #generics #state #generics {
            /// Runs: what was live has owners on the stack from now on.
            #[inline(always)]
            unsafe fn run(state: *mut Self) {
                unsafe { *state.cast::<u8>() = #panicked }
            }
            #(#tags)*
            #(#slots)*
        }
    }
}

/// What lives over pass-through states only.
fn stack(plan: &Plan<'_>) -> TokenStream {
    let slots = plan.layout.stack.iter().map(|local| {
        let name = step::stack_name(plan.layout, *local);
        let slot = slot_type(plan, *local);
        ours!(let #name = &::visible_async::__private::#slot::vacant();)
    });
    let flags = plan.layout.flags.iter().filter(|local| !plan.layout.saved_flags.contains(local)).map(|local| {
        let name = step::flag(plan.layout, *local);
        ours!(let #name = &::visible_async::__private::Flag::new();)
    });
    ours!(let frame = (); #(#slots)* #(#flags)*)
}

fn arms(plan: &Plan<'_>) -> TokenStream {
    let mut emitter = Emitter::new(plan.facts, plan.layout, plan.locals, plan.state.clone());
    let arms = plan.layout.states.iter().enumerate().map(|(at, each)| {
        let body = emitter.arm(SegId(at), plan.body);
        let (state, name) = (&plan.state, ident(&each.name));
        let flags = plan.layout.saved_flags.iter().map(|local| step::flag(plan.layout, *local));
        let stored = &plan.facts.segs[at].stored;
        let fields = each.fields.iter().filter(|local| stored.contains(local)).map(|local| {
            let (field, name) = (field(plan, *local), emitter.bound(*local));
            if field == name { ours!(#name) } else { ours!(#field: #name) }
        });
        let stack = plan.layout.stack.iter().filter(|local| stored.contains(local)).map(|local| {
            let (slot, name) = (step::stack_name(plan.layout, *local), emitter.bound(*local));
            ours!(let #name = #slot;)
        });
        ours!(#state::#name { #(#flags,)* #(#fields,)* .. } => { #(#stack)* #body })
    });
    let arms: Vec<TokenStream> = arms.collect();
    let (state, name) = (&plan.state, plan.function);
    let (done, panicked) = (format!("`{name}` polled after completion"), format!("`{name}` polled after panicking"));
    ours! {
        #(#arms)*
        #state::Done => ::core::panic!(#done),
        #state::Panicked => ::core::panic!(#panicked),
    }
}

/// The name of the state enum of a function.
pub fn state_name(function: &str) -> Ident {
    format_ident!("{}State", crate::names::camel(function), span = proc_macro2::Span::mixed_site())
}
