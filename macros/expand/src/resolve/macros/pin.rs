//! `pin!` as a value, and `pin!` and `pin_mut!` as statements: these declare names.
use syn::{Expr, Pat, Stmt, Token, parse::Parser, punctuated::Punctuated};

use crate::emit::build;

/// Whether the macro is called `pin!`, std's or another: it extends the life of what it is given.
pub fn is_pin(mac: &syn::Macro) -> bool {
    mac.path.segments.last().is_some_and(|last| last.ident == "pin")
}

/// Input: `pin!(value)`  Output: `value`
pub fn pinned(mac: &syn::Macro) -> Option<Expr> {
    let values = mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated).ok().filter(|_| is_pin(mac))?;
    if values.len() == 1 { values.into_iter().next() } else { None }
}

/// Input: `pin_mut!(a, b);` or `tokio::pin!(a);` or `tokio::pin! { let a = f(); }`
/// Output: what these macros stand for, as the names they bind are ours to resolve.
pub fn pin_statement(stmt: Stmt) -> Vec<Stmt> {
    let Stmt::Macro(node) = &stmt else { return vec![stmt] };
    let name = node.mac.path.segments.last().map_or_else(String::new, |s| s.ident.to_string());
    if name != "pin" && name != "pin_mut" {
        return vec![stmt];
    }
    let tokens = node.mac.tokens.clone();
    let names = Punctuated::<syn::Ident, Token![,]>::parse_terminated.parse2(tokens.clone());
    if let Ok(names) = names {
        return names.iter().flat_map(|name| build::pinned(name, None)).collect();
    }
    let Ok(lets) = syn::Block::parse_within.parse2(tokens) else { return vec![stmt] };
    let mut out = Vec::new();
    for each in lets {
        match &each {
            Stmt::Local(syn::Local { pat: Pat::Ident(pat), init: Some(init), .. }) => {
                out.extend(build::pinned(&pat.ident, Some(&init.expr)))
            }
            _ => return vec![stmt],
        }
    }
    out
}
