//! Assignments to several places at once that leave a part of what they assign where it is, or whose value waits: its temporaries die
//! before the places get theirs. And what is assigned to nothing.
use quote::ToTokens;
use syn::{Expr, ExprAssign, ExprTuple, spanned::Spanned, visit_mut};

use super::{Resolver, macros};
use crate::{
    emit::{build, destructure},
    flow::{native::matched_place, pattern},
    lower::place::bare,
    names,
};

/// Resolves an assignment; what is to stand there in its place, if it may show no text.
pub fn assignment(resolver: &mut Resolver, node: &mut ExprAssign) -> Option<Expr> {
    if matches!(*node.left, Expr::Infer(_)) {
        leave_out(resolver, &mut node.right);
    }
    visit_mut::visit_expr_assign_mut(resolver, node);
    in_parts(resolver, node).filter(|_| !resolver.as_written)
}

/// What rustc makes of an assignment that may leave a part of a local.
///
/// Input: `(a, _) = both`  Output: `{ let (assigned, _) = both; a = assigned; }`
fn in_parts(resolver: &mut Resolver, node: &ExprAssign) -> Option<Expr> {
    let waits = macros::awaits(node.right.to_token_stream(), &[]);
    if matched_place(&node.right).is_none() && !waits {
        return None;
    }
    let mut places = Vec::new();
    let pat = destructure::pattern(&node.left, &mut |place| {
        let local = resolver.temp("assigned", place.span());
        resolver.locals[local.0].inner = resolver.inner > 0;
        places.push((local, place.clone()));
        names::binding(local, place.span())
    });
    let pat = pat.filter(|pat| waits || pattern::leaves(pat))?;
    let assigns = places.iter().map(|(local, place)| {
        let value = build::path(resolver.mention(*local, place.span()));
        build::assign(place, &value)
    });
    let assigns: Vec<_> = assigns.collect();
    Some(destructure::in_parts(node, &pat, &assigns))
}

/// A closure or async block does not capture what it gives to `_`, nor does it look at that: it is left out if it is a local around it.
///
/// Input: `move || { _ = x; f() }`  Output: `move || { _ = (); f() }`
pub(super) fn leave_out(resolver: &Resolver, value: &mut Expr) {
    let Expr::Path(path) = bare(value) else { return };
    let local = path.path.get_ident().and_then(|name| resolver.scopes.get(&name.to_string()));
    if resolver.inner > 0 && local.is_some_and(|local| !resolver.locals[local.0].inner) && !resolver.as_written {
        *value = Expr::Tuple(ExprTuple { attrs: Vec::new(), paren_token: Default::default(), elems: Default::default() });
    }
}
