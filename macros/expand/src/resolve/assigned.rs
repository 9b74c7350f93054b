//! Assignments to several places at once that leave a part of what they assign where it is, or whose value waits: its temporaries die
//! before the places get theirs.
use quote::ToTokens;
use syn::{Expr, ExprAssign, spanned::Spanned};

use super::{Resolver, macros};
use crate::{
    emit::{build, destructure},
    flow::{native::matched_place, pattern},
    names,
};

/// What rustc makes of an assignment that may leave a part of a local.
///
/// Input: `(a, _) = both`  Output: `{ let (assigned, _) = both; a = assigned; }`
pub fn in_parts(resolver: &mut Resolver, node: &ExprAssign) -> Option<Expr> {
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
