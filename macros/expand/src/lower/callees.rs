//! What is called: `(x.f)(a, b)`.
use quote::ToTokens;
use syn::Expr;

use super::{
    NeedsLeaf,
    place::{bare, is_place},
};
use crate::{
    flow::native,
    names::{self, LocalId},
};

/// Whether what is called stays where it is while the arguments are evaluated: a field of a local that none of them mentions. Else they
/// may change what a pointer there is.
pub(super) fn stays(node: &syn::ExprCall) -> bool {
    let field = matches!(bare(&node.func), Expr::Field(_)).then(|| native::place_of(&node.func)).flatten();
    field.is_some_and(|(local, ..)| !node.args.iter().any(|arg| mentions(arg, local)))
}

/// What is called is a place, but stays nowhere while an argument is evaluated: whether it is moved, copied or borrowed only rustc knows.
pub(super) fn check(whole: &Expr, last: usize) -> Result<(), NeedsLeaf> {
    let Expr::Call(node) = whole else { return Ok(()) };
    let unknown = is_place(&node.func) && !matches!(bare(&node.func), Expr::Path(_)) && !stays(node);
    if unknown && last > 0 { Err(NeedsLeaf) } else { Ok(()) }
}

fn mentions(arg: &Expr, of: LocalId) -> bool {
    names::idents(arg.to_token_stream()).iter().any(|ident| names::decode(ident).is_some_and(|(local, _)| local == of))
}
