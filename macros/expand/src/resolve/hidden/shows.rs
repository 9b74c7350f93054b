//! Macros that show the text of what they are given.
use proc_macro2::{TokenStream, TokenTree};

use super::Rule;

/// Whether a rule shows the text of an argument that may be an expression: by `stringify!`, or by an assertion without a message.
pub fn shows(rules: &[Rule]) -> bool {
    rules.iter().any(|rule| {
        let mut fragments = Vec::new();
        expressions(rule.matcher.clone(), &mut fragments);
        !fragments.is_empty() && calls(rule.body.clone(), &fragments)
    })
}

/// The fragments of a matcher in which a local may be mentioned by something else than its name.
fn expressions(matcher: TokenStream, found: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = matcher.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        match (token, &tokens[at + 1..]) {
            (TokenTree::Group(group), _) => expressions(group.stream(), found),
            (TokenTree::Punct(dollar), [TokenTree::Ident(name), TokenTree::Punct(colon), TokenTree::Ident(kind), ..])
                if dollar.as_char() == '$' && colon.as_char() == ':' =>
            {
                let holds = ["expr", "tt", "block", "stmt", "expr_2021"].iter().any(|each| kind == each);
                found.extend(holds.then(|| name.to_string()));
            }
            _ => {}
        }
    }
}

fn calls(body: TokenStream, fragments: &[String]) -> bool {
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    tokens.iter().enumerate().any(|(at, token)| {
        let TokenTree::Group(group) = token else { return false };
        let shown = match &tokens[..at] {
            [.., TokenTree::Ident(name), TokenTree::Punct(bang)] if bang.as_char() == '!' => match name.to_string().as_str() {
                "stringify" | "dbg" => mentions(group.stream(), fragments),
                "assert" | "debug_assert" | "ensure" => is_alone(group.stream()) && mentions(group.stream(), fragments),
                _ => false,
            },
            _ => false,
        };
        shown || calls(group.stream(), fragments)
    })
}

/// Whether there is but one argument, as far as one can see.
fn is_alone(arguments: TokenStream) -> bool {
    let tokens: Vec<TokenTree> = arguments.into_iter().collect();
    let last = tokens.len().saturating_sub(1);
    !tokens.iter().take(last).any(|token| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ','))
}

fn mentions(tokens: TokenStream, fragments: &[String]) -> bool {
    let mut dollar = false;
    tokens.into_iter().any(|token| {
        let after = std::mem::replace(&mut dollar, matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '$'));
        match token {
            TokenTree::Group(group) => mentions(group.stream(), fragments),
            TokenTree::Ident(name) => after && fragments.iter().any(|each| name == each),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::resolve::hidden::rules;

    #[test]
    fn texts() {
        let of = |rule: &str| super::shows(&rules(rule.parse().expect("tokens")));
        assert!(of("($e:expr) => { note(stringify!($e)) };"));
        assert!(of("($($t:tt)*) => { { assert!($($t)*) } };"));
        assert!(of("($e:expr) => { debug_assert!($e,) };"));
        assert!(!of("($e:expr) => { assert!($e, \"{}\", 1) };"));
        assert!(!of("($x:ident, $e:expr) => { note(stringify!($x), $e) };"));
    }
}
