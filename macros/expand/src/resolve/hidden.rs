//! Macros defined inside the body: what they hide of its control flow.
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::macros;

/// What a `macro_rules!` definition hides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hides {
    /// Nothing that matters.
    Nothing,
    /// It awaits: its calls go through a leaf future.
    Await,
    /// It leaves the function or a loop, or declares names: only rustc can follow that.
    Flow,
}

/// What the definition of a macro hides.
pub fn hides(definition: TokenStream) -> Hides {
    let mut all = Hides::Nothing;
    let tokens: Vec<TokenTree> = definition.into_iter().collect();
    for pair in tokens.windows(3) {
        let [TokenTree::Punct(equals), TokenTree::Punct(arrow), TokenTree::Group(body)] = pair else { continue };
        if equals.as_char() != '=' || arrow.as_char() != '>' {
            continue;
        }
        if leaves(body.stream()) || declares(body.stream()) {
            return Hides::Flow;
        }
        if macros::mentions_await(body.stream()) {
            all = Hides::Await;
        }
    }
    all
}

/// `return`, `break`, `continue` or `?` anywhere.
fn leaves(tokens: TokenStream) -> bool {
    let mut repetition = false;
    let mut dollar = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(word) if *word == "return" || *word == "break" || *word == "continue" => return true,
            TokenTree::Punct(punct) if punct.as_char() == '?' && !repetition => return true,
            TokenTree::Group(group) if leaves(group.stream()) => return true,
            _ => {}
        }
        repetition = dollar && matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
        dollar = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '$');
    }
    false
}

/// A `let` or an item that the caller sees.
fn declares(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => {
            ["let", "const", "static", "fn", "struct", "enum", "use", "type"].iter().any(|each| word == each)
        }
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => declares(group.stream()),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::{Hides, hides};

    #[test]
    fn each_kind() {
        let of = |text: &str| hides(text.parse().expect("tokens"));
        assert_eq!(of("($($a:expr),* $(,)?) => { [$($a.len()),* $(,)?] };"), Hides::Nothing);
        assert_eq!(of("($a:expr) => { { let b = $a.await; b } };"), Hides::Await);
        assert_eq!(of("($a:expr) => { $a.await? };"), Hides::Flow);
        assert_eq!(of("($a:ident) => { let $a = 1; };"), Hides::Flow);
    }
}
