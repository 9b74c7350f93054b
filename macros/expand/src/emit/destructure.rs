//! Assignments to several places at once.
use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Expr, ExprAssign, Pat, Stmt};

use crate::lower::place::bare;

/// The left side of the assignment as a pattern, in which `name` gives each place a name; none if it is a place itself.
pub fn pattern(left: &Expr, name: &mut dyn FnMut(&Expr) -> Ident) -> Option<Pat> {
    let several = matches!(bare(left), Expr::Tuple(_) | Expr::Array(_) | Expr::Struct(_) | Expr::Call(_));
    let pat = several.then(|| destructure(left, name))?;
    syn::parse::Parser::parse2(Pat::parse_single, pat).ok()
}

/// The assignment in parts.
///
/// Output: `{ let pat = value; assigns }`
pub fn in_parts(node: &ExprAssign, pat: &Pat, assigns: &[Stmt]) -> Expr {
    let (value, span) = (&node.right, Span::mixed_site().located_at(node.eq_token.span));
    syn::parse_quote_spanned!(span=> { let #pat = #value; #(#assigns)* })
}

/// The left side of the assignment as a pattern, in which `name` gives each place a name.
pub fn destructure(left: &Expr, name: &mut dyn FnMut(&Expr) -> Ident) -> TokenStream {
    match bare(left) {
        Expr::Tuple(node) => {
            let elems: Vec<_> = node.elems.iter().map(|e| destructure(e, name)).collect();
            ours!((#(#elems,)*))
        }
        Expr::Array(node) => {
            let elems: Vec<_> = node.elems.iter().map(|e| destructure(e, name)).collect();
            ours!([#(#elems,)*])
        }
        Expr::Call(node) => {
            let (path, elems) = (&node.func, node.args.iter().map(|e| destructure(e, name)).collect::<Vec<_>>());
            ours!(#path(#(#elems,)*))
        }
        Expr::Struct(node) => {
            let (path, rest) = (&node.path, &node.dot2_token);
            let fields: Vec<_> = node.fields.iter().map(|f| (f.member.clone(), destructure(&f.expr, name))).collect();
            let fields = fields.iter().map(|(member, pat)| ours!(#member: #pat,));
            ours!(#path { #(#fields)* #rest })
        }
        Expr::Infer(_) => ours!(_),
        Expr::Range(node) if node.start.is_none() && node.end.is_none() => ours!(..),
        place => name(place).to_token_stream(),
    }
}
