//! The receiver as a local, which `self` can't be.
//!
//! Input: `async move { self.count + 1 }`
//! Output: `async move { let mut __receiver = self; __receiver.count + 1 }`
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::Expr;

use crate::emit::tidy;

/// `self` by another name, but for paths (`self::f`) and functions inside.
pub fn rename(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
    let is_ident = |at: usize, name: &str| matches!(tokens.get(at), Some(TokenTree::Ident(ident)) if ident == name);
    let mut in_function = false;
    let each = tokens.iter().enumerate().map(|(at, token)| {
        in_function |= is_ident(at, "fn") && matches!(tokens.get(at + 1), Some(TokenTree::Ident(_)));
        match token {
            TokenTree::Group(group) if in_function => {
                in_function = group.delimiter() != Delimiter::Brace;
                token.clone()
            }
            TokenTree::Ident(ident) if ident == "self" && !(is_colon(at + 1) && is_colon(at + 2)) => {
                TokenTree::Ident(Ident::new("__receiver", Span::mixed_site().located_at(ident.span())))
            }
            TokenTree::Group(group) => tidy::regroup(group, rename(group.stream())),
            other => other.clone(),
        }
    });
    each.collect()
}

/// Binds the receiver at the beginning of a block in which it is renamed; `own`: `self`.
pub fn bind(block: &mut Expr, own: &impl ToTokens) {
    if let Expr::Async(node) = block {
        let bound = syn::parse2(quote_spanned!(Span::mixed_site()=> let mut __receiver = #own;));
        node.block.stmts.splice(0..0, bound.ok());
    }
}
