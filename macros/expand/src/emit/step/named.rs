//! Leaf futures whose value a `let` names: it is bound while their temporaries are there. When the drop of one of these panics, rustc
//! drops what is bound, but forgets the value of an async block. What nothing names yet, as the value of an arm, it forgets as well.
//!
//! Input: `let P { a, b } = { ..; suspend async { f(&make()).await } };`
//! Output: the leaf future `async move { let P { a, b } = f(&make()).await; (a, b) }`, and `let (a, b) = output;`
use std::{borrow::Cow, collections::BTreeMap};

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Expr, Pat, Type, parse_quote_spanned};

use super::{Emitter, ident};
use crate::{
    flow::pattern,
    ir::{Block, Node, Stmt, Suspend},
    lower::{
        operand::has_several_operands,
        place::{has_bare_literal, leaves_temporaries},
    },
    names::LocalId,
    resolve::pattern::ident_pattern,
};

/// What a `let` names.
#[derive(Clone, Copy)]
pub enum Named<'a> {
    /// The value.
    Whole,
    /// Its parts, and the type that the source declares.
    Parts(&'a Pat, Option<&'a Type>),
}

/// The leaf futures of a body whose value is named, by their slots.
pub fn named(body: &Block) -> BTreeMap<LocalId, Named<'_>> {
    let mut found = BTreeMap::new();
    block(body, &mut found);
    found
}

fn block<'a>(each: &'a Block, found: &mut BTreeMap<LocalId, Named<'a>>) {
    for stmt in &each.stmts {
        match stmt {
            Stmt::Let { pat, ty, init, .. } => {
                value(init, if pattern::binds_parts(pat) { Named::Parts(pat, ty.as_ref()) } else { Named::Whole }, found);
                node(init, found);
            }
            Stmt::Expr(expr) => node(expr, found),
            Stmt::Native(_) | Stmt::Argument(_) => {}
        }
    }
    each.tail.iter().for_each(|tail| node(tail, found));
}

fn node<'a>(each: &'a Node, found: &mut BTreeMap<LocalId, Named<'a>>) {
    match each {
        Node::Native(_) | Node::Suspend(_) => {}
        Node::Block(inner) => block(inner, found),
        Node::If(branch) => {
            block(&branch.then, found);
            branch.otherwise.iter().for_each(|otherwise| node(otherwise, found));
        }
        Node::Match(inner) => inner.arms.iter().for_each(|arm| node(&arm.body, found)),
        Node::Loop(inner) => block(&inner.body, found),
    }
}

/// The temporaries of a branch die before its value has a name, those of a block's tail with those of the `let`.
fn value<'a>(init: &'a Node, name: Named<'a>, found: &mut BTreeMap<LocalId, Named<'a>>) {
    match init {
        Node::Suspend(suspend) => {
            let terminal = suspend.leaf.as_ref().is_none_or(|leaf| leaf.terminal);
            // What the chain begins with is a temporary too.
            let headed = suspend.leaf.as_ref().is_some_and(|leaf| leaf.head.is_some());
            found.extend((!terminal && (headed || leaves_temporaries(&suspend.future))).then_some((suspend.local, name)));
        }
        Node::Block(inner) => {
            // A `break` gives the block a whole value.
            let name = if inner.target.is_some() { Named::Whole } else { name };
            inner.tail.iter().for_each(|tail| value(tail, name, found));
        }
        _ => {}
    }
}

impl Emitter<'_> {
    /// What a leaf future does before its value, and the value. If the drop of what was handed over panics, the value has its owner.
    pub(super) fn named_value(
        &self,
        suspend: &Suspend,
        handed: bool,
        before: TokenStream,
        expr: TokenStream,
    ) -> (TokenStream, TokenStream) {
        match self.named.get(&suspend.local) {
            Some(name) if handed => self.name_outside(*name, before, expr),
            Some(name) => {
                let (bind, value) = self.name_value(*name, &expr);
                (ours!(#before #bind), value)
            }
            None if in_flight(&suspend.future) => {
                let expr = if has_bare_literal(&suspend.future) { ours!((#expr)) } else { expr };
                (before, ours!(match #expr { value => value }))
            }
            None => (before, expr),
        }
    }

    /// Binds a value, and what then stands for it.
    pub(super) fn name_value(&self, name: Named<'_>, value: &TokenStream) -> (TokenStream, TokenStream) {
        let Named::Parts(pat, ty) = name else { return (ours!(let value = #value;), ours!(value)) };
        let bound = pattern::bindings(pat).into_iter().map(|binding| self.bound(binding.local));
        let (pat, ty) = (self.pattern(pat), ty.iter());
        (ours!(let #pat #(: #ty)* = #value;), ours!((#(#bound,)*)))
    }

    /// The same, with what is there `before` the value dying before its names do.
    ///
    /// Output: `let named0; let named1; { before let P { a, b } = value; named0 = a; named1 = b; }`, and `(named0, named1)`
    pub(super) fn name_outside(&self, name: Named<'_>, before: TokenStream, value: TokenStream) -> (TokenStream, TokenStream) {
        let Named::Parts(pat, ty) = name else { return (ours!(let value; { #before value = #value; }), ours!(value)) };
        let bound: Vec<Ident> = pattern::bindings(pat).into_iter().map(|binding| self.bound(binding.local)).collect();
        let named: Vec<Ident> = (0..bound.len()).map(|at| ident(&format!("named{at}"))).collect();
        let (pat, ty) = (self.pattern(pat), ty.iter());
        (ours!(#(let #named;)* { #before let #pat #(: #ty)* = #value; #(#named = #bound;)* }), ours!((#(#named,)*)))
    }

    /// The pattern that what comes from `init` is matched with, and its type.
    pub(super) fn names_outside<'p>(&self, pat: &'p Pat, ty: Option<&'p Type>, init: &Node) -> (Cow<'p, Pat>, Option<&'p Type>) {
        if !self.comes_in_parts(init) {
            return (Cow::Borrowed(pat), ty);
        }
        let bound = pattern::bindings(pat).into_iter().map(|binding| {
            let span = self.locals[binding.local.0].span;
            ident_pattern(binding.local, span, binding.mutable)
        });
        (Cow::Owned(parse_quote_spanned!(Span::mixed_site()=> (#(#bound,)*))), None)
    }

    fn comes_in_parts(&self, init: &Node) -> bool {
        match init {
            Node::Suspend(suspend) => matches!(self.named.get(&suspend.local), Some(Named::Parts(..))),
            Node::Block(inner) => inner.tail.as_deref().is_some_and(|tail| self.comes_in_parts(tail)),
            _ => false,
        }
    }
}

/// Whether operands die before temporaries that are made after them: at the end of a block they would die in one row.
fn in_flight(value: &Expr) -> bool {
    has_several_operands(value) && leaves_temporaries(value)
}
