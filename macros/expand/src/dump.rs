//! What each stage of a body's compiler gives, as text: for its test, and to look at a function that went wrong.
//!
//! `VISIBLE_ASYNC_DUMP=flow cargo check` prints what that stage gave for each function; `all` stands for every stage.
mod tree;

use std::{collections::BTreeSet, fmt::Write};

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::{
    body,
    emit::text,
    flow::Facts,
    ir::{Block, Local},
    names::{self, LocalId},
    parse::{
        function::Function,
        input::{self, Input},
    },
    plan::layout::{Layout, State},
    resolve::beside::Beside,
};

/// What a stage gave.
pub enum Stage<'s> {
    /// After `parse`.
    Parsed(&'s Function),
    /// After `resolve`.
    Resolved(&'s syn::Block, &'s [Local]),
    /// After `lower`.
    Lowered(&'s Block, &'s [Local]),
    /// After `flow`.
    Flow(&'s Facts, &'s [Local]),
    /// After `plan`.
    Planned(&'s Layout, &'s [Local]),
}

impl Stage<'_> {
    /// The stage's name.
    pub const fn name(&self) -> &'static str {
        match self {
            Stage::Parsed(_) => "parse",
            Stage::Resolved(..) => "resolve",
            Stage::Lowered(..) => "lower",
            Stage::Flow(..) => "flow",
            Stage::Planned(..) => "plan",
        }
    }

    /// What it gave.
    pub fn text(&self) -> String {
        match self {
            Stage::Parsed(function) => parsed(function),
            Stage::Resolved(block, locals) => resolved(block, locals),
            Stage::Lowered(block, locals) => tree::lowered(block, locals),
            Stage::Flow(facts, locals) => flow(facts, locals),
            Stage::Planned(layout, locals) => planned(layout, locals),
        }
    }
}

/// Each stage of a function's compiler with what it gave; nothing if the item is no function, or refused.
pub fn stages(item: TokenStream) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    if let Ok(Input::Function(function)) = input::parse(TokenStream::new(), item) {
        // What was refused has no further stages.
        let _ = body::compile(&function, &Beside::default(), &mut |stage| found.push((stage.name(), stage.text())));
    }
    found
}

/// Prints the stages that the environment asks for.
pub fn asked(function: &Function) -> impl FnMut(Stage<'_>) {
    let wanted = std::env::var("VISIBLE_ASYNC_DUMP").unwrap_or_default();
    let name = function.sig.ident.to_string();
    move |stage| {
        if wanted == "all" || wanted == stage.name() {
            eprintln!("== {name}, {}\n{}", stage.name(), stage.text());
        }
    }
}

/// The text of tokens, with `page#1` for a local.
fn source(tokens: &impl ToTokens, locals: &[Local]) -> String {
    text::source(tokens.to_token_stream(), &|ident| names::decode(ident).map(|(local, _)| local_name(local, locals)))
}

fn local_name(local: LocalId, locals: &[Local]) -> String {
    format!("{}#{}", locals.get(local.0).map_or("", |local| &local.name), local.0)
}

fn list(set: &BTreeSet<LocalId>, locals: &[Local]) -> String {
    if set.is_empty() {
        return "-".to_string();
    }
    set.iter().map(|local| local_name(*local, locals)).collect::<Vec<_>>().join(" ")
}

/// One line of a text.
macro_rules! line {
    ($out:expr, $($text:tt)*) => {
        // Writing to a string does not fail.
        let _ = writeln!($out, $($text)*);
    };
}
use line;

fn parsed(function: &Function) -> String {
    let mut out = String::new();
    for arg in &function.args {
        let (name, ty) = (&arg.name, source(&arg.ty, &[]));
        let pattern = if arg.is_plain() { String::new() } else { format!(" as {}", source(&arg.pat, &[])) };
        line!(out, "argument {name}: {ty}{pattern}");
    }
    line!(out, "output {}", source(&function.output, &[]));
    for fresh in &function.named.fresh {
        line!(out, "elided {fresh}");
    }
    out
}

fn resolved(block: &syn::Block, locals: &[Local]) -> String {
    let mut out = String::new();
    for stmt in &block.stmts {
        line!(out, "{}", source(stmt, locals));
    }
    out
}

fn flow(facts: &Facts, locals: &[Local]) -> String {
    let mut out = String::new();
    for (at, seg) in facts.segs.iter().enumerate() {
        let exits: Vec<String> = seg.exits.iter().map(|exit| exit.0.to_string()).collect();
        let (live, maybe, stored) = (list(&seg.live, locals), list(&seg.maybe, locals), list(&seg.stored, locals));
        line!(out, "{at} {}: live {live}; maybe {maybe}; stored {stored}; to {}", seg.name, exits.join(" "));
    }
    for mention in facts.mentions.values() {
        let name = local_name(mention.local, locals);
        let (role, access) = (mention.role, mention.access);
        let sure = if mention.sure { "" } else { ", perhaps gone" };
        line!(out, "in {}: {name} {role:?} -> {access:?}{sure}", mention.seg.0);
    }
    out
}

fn planned(layout: &Layout, locals: &[Local]) -> String {
    let mut out = String::new();
    let each = |list: &[LocalId]| list.iter().map(|local| local_name(*local, locals)).collect::<Vec<_>>().join(" ");
    for state in &layout.states {
        let State { fields, live, .. } = state;
        let names: Vec<&str> = state.variants().map(String::as_str).collect();
        line!(out, "{}: {}; live {}", names.join(" | "), each(fields), each(live));
    }
    line!(out, "on the stack: {}", each(&layout.stack));
    line!(out, "flags: {}", each(&layout.saved_flags));
    out
}
