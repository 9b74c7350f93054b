//! The value of a `?` that a pattern takes apart: an error about the pattern tells where it is.
//!
//! Input: `let (a, b) = f()?;`  Output: `let (a, b) = (attempt!(f(), early => early?),).0;`, where the tuple and the field stand at the `?`
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Expr, Pat, visit_mut};

use super::Rewriter;
use crate::{
    emit::{build, tidy},
    ir::Node,
};

/// Where the `?` stands whose value the expression matches.
pub(super) fn of(node: &Expr) -> Option<Span> {
    match node {
        Expr::Match(node) => question(&node.expr),
        Expr::Let(node) => question(&node.expr),
        _ => None,
    }
}

/// Gives the value that is matched this place.
pub(super) fn keep(node: &mut Expr, at: Option<Span>) {
    if let (Expr::Match(syn::ExprMatch { expr, .. }) | Expr::Let(syn::ExprLet { expr, .. }), Some(at)) = (node, at) {
        **expr = build::field_of(&*expr, at, at);
    }
}

/// The same for the value of a `let`.
pub fn taken_apart(pat: &Pat, init: &Node, value: TokenStream) -> TokenStream {
    let Node::Native(init) = init else { return value };
    match bound(pat, init) {
        Some(at) => build::field_of(&value, at, at).into_token_stream(),
        None => value,
    }
}

fn question(expr: &Expr) -> Option<Span> {
    if let Expr::Try(node) = expr { Some(node.question_token.span) } else { None }
}

fn bound(pat: &Pat, init: &Expr) -> Option<Span> {
    question(init).filter(|_| !matches!(pat, Pat::Ident(_) | Pat::Wild(_)))
}

impl Rewriter<'_, '_> {
    /// A `let` inside native code.
    pub(super) fn native_let(&mut self, local: &mut syn::Local) {
        let at = local.init.as_ref().and_then(|init| bound(&local.pat, &init.expr)).filter(|_| !self.around.inner);
        visit_mut::visit_local_mut(self, local);
        let Some(init) = &mut local.init else { return };
        if let Some(at) = at {
            *init.expr = build::field_of(&init.expr, at, at);
        }
        if init.diverge.is_some() {
            *init.expr = Expr::Verbatim(tidy::before_else(init.expr.to_token_stream()));
        }
    }
}
