//! A value that is matched where it is made: what does not match dies there, before the temporaries that it leaves.
use syn::{Expr, Pat, Type, parse_quote};

/// Input: `f(&a())`, `Ok(x)`, `x`  Output: `match (f(&a())) { Ok(x) => Some(x), _ => None }`
pub fn some(value: &Expr, pat: &Pat, names: &Expr) -> Expr {
    parse_quote!(match (#value) { #pat => ::core::option::Option::Some(#names), _ => ::core::option::Option::None })
}

/// The value, which is to have the type.
///
/// Input: `f()`, `u8`  Output: `identity::<u8>(f())`
pub fn typed(value: Expr, ty: Option<&Type>) -> Expr {
    ty.map_or(value.clone(), |ty| parse_quote!(::core::convert::identity::<#ty>(#value)))
}
