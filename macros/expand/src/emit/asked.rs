//! What rustc is asked about an expression (lower/asked.rs), and how.
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::{
    Expr, parse_quote,
    spanned::Spanned,
    visit::{self, Visit},
};

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
        // The elements may be coerced, to what is expected of the whole. Else nothing need be `'static`.
        Asked::Promoted if lends_inside(expr) => quote_spanned!(span=> __rt::promoted(#expr)),
        Asked::Promoted => quote_spanned!(span=> { let constant; constant = #expr; constant }),
        Asked::Static => quote_spanned!(span=> (*{ let constant; constant = &#expr; constant })),
    }
}

/// `&[&1, &None]`
fn lends_inside(expr: &Expr) -> bool {
    struct Find(usize);
    impl<'ast> Visit<'ast> for Find {
        fn visit_expr_reference(&mut self, node: &'ast syn::ExprReference) {
            self.0 += 1;
            visit::visit_expr_reference(self, node);
        }
    }
    let mut find = Find(0);
    find.visit_expr(expr);
    find.0 > 1
}
