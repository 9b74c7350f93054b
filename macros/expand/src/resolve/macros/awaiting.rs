//! Macros and tokens that await.
use proc_macro2::{TokenStream, TokenTree};

use super::{Kind, kind_of};

/// Macros of other crates that await inside.
pub const AWAITING: [&str; 1] = ["assert_request_eq"];

/// The tokens hold an `.await`, or a call of a macro that waits.
pub fn awaits(tokens: TokenStream, awaiting: &[String]) -> bool {
    mentions_await(tokens.clone()) || called(tokens).iter().any(|name| kind_of(&name.to_string(), awaiting) == Kind::Awaits)
}

/// The names of the macros that the tokens call, at any depth.
pub fn called(tokens: TokenStream) -> Vec<syn::Ident> {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let name = |pair: &[TokenTree]| match pair {
        [TokenTree::Ident(name), TokenTree::Punct(bang)] if bang.as_char() == '!' => Some(name.clone()),
        _ => None,
    };
    let mut out: Vec<_> = tokens.windows(2).filter_map(name).collect();
    for token in tokens {
        if let TokenTree::Group(group) = token {
            out.extend(called(group.stream()));
        }
    }
    out
}

/// The tokens of `mac` hold an `.await`, or a macro that waits.
pub fn mentions_await(tokens: TokenStream) -> bool {
    let mut before_dot = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                if mentions_await(group.stream()) {
                    return true;
                }
                before_dot = false;
            }
            TokenTree::Ident(ident) => {
                if before_dot && ident == "await" {
                    return true;
                }
                before_dot = false;
            }
            TokenTree::Punct(punct) => before_dot = punct.as_char() == '.',
            TokenTree::Literal(_) => before_dot = false,
        }
    }
    false
}
