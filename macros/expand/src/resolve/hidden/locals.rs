//! Macros that a body defines and that mention its locals.
use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};

use super::{Rule, rules};

/// Whether a macro that the body defines mentions one of its locals: before the machine, where it stands, there is none.
pub fn mentioned<'a>(block: &syn::Block, arguments: impl Iterator<Item = &'a syn::Pat>) -> bool {
    let rules = defined(block.to_token_stream());
    if rules.is_empty() {
        return false;
    }
    let mut bound = Bound(BTreeSet::from(["self".to_string()]));
    bound.visit_block(block);
    arguments.for_each(|pat| bound.visit_pat(pat));
    rules.into_iter().any(|rule| mentions(rule.body, &bound.0))
}

/// The rules of the macros that the tokens define, at any depth.
fn defined(tokens: TokenStream) -> Vec<Rule> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        match &tokens[..at] {
            [.., TokenTree::Ident(word), TokenTree::Punct(_), TokenTree::Ident(_)] if *word == "macro_rules" => {
                found.extend(rules(group.stream()));
            }
            _ => found.extend(defined(group.stream())),
        }
    }
    found
}

/// The names that patterns bind.
struct Bound(BTreeSet<String>);

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat_ident(&mut self, node: &'ast syn::PatIdent) {
        self.0.insert(node.ident.to_string());
        visit::visit_pat_ident(self, node);
    }
}

/// Whether one of the names stands there for itself, and not for a field, a method or what the macro is given.
fn mentions(tokens: TokenStream, names: &BTreeSet<String>) -> bool {
    let mut other = false;
    tokens.into_iter().any(|token| {
        let stands =
            !std::mem::replace(&mut other, matches!(&token, TokenTree::Punct(mark) if ['.', '$'].contains(&mark.as_char())));
        match token {
            TokenTree::Group(group) => mentions(group.stream(), names),
            TokenTree::Ident(name) => stands && names.contains(&name.to_string()),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::mentioned;

    #[test]
    fn by_name() {
        let of = |text: &str| mentioned(&syn::parse_str(text).expect("a block"), std::iter::empty());
        assert!(of("{ let s = 1; macro_rules! m { () => { s + 1 } } m!() }"));
        assert!(of("{ { macro_rules! m { () => { f(self) } } m!() } }"));
        assert!(!of("{ let s = 1; macro_rules! m { ($s:expr) => { $s.s } } m!(s) }"));
    }
}
