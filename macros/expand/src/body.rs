//! The body's compiler: resolve -> lower -> flow -> layout -> emit.
use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{Pat, Stmt};

use crate::{
    diag::Errors,
    dump::Stage,
    edition,
    emit::{self, build, machine},
    flow::{
        self,
        proof::{self, Proofs},
    },
    ir::{Block, Node},
    lower::{Lower, policy, rests::take_wildcards},
    names::{self, LocalId},
    parse::function::{Context, Function},
    plan::layout,
    resolve::{
        Resolver,
        beside::Beside,
        guards,
        hidden::{self, Definition, Hides},
        items,
        macros::{self, Kind},
    },
};

/// What the body of a function becomes.
pub struct Machine {
    /// Items declared in the body, emitted once, before the judge and the machine.
    pub items: Vec<syn::Item>,
    /// The statements of the user's body as the judge gets them.
    pub shadow: Vec<Stmt>,
    /// Mentions before which values leave their slots, if it is in doubt whether something has borrowed them.
    pub left: Vec<crate::emit::judge::probes::Doubted>,
    /// What the judge proves of locals, so that the machine can be looked at.
    pub proofs: Proofs,
    /// An expression that implements `VisibleFuture<Output = R>`, built from the names of the arguments.
    pub tokens: TokenStream,
    /// The enum of its states, where the user has named one; a machine of rustc's own has none.
    pub named: Option<TokenStream>,
    /// What the function's documentation says of its states, as an expression.
    pub doc: Option<TokenStream>,
}

impl Machine {
    /// None if a macro does what only rustc can follow.
    fn of(items: Vec<syn::Item>, shadow: Vec<Stmt>, proofs: Proofs, emitted: machine::Emitted) -> Option<Self> {
        let machine::Emitted { tokens, left, named, doc, is_hidden } = emitted;
        (!is_hidden).then_some(Machine { items, shadow, left, proofs, tokens, named, doc: Some(doc) })
    }
}

/// More states than this don't fit into the tag beside `Done` and `Panicked`.
const MOST_STATES: usize = 250;

/// Compiles a body; `beside`: what its file declares; `watch` sees what each stage gives.
pub fn compile(function: &Function, beside: &Beside, watch: &mut dyn FnMut(Stage<'_>)) -> Result<Machine, Errors> {
    watch(Stage::Parsed(function));
    let mut block = function.block.clone();
    let mut items = hoist(&mut block);
    let known = definitions(&items, beside, &block);
    let awaiting = awaiting(function, &known);
    if is_hidden(function, &block, &known, &awaiting) {
        return Ok(opaque(function));
    }
    let Some(lifted) = items::lift(&mut block, &function.block.to_token_stream(), &awaiting) else { return Ok(opaque(function)) };
    items.extend(lifted);
    let (shadow, hiding) = (block.stmts.clone(), items::hiding(&block));
    set_apart(&mut block, &known);
    let mut resolver = Resolver::default();
    let arguments = arguments(&mut resolver, function);
    let stmts = patterns(&mut resolver, function, &arguments);
    resolver.body(&mut block);
    watch(Stage::Resolved(&block, &resolver.locals));
    let mut lower = Lower::new(&mut resolver, &awaiting, edition::is_2024(), &function.output);
    let mut body = Block { stmts, tail: Some(Box::new(Node::Block(lower.body(block)))), ..Block::default() };
    let early = std::mem::take(&mut lower.early);
    let mut locals = std::mem::take(&mut resolver.locals);
    watch(Stage::Lowered(&body, &locals));
    let ids: Vec<LocalId> = arguments.iter().map(|(local, _)| *local).collect();
    let mut facts = flow::build(&mut body, &ids, &mut locals, &beside.declared, early);
    let proofs = proof::proofs(&mut facts, &body, &locals, (&shadow, resolver.awaits));
    watch(Stage::Flow(&facts, &locals));
    // The tag is one byte.
    if facts.segs.iter().map(|seg| 1 + seg.also.len()).sum::<usize>() > MOST_STATES {
        return Ok(opaque(function));
    }
    let layout = layout::layout(&facts, &locals, &ids, &hiding);
    watch(Stage::Planned(&layout, &locals));
    let name = function.sig.ident.to_string();
    let (state, tags) = machine::type_names(&name, &function.block);
    let plan = machine::Plan {
        function: &name,
        state,
        tags,
        body: &body,
        facts: &facts,
        layout: &layout,
        locals: &locals,
        arguments: &arguments,
        known: &known,
        awaiting: &awaiting,
        written: written(function),
        output: &function.output,
        output_span: emit::judge::output_span(function),
        options: &function.options,
    };
    Ok(Machine::of(items, shadow, proofs, machine::machine(&plan, function)).unwrap_or_else(|| opaque(function)))
}

/// Calls of the user's macros that are called like known ones get another name.
fn set_apart(block: &mut syn::Block, known: &[Definition]) {
    let own = known.iter().filter(|each| each.hides == Hides::Nothing && macros::kind_of(&each.name, &[]) != Kind::Unknown);
    let own: Vec<&str> = own.map(|each| &*each.name).collect();
    if !own.is_empty()
        && let Ok(apart) = syn::parse2(hidden::set_apart(block.to_token_stream(), &own))
    {
        *block = apart;
    }
}

/// The macros that await inside or whose arguments may: those that the attribute names, those seen to do so, those of other crates.
fn awaiting(function: &Function, known: &[Definition]) -> Vec<String> {
    let named = function.options.macros.iter().filter_map(|path| Some(path.segments.last()?.ident.to_string()));
    let hidden = known.iter().filter(|definition| definition.hides == Hides::Await).map(|definition| definition.name.clone());
    named.chain(hidden).chain(macros::AWAITING.map(str::to_string)).collect()
}

/// The names that the user wrote.
fn written(function: &Function) -> BTreeSet<String> {
    let names = function.args.iter().map(|arg| &arg.pat).map(ToTokens::to_token_stream);
    names.chain([function.block.to_token_stream()]).flat_map(names::idents).map(|name| name.to_string()).collect()
}

/// The items of the body: they are visible in all of it, so they can go first.
fn hoist(block: &mut syn::Block) -> Vec<syn::Item> {
    let (mut items, mut stmts, types) = (Vec::new(), Vec::new(), items::types(block));
    for stmt in std::mem::take(&mut block.stmts) {
        match stmt {
            Stmt::Item(item) => items.push(item),
            Stmt::Macro(node) if items::is_items(&node.mac, &types) => items.push(build::item(&node.attrs, &node.mac)),
            stmt => stmts.push(stmt),
        }
    }
    block.stmts = stmts;
    items
}

/// The definitions in sight of macros that the body calls, and of those that these call: of several with one name the nearest.
fn definitions(items: &[syn::Item], beside: &Beside, block: &syn::Block) -> Vec<Definition> {
    let own = items.iter().filter_map(|item| match item {
        syn::Item::Macro(item) => Some(Definition::new(item.ident.as_ref()?.to_string(), item.mac.tokens.clone())),
        _ => None,
    });
    let mut all: Vec<Definition> = own.collect();
    let mut called: Vec<String> = macros::called(block.to_token_stream()).iter().map(ToString::to_string).collect();
    called.extend(all.iter().flat_map(|each| each.calls.all.iter().cloned()));
    let mut at = 0;
    while let Some(name) = called.get(at) {
        let beside = [&beside.macros, &*beside.elsewhere];
        let has_it = |each: &&Vec<Definition>| each.iter().any(|each| each.name == *name);
        if all.iter().all(|nearer| nearer.name != *name)
            && let Some(nearest) = beside.iter().find(|each| has_it(each))
        {
            let first = all.len();
            all.extend(nearest.iter().filter(|each| each.name == *name).cloned());
            called.extend(all[first..].iter().flat_map(|each| each.calls.all.iter().cloned()).collect::<Vec<_>>());
        }
        at += 1;
    }
    hidden::settle(&mut all);
    all
}

/// Whether only rustc knows where the body goes or what it binds.
fn is_hidden(function: &Function, block: &syn::Block, known: &[Definition], awaiting: &[String]) -> bool {
    let hides_flow = known.iter().any(|definition| definition.hides == Hides::Flow);
    let mut arguments = function.args.iter().map(|arg| &arg.pat);
    hides_flow
        || hidden::locals::mentioned(&function.block, &mut arguments)
        || hidden::binds(block)
        || guards::wait(block, awaiting)
}

/// rustc's own machine: for a body whose own macros hide its control flow.
fn opaque(function: &Function) -> Machine {
    Machine {
        items: Vec::new(),
        shadow: function.block.stmts.clone(),
        left: Vec::new(),
        proofs: Proofs::new(),
        tokens: emit::opaque::machine(function),
        named: None,
        doc: None,
    }
}

fn arguments(resolver: &mut Resolver, function: &Function) -> Vec<(LocalId, Ident)> {
    let mut out = Vec::new();
    for arg in &function.args {
        let span = arg.name.span();
        let local = resolver.bind(&arg.name.to_string(), span);
        resolver.locals[local.0].ty = Some(arg.ty.clone());
        resolver.locals[local.0].temp = !arg.is_self && !arg.is_plain();
        resolver.locals[local.0].owned =
            flow::native::is_owned(&arg.ty) || (!arg.is_plain() && matches!(arg.ty, syn::Type::Array(_)));
        let text = build::text(&arg.ty);
        resolver.locals[local.0].consumers = policy::consumers(&text, &text);
        resolver.locals[local.0].once = is_once(&arg.ty, function);
        resolver.locals[local.0].mutable = match &arg.pat {
            _ if arg.is_self => function.sig.receiver().is_some_and(|receiver| receiver.mutability.is_some()),
            Pat::Ident(pat) => pat.mutability.is_some(),
            _ => false,
        };
        out.push((local, arg.name.clone()));
    }
    out
}

/// Whether the type is `impl FnOnce` or a parameter with that bound, of the function or of its `impl`.
fn is_once(ty: &syn::Type, function: &Function) -> bool {
    let text = build::text(ty);
    let outer =
        if let Context::Inherent(header, _) | Context::TraitImpl(header) = &function.context { Some(header) } else { None };
    policy::once(ty)
        || outer.into_iter().chain([&function.sig.generics]).any(|generics| {
            let params = generics.type_params().any(|param| param.ident == text && policy::once_bounds(&param.bounds));
            params
                || generics.where_clause.iter().flat_map(|clause| &clause.predicates).any(|predicate| match predicate {
                    syn::WherePredicate::Type(each) => build::text(&each.bounded_ty) == text && policy::once_bounds(&each.bounds),
                    _ => false,
                })
        })
}

/// Input: `async fn f((a, b): (u8, u8), c: C)`  Output: the argument, `let (a, b) = __arg0;`, the argument `c`
fn patterns(resolver: &mut Resolver, function: &Function, arguments: &[(LocalId, Ident)]) -> Vec<crate::ir::Stmt> {
    let mut out = Vec::new();
    for (arg, (local, _)) in function.args.iter().zip(arguments) {
        out.push(crate::ir::Stmt::Argument(*local));
        if !arg.is_self && !arg.is_plain() {
            let mut stmt = build::let_stmt(&arg.pat, &arg.name);
            syn::visit_mut::VisitMut::visit_stmt_mut(resolver, &mut stmt);
            // What the pattern leaves lives as long as what it binds: the argument is gone whole.
            if let Stmt::Local(local) = &mut stmt
                && flow::pattern::effect(&local.pat) == flow::pattern::Effect::Part
            {
                take_wildcards(resolver, &mut local.pat);
            }
            out.push(crate::ir::Stmt::Native(stmt));
        }
    }
    out
}
