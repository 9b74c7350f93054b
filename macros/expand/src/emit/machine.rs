//! The state enum, what it can do, and the machine around it.
mod contract;
mod documented;
mod known;
mod named;
mod shown;
mod slots;
mod states;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::{
    judge::probes::Doubted,
    step::{self, Emitter, ident},
    tidy,
};
use crate::{
    flow::{Facts, scalars},
    ir::{Block, Local, SegId},
    names::LocalId,
    parse::{args::Args, function::Function},
    plan::layout::Layout,
};
use contract::contract;
use slots::{filled, slots};
use states::{slot_kind, state_enum};

/// What there is to emit.
pub struct Plan<'a> {
    /// The function's name.
    pub function: &'a str,
    /// The state enum.
    pub state: Ident,
    /// Its tags.
    pub tags: Ident,
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
    /// The macros whose definition is in sight.
    pub known: &'a [crate::resolve::hidden::Definition],
    /// The macros that await inside or whose arguments may.
    pub awaiting: &'a [String],
    /// The names that the user wrote in the function.
    pub written: BTreeSet<String>,
    /// What the step function returns when it is ready.
    pub output: &'a syn::Type,
    /// Where the user wrote that.
    pub output_span: Span,
    /// The options of the attribute.
    pub options: &'a Args,
}

impl Plan<'_> {
    /// The locals in the state of which parts are moved out, each with the type parameter of what drops the rest.
    fn parted(&self) -> impl Iterator<Item = (LocalId, Ident)> {
        let parted = self.layout.saved.iter().copied().filter(|local| self.facts.is_parted(*local));
        parted.map(|local| (local, ident(&format!("{}Rest", self.layout.parameter(local)))))
    }
}

/// What there is of a machine.
pub struct Emitted {
    /// It, as an expression.
    pub tokens: TokenStream,
    /// The mentions before which locals leave their slots though rustc alone knows whether they are moved.
    pub left: Vec<Doubted>,
    /// The enum of its states, where the user has named one.
    pub named: Option<TokenStream>,
    /// What the function's documentation says of its states, as an expression.
    pub doc: TokenStream,
    /// A macro does with a local what only rustc can follow.
    pub is_hidden: bool,
}

/// The machine.
pub fn machine(plan: &Plan<'_>, function: &Function) -> Emitted {
    let (state, tags, output) = (&plan.state, &plan.tags, plan.output);
    let known = known::known(plan);
    let (item, methods, contract) = (state_enum(plan), slots(plan), contract(plan, &known));
    let unknown = (0..plan.layout.saved.len() + plan.parted().count()).map(|_| ours!(_));
    let generics = if plan.layout.saved.is_empty() { ours!() } else { ours!(<#(#unknown),*>) };
    let flags = plan.layout.saved_flags.iter().map(|local| {
        let flag = step::flag(plan.layout, *local);
        ours!(#flag: __rt::Flag::new())
    });
    let lefts = plan.parted().map(|(local, _)| {
        let left = step::left(plan.layout, local);
        ours!(#left: __rt::Left::new())
    });
    let arguments = plan.arguments.iter().map(|(local, name)| {
        let field = field(plan, *local);
        let slot = slot_kind(plan, *local);
        ours!(#field: __rt::#slot::new(#name))
    });
    let start = plan.layout.states.first().map_or(&[][..], |start| &start.fields);
    let vacant = start.iter().filter(|local| plan.arguments.iter().all(|(argument, _)| argument != *local)).map(|local| {
        let (field, slot) = (field(plan, *local), slot_kind(plan, *local));
        ours!(#field: __rt::#slot::vacant())
    });
    let (stack, (arms, left, is_hidden)) = (stack(plan), arms(plan));
    let slots = filled(plan).into_iter().map(|(local, _)| step::slot_name(plan.layout, local));
    let copied = scalars::taken_for_copy(plan.locals).map(|ty| ours!(const _: fn() = __rt::copied::<#ty>;));
    let slots = (!methods.is_empty()).then(|| ours!(let (#(#slots,)*) = #state::slots(state);));
    let own = ours!(state);
    let (new, beside) = constructor(plan.options);
    let returned = quote_spanned!(plan.output_span=> __rt::returned_by::<_, #output, _>(#own));
    let tokens = ours! {
        use ::visible_async::__private as __rt;
        #(#copied)*
        #item
        #methods
        #contract
        #new(
            #beside
            #state::Start { #(#flags,)* #(#lefts,)* #(#arguments,)* #(#vacant),* },
            move |state, cx| {
                let state = state.cast::<#state #generics>();
                if false { return #returned; }
                let tag = state.cast::<#tags>();
                #slots
                #stack
                #arms
            },
        )
    };
    Emitted { is_hidden, tokens, left, named: named::states(plan, function), doc: documented::doc(&known, plan.options.doc) }
}

/// What makes the machine, and the type beside which it is made if a report is to compare the two ([`super::judge::own`]).
fn constructor(options: &Args) -> (TokenStream, Option<TokenStream>) {
    if options.report { (ours!(__rt::beside), Some(ours!(own,))) } else { (ours!(__rt::Machine::new), None) }
}

fn field(plan: &Plan<'_>, local: LocalId) -> Ident {
    let name = plan.layout.names.get(&local).map_or("", String::as_str);
    // A keyword in our edition, a name in the user's perhaps.
    ident(if name == "gen" { "r#gen" } else { name })
}

fn parameters(plan: &Plan<'_>) -> (TokenStream, Vec<Ident>) {
    let names: Vec<Ident> = plan.layout.saved.iter().map(|local| ident(&plan.layout.parameter(*local))).collect();
    let names = unique(names);
    let rests = plan.parted().map(|(_, rest)| rest);
    let generics = if names.is_empty() { ours!() } else { ours!(<#(#names,)* #(#rests),*>) };
    (generics, names)
}

fn unique(names: Vec<Ident>) -> Vec<Ident> {
    let mut fresh = crate::names::Fresh::default();
    names.into_iter().map(|name| ident(&fresh.take(&name.to_string()))).collect()
}

/// What lives over pass-through states only.
fn stack(plan: &Plan<'_>) -> TokenStream {
    let mut types = step::ends::declared(plan.body, plan.output);
    types.retain(|_, ty| step::ends::is_named(ty, plan.output));
    let slots = plan.layout.stack.iter().map(|local| {
        let name = step::slot_name(plan.layout, *local);
        let ty = types.get(local).map(|ty| ours!(::<#ty>));
        if plan.facts.is_parted(*local) {
            return ours!(let #name = __rt::PartSlot { slot: &__rt::Slot #ty::vacant(), left: &__rt::Left::new() };);
        }
        ours!(let #name = &__rt::Slot #ty::vacant();)
    });
    let flags = plan.layout.flags.iter().filter(|local| !plan.layout.saved_flags.contains(local)).map(|local| {
        let name = step::flag(plan.layout, *local);
        ours!(let #name = &__rt::Flag::new();)
    });
    ours!(#(#slots)* #(#flags)*)
}

/// The arms, and what follows when none of them is meant; [`Emitted::left`], and [`Emitted::is_hidden`].
fn arms(plan: &Plan<'_>) -> (TokenStream, Vec<Doubted>, bool) {
    let mut emitter = Emitter::new(plan);
    let arms = plan.layout.states.iter().enumerate().map(|(at, each)| {
        let body = emitter.arm(SegId(at), plan.body);
        let state = &plan.state;
        let flags = plan.layout.saved_flags.iter().map(|local| step::flag(plan.layout, *local));
        let stored = &plan.facts.segs[at].stored;
        let elsewhere = |local: &&LocalId| !plan.layout.keepers(**local).is_empty() || plan.facts.is_parted(**local);
        let (kept, alone): (Vec<LocalId>, Vec<LocalId>) =
            each.fields.iter().filter(|local| stored.contains(local)).partition(elsewhere);
        let fields = alone.iter().map(|local| {
            let (field, name) = (field(plan, *local), emitter.bound(*local));
            if field == name { ours!(#name) } else { ours!(#field: #name) }
        });
        // Where branches meet their value is read at once.
        let mentioned = |local: &&LocalId| {
            plan.facts.keeper(**local).is_some()
                || !plan.locals[local.0].temp
                || plan.facts.mentions.values().any(|mention| mention.local == **local)
        };
        let stack = plan.layout.stack.iter().filter(|local| stored.contains(local)).filter(mentioned);
        let stack = kept.iter().chain(stack).map(|local| {
            let (slot, name) = (emitter.slot(*local), emitter.bound(*local));
            ours!(let #name = #slot;)
        });
        let body = labelled(&emitter, &ours!(#(#stack)*), body);
        let fields = ours!({ #(#flags,)* #(#fields,)* .. });
        let patterns = each.variants().map(|name| ident(name)).map(|name| ours!(#state::#name #fields));
        ours!(if let #(#patterns)|* = &*state #body)
    });
    let arms: Vec<TokenStream> = arms.collect();
    let arms = Nest { layout: plan.layout, arms: &arms, loops: loops(&emitter.back.borrow()) }.arms(0..arms.len());
    let frame = emitter.framed(emitter.frame.get(), emitter.here.get());
    let hands = emitter.hands();
    let (state, name) = (&plan.state, plan.function);
    let (done, panicked) = (format!("`{name}` polled after completion"), format!("`{name}` polled after panicking"));
    let kinds = shown::kinds(plan);
    let arms = ours! {
        #frame
        #hands
        #arms
        #kinds
        match &*state {
            #state::Done => ::core::panic!(#done),
            _ => ::core::panic!(#panicked),
        }
    };
    (arms, emitter.left.take(), emitter.macros.is_hidden.get())
}

/// The block of an arm, with a label if it is left from inside. There rustc refuses what a macro hides: a `break` without a label.
fn labelled(emitter: &Emitter<'_>, stack: &TokenStream, body: TokenStream) -> TokenStream {
    let (body, falls) = tidy::fall_through(body, "arm");
    let body = ours!({ #stack #body });
    let left = emitter.leaves.get() > usize::from(falls) || emitter.macros.may_jump.get();
    if left { ours!({ 'arm: #body }) } else { body }
}

/// The loops by their heads, each with its last segment: from which it goes back, or the last one of a loop inside.
fn loops(back: &[(SegId, SegId)]) -> BTreeMap<usize, usize> {
    let mut loops = BTreeMap::<usize, usize>::new();
    for (from, to) in back {
        let last = loops.entry(to.0).or_default();
        *last = (*last).max(from.0);
    }
    // From the innermost outwards, as the last segment of the loops inside is needed.
    for (head, last) in loops.clone().into_iter().rev() {
        let inside = loops.range(head..).take_while(|(inner, _)| **inner <= last).map(|(_, inner)| *inner);
        let last = inside.max().unwrap_or(last);
        loops.insert(head, last);
    }
    loops
}

/// The arms in order, those of a loop in a loop of their own. So a transition forward falls through to its arm, and one back goes
/// to the head of its loop. LLVM follows both at once, as it knows the tag there: it does not look through the head of a loop that
/// is around all arms.
struct Nest<'a> {
    layout: &'a Layout,
    arms: &'a [TokenStream],
    loops: BTreeMap<usize, usize>,
}

impl Nest<'_> {
    fn arms(&self, range: Range<usize>) -> TokenStream {
        let mut out = TokenStream::new();
        let mut at = range.start;
        while at < range.end {
            let head = &self.arms[at];
            let Some(last) = self.loops.get(&at) else {
                out.extend(head.clone());
                at += 1;
                continue;
            };
            let (label, rest) = (step::loop_label(self.layout, SegId(at)), self.arms(at + 1..*last + 1));
            out.extend(ours!(#label: loop { #head #rest break; }));
            at = *last + 1;
        }
        out
    }
}

/// The names of the state enum of a function and of its tags: none that the body mentions, as it would mean ours.
pub fn type_names(function: &str, body: &syn::Block) -> (Ident, Ident) {
    let mut fresh = crate::names::Fresh::default();
    crate::names::idents(body.to_token_stream()).iter().for_each(|ident| drop(fresh.take(&ident.to_string())));
    let name = crate::names::camel(function);
    (ident(&fresh.take(&format!("{name}State"))), ident(&fresh.take(&format!("{name}Tag"))))
}
