//! Names that get their values inside the block that they are the value of.
//!
//! Input: `let x = { f(); y };`  Output: `let value_x; { f(); value_x = y; }`
use proc_macro2::TokenStream;
use syn::{Expr, Pat};

use super::Emitter;
use crate::{
    flow::pattern,
    ir::{Node, Stmt},
    lower::place::{bare, leaves_temporaries},
};

impl Emitter<'_> {
    /// The statement's names get their values inside the braces of its block, if they get them in this segment.
    pub(super) fn fills<'s>(&self, stmt: &'s Stmt) -> Option<&'s Pat> {
        let Stmt::Let { init, .. } = stmt else { return None };
        stmt.fills().filter(|_| self.goes_on(init))
    }

    pub(super) fn fill_inside(&mut self, stmt: &Stmt, ty: Option<&syn::Type>, init: &Node, resume: bool) -> TokenStream {
        let (Some(pat), Node::Block(block)) = (self.fills(stmt), init) else { return TokenStream::new() };
        let bound = pattern::bindings(pat);
        let declare = bound.iter().map(|binding| {
            let value = self.value_name(binding.local);
            let ty = ty.filter(|_| matches!(pat, Pat::Ident(_))).into_iter();
            ours!(let #value #(: #ty)*;)
        });
        let declare: TokenStream = declare.collect();
        let (outside, ty) = self.names_outside(pat, ty, init);
        self.filling = Some((outside.into_owned(), ty.cloned()));
        let block = self.block(block, resume, true);
        self.filling = None;
        let bind: TokenStream = bound.iter().map(|binding| self.settle_one(binding, &self.value_name(binding.local))).collect();
        ours!(#declare #block #bind)
    }

    /// Gives the value of a block, its tail, to the names declared in front of it.
    pub(super) fn filled(&self, pat: &Pat, ty: Option<&syn::Type>, tail: &Node, value: TokenStream) -> TokenStream {
        let bound = pattern::bindings(pat);
        if let (Pat::Ident(_), [binding]) = (pat, &bound[..]) {
            let name = self.value_name(binding.local);
            // An error about it is word for word that of the judge if it is the value of a `let`.
            if told_again(tail, ty.is_some()) {
                let ty = ty.iter();
                return ours!(let value #(: #ty)* = #value; #name = value;);
            }
            // A local inside would die before the temporaries, and be dropped first where one of these panics.
            return ours!(#name = #value;);
        }
        let names = self.pattern(pat);
        let ty = ty.iter();
        let gives = bound.iter().map(|binding| {
            let (name, value) = (self.bound(binding.local), self.value_name(binding.local));
            ours!(#value = #name;)
        });
        let gives: TokenStream = gives.collect();
        if ty.len() > 0 {
            return ours!(let #names #(: #ty)* = #value; #gives);
        }
        // What the pattern leaves dies when the names are there.
        match length(pat).filter(|_| matches!(tail, Node::Native(expr) if converts(expr))) {
            Some(length) => ours!(match __rt::array::<_, #length>(#value) { #names => { #gives } }),
            None => ours!(match (#value) { #names => { #gives } }),
        }
    }
}

/// The length that the pattern of an array tells. rustc takes it from a `let` alone, where nothing else tells the type.
fn length(pat: &Pat) -> Option<usize> {
    let Pat::Slice(node) = pat else { return None };
    (!node.elems.iter().any(|elem| matches!(elem, Pat::Rest(_)))).then_some(node.elems.len())
}

/// `x.into()`, `x.try_into().unwrap()`, `x.try_into()?`
fn converts(value: &Expr) -> bool {
    let calls = |expr: &Expr, names: &[&str]| matches!(bare(expr), Expr::MethodCall(node) if names.iter().any(|name| node.method == name));
    match bare(value) {
        Expr::Try(node) => calls(&node.expr, &["try_into"]),
        Expr::MethodCall(node) => {
            node.method == "into" || (calls(value, &["unwrap", "expect"]) && calls(&node.receiver, &["try_into"]))
        }
        _ => false,
    }
}

/// Whether what rustc says of a value is about its type or an element, and it leaves no temporaries: `x[i]`, or `x.unwrap()` if it `has_type`.
fn told_again(value: &Node, has_type: bool) -> bool {
    let Node::Native(expr) = value else { return false };
    let (called, element) = (matches!(expr, Expr::MethodCall(_)), matches!(expr, Expr::Index(_)));
    ((called && has_type) || element) && !leaves_temporaries(expr)
}
