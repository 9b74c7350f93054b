//! Items inside the blocks of a body: each arm of the machine holds a part of such a block, and must see them.
//!
//! An item without an identity stands at the front of its block, in each arm again: a copy of a `use`, a `const` or a function means the
//! same. A type or a `static` is there once: it stands before the machine, if nothing else in the function has its name.
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Expr, Item, Stmt, UseTree,
    parse::Parser,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use super::macros::{self, Kind};
use crate::lower::suspend;

/// Puts the items of blocks that suspend where all arms see them. Gives those that stand before the machine; none if one can't.
pub fn lift(block: &mut syn::Block, all: &TokenStream, awaiting: &[String]) -> Option<Vec<Item>> {
    let mut lift = Lift { awaiting, counts: counts(all.clone()), lifted: Vec::new(), fits: true };
    block.stmts.iter_mut().for_each(|stmt| lift.visit_stmt_mut(stmt));
    lift.fits.then_some(lift.lifted)
}

/// The names of the types that stand among the statements of a block.
pub fn types(block: &syn::Block) -> BTreeSet<String> {
    let name = |stmt: &Stmt| match stmt {
        Stmt::Item(Item::Struct(item)) => Some(item.ident.to_string()),
        Stmt::Item(Item::Enum(item)) => Some(item.ident.to_string()),
        _ => None,
    };
    block.stmts.iter().filter_map(name).collect()
}

/// Whether a macro stands for items: `thread_local!`, and what is given what looks like it.
pub fn is_items(mac: &syn::Macro, types: &BTreeSet<String>) -> bool {
    let unknown = macros::kind(mac, &[]) == Kind::Unknown;
    mac.path.is_ident("thread_local") || (unknown && (is_about(mac, types) || is_static(mac)))
}

/// Whether a macro is given such a type, and nothing but types and literals: it is taken for items, as `scalar!(Value, "a value");`, which
/// stand once. If it is something else, rustc finds no item there.
fn is_about(mac: &syn::Macro, types: &BTreeSet<String>) -> bool {
    let is_type = |token: &TokenTree| matches!(token, TokenTree::Ident(name) if types.contains(&name.to_string()));
    let fits = |token: TokenTree| match &token {
        TokenTree::Punct(punct) => punct.as_char() == ',',
        TokenTree::Literal(_) => true,
        token => is_type(token),
    };
    let first = mac.tokens.clone().into_iter().next();
    first.is_some_and(|first| is_type(&first)) && mac.tokens.clone().into_iter().all(fits)
}

/// Whether a macro begins as a `static` does: `task_local! { static KEY: u32; }`, or `static ref`. It is taken for items as well.
fn is_static(mac: &syn::Macro) -> bool {
    let starts = |input: syn::parse::ParseStream<'_>| {
        input.call(syn::Attribute::parse_outer)?;
        input.parse::<syn::Visibility>()?;
        input.parse::<syn::Token![static]>()?;
        input.parse::<Option<syn::Token![mut]>>()?;
        input.parse::<Option<syn::Token![ref]>>()?;
        input.parse::<syn::Ident>()?;
        input.parse::<syn::Token![:]>()?;
        input.parse::<TokenStream>()
    };
    starts.parse2(mac.tokens.clone()).is_ok()
}

struct Lift<'a> {
    awaiting: &'a [String],
    /// How often each name stands in the function.
    counts: BTreeMap<String, usize>,
    lifted: Vec<Item>,
    fits: bool,
}

impl VisitMut for Lift<'_> {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        let holds = block.stmts.iter().any(|stmt| matches!(stmt, Stmt::Item(_)));
        if holds && suspend::block(block, self.awaiting) {
            self.block(block);
        }
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_mut(&mut self, node: &mut Expr) {
        if !matches!(node, Expr::Closure(_) | Expr::Async(_)) {
            visit_mut::visit_expr_mut(self, node);
        }
    }

    fn visit_item_mut(&mut self, _: &mut Item) {}
}

impl Lift<'_> {
    fn block(&mut self, block: &mut syn::Block) {
        let here = counts(block.to_token_stream());
        let (items, stmts): (Vec<Stmt>, Vec<Stmt>) =
            std::mem::take(&mut block.stmts).into_iter().partition(|stmt| matches!(stmt, Stmt::Item(_)));
        let items = items.into_iter().filter_map(|stmt| if let Stmt::Item(item) = stmt { Some(item) } else { None });
        let items: Vec<Item> = items.collect();
        if items.iter().all(is_repeatable) {
            block.stmts = items.into_iter().map(Stmt::Item).chain(stmts).collect();
            return;
        }
        let alone = |name: &String| self.counts.get(name) == here.get(name);
        self.fits &= items.iter().all(|item| names(item).is_some_and(|names| names.iter().all(alone)));
        self.lifted.extend(items);
        block.stmts = stmts;
    }
}

/// The names that items in the blocks of a body have: inside such a block they hide names of ours. What a glob imports, nobody knows.
pub fn hiding(block: &syn::Block) -> BTreeSet<String> {
    struct Names(BTreeSet<String>);
    impl<'ast> Visit<'ast> for Names {
        fn visit_block(&mut self, block: &'ast syn::Block) {
            let items = block.stmts.iter().filter_map(|stmt| if let Stmt::Item(item) = stmt { Some(item) } else { None });
            let found: Option<Vec<Vec<String>>> = items.map(names).collect();
            match found {
                Some(found) => self.0.extend(found.into_iter().flatten()),
                None => self.0.extend(counts(block.to_token_stream()).into_keys()),
            }
            visit::visit_block(self, block);
        }
        fn visit_item(&mut self, _: &'ast Item) {}
    }
    let mut names = Names(BTreeSet::new());
    names.visit_block(block);
    names.0
}

/// Whether a second copy of the item means the same.
fn is_repeatable(item: &Item) -> bool {
    let kind = matches!(item, Item::Use(_) | Item::Const(_) | Item::Type(_) | Item::Macro(_) | Item::Fn(_));
    kind && !["static", "thread_local"].iter().any(|word| counts(item.to_token_stream()).contains_key(*word))
}

/// The names that an item declares, as far as one can tell.
fn names(item: &Item) -> Option<Vec<String>> {
    let name = match item {
        Item::Use(item) => return imported(&item.tree),
        Item::Impl(_) => return Some(Vec::new()),
        Item::Const(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Struct(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Union(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Mod(item) => &item.ident,
        _ => return None,
    };
    Some(vec![name.to_string()])
}

fn imported(tree: &UseTree) -> Option<Vec<String>> {
    match tree {
        UseTree::Path(path) => imported(&path.tree),
        UseTree::Name(name) => Some(vec![name.ident.to_string()]),
        UseTree::Rename(name) => Some(vec![name.rename.to_string()]),
        UseTree::Group(group) => group.items.iter().map(imported).collect::<Option<Vec<_>>>().map(|names| names.concat()),
        UseTree::Glob(_) => None,
    }
}

/// How often each name stands in the tokens; no lifetimes.
fn counts(tokens: TokenStream) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    count(tokens, &mut out);
    out
}

fn count(tokens: TokenStream, out: &mut BTreeMap<String, usize>) {
    let mut lifetime = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(name) if !lifetime => *out.entry(name.to_string()).or_default() += 1,
            TokenTree::Group(group) => count(group.stream(), out),
            _ => {}
        }
        lifetime = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
    }
}
