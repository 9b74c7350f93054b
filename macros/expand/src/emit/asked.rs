//! What rustc is asked about an expression (lower/asked.rs), and how.
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::{Expr, parse_quote, spanned::Spanned};

use super::place::by_value;
use crate::lower::asked::Asked;

/// `#[name] (expr)`, until the code is emitted.
pub fn marked(name: &str, expr: &Expr) -> Expr {
    let name = Ident::new(name, Span::mixed_site());
    parse_quote!(#[#name] (#expr))
}

/// The expression with the question.
pub fn question(asked: Asked, expr: &Expr) -> TokenStream {
    let span = expr.span();
    match asked {
        Asked::ByValue => by_value(expr),
        Asked::Plain => quote_spanned!(span=> __rt::owns_nothing(#expr)),
        Asked::Constant => quote_spanned!(span=> __rt::owns_nothing(const { #expr })),
        Asked::Copied => quote_spanned!(span=> const { #expr }),
        Asked::Promoted => quote_spanned!(span=> __rt::promoted(#expr)),
        Asked::Static => quote_spanned!(span=> (*{ let constant; constant = &#expr; constant })),
    }
}
