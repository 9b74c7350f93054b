//! Where an expression begins: what panics in it, or is told its caller, is told to be there.
//!
//! Input: `f()? + 1`  Output: `(attempt!(f(), early => early?)) + 1`, where the parenthesis has the place of `f`
use std::iter;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, spanned::Spanned};

use super::super::build;
use crate::lower::place::first;

/// Where an operation that may panic begins, or a `?`.
pub(super) fn of(expr: &Expr) -> Option<Span> {
    matches!(expr, Expr::Binary(_) | Expr::Index(_) | Expr::Try(_)).then(|| start(expr))
}

fn start(expr: &Expr) -> Span {
    first(expr).map_or_else(|| expr.span(), start)
}

/// Keeps an operation that may panic at the user's place, if an operand begins with tokens of ours.
pub(super) fn keep(expr: &mut Expr, start: Option<Span>) {
    let Some(start) = start else { return };
    let (left, right) = match expr {
        Expr::Binary(node) => (&mut *node.left, Some(&mut *node.right)),
        Expr::Index(node) => (&mut *node.expr, None),
        _ => return,
    };
    for operand in iter::once(left).chain(right).filter(|operand| is_ours(operand)) {
        *operand = Expr::Verbatim(build::in_parens(operand.to_token_stream(), start).into_token_stream());
    }
}

fn is_ours(expr: &Expr) -> bool {
    let begins = |tokens: &TokenStream| match tokens.clone().into_iter().next() {
        Some(TokenTree::Ident(name)) => name == "__rt" || name == "locals",
        _ => false,
    };
    match expr {
        Expr::Verbatim(tokens) => begins(tokens),
        Expr::Path(node) => node.path.is_ident("locals"),
        other => first(other).is_some_and(is_ours),
    }
}
