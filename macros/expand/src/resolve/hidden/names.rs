//! What a macro does with the names that it wants.
use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream, TokenTree};

use super::Rule;
use crate::resolve::macros::{self, Kind};

/// The arguments that a macro wants to be names (`$x:ident`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    at: BTreeSet<usize>,
    /// By a rule that is more than arguments between commas.
    anywhere: bool,
    /// The macro may give one on, so that what stands for a local would not do: `swap(&mut $a, &mut $b)`.
    pub given_on: bool,
}

impl Names {
    /// Reads the rules of a macro.
    pub fn of(rules: &[Rule]) -> Self {
        let mut names = Names::default();
        for rule in rules {
            names.rule(rule.matcher.clone());
            let wanted: Vec<String> = fragments(rule.matcher.clone()).iter().map(Ident::to_string).collect();
            names.given_on |= !wanted.is_empty() && gives_on(rule.body.clone(), &wanted, false);
        }
        names
    }

    fn rule(&mut self, matcher: TokenStream) {
        let tokens: Vec<TokenTree> = matcher.clone().into_iter().collect();
        let arguments = tokens.split(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','));
        let arguments: Vec<_> = arguments.collect();
        let is_plain = |argument: &&[TokenTree]| fragment(argument).is_some() || matches!(argument, [] | [_]);
        if !arguments.iter().all(is_plain) {
            self.anywhere |= !fragments(matcher).is_empty();
            return;
        }
        let wanted =
            arguments.iter().enumerate().filter(|(_, argument)| fragment(argument).is_some_and(|(_, kind)| kind == "ident"));
        self.at.extend(wanted.map(|(at, _)| at));
    }

    /// Whether the macro wants no names.
    pub fn is_empty(&self) -> bool {
        self.at.is_empty() && !self.anywhere
    }

    /// Whether the macro may want a name as its argument number `at`.
    pub fn contains(&self, at: usize) -> bool {
        self.anywhere || self.at.contains(&at)
    }

    /// Either this or another definition of the same name is meant.
    pub fn or(&mut self, other: &Names) {
        self.at.extend(&other.at);
        self.anywhere |= other.anywhere;
        self.given_on |= other.given_on;
    }
}

/// Input: `$x:expr`  Output: `x`, `expr`
fn fragment(tokens: &[TokenTree]) -> Option<(&Ident, &Ident)> {
    let [TokenTree::Punct(dollar), TokenTree::Ident(name), TokenTree::Punct(colon), TokenTree::Ident(kind)] = tokens else {
        return None;
    };
    (dollar.as_char() == '$' && colon.as_char() == ':').then_some((name, kind))
}

/// Each `$x:ident` of a matcher, at any depth.
fn fragments(matcher: TokenStream) -> Vec<Ident> {
    let tokens: Vec<TokenTree> = matcher.into_iter().collect();
    let wanted = tokens.windows(4).filter_map(fragment).filter(|(_, kind)| *kind == "ident").map(|(name, _)| name.clone());
    let mut found: Vec<Ident> = wanted.collect();
    for token in tokens {
        if let TokenTree::Group(group) = token {
            found.extend(fragments(group.stream()));
        }
    }
    found
}

/// Whether one of the names is used otherwise than by a method, a field, an index, or by a macro that takes a reference to it or its text.
/// `shown`: the tokens are the arguments of such a macro.
fn gives_on(body: TokenStream, wanted: &[String], shown: bool) -> bool {
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    let is = |at: Option<usize>, mark: char| {
        at.and_then(|at| tokens.get(at)).is_some_and(|token| matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark))
    };
    tokens.iter().enumerate().any(|(at, token)| match token {
        TokenTree::Group(group) => {
            let shown = match tokens[..at] {
                [.., TokenTree::Ident(ref name), TokenTree::Punct(ref bang)] if bang.as_char() == '!' => shows(name),
                // What is repeated stands where the repetition does.
                [.., TokenTree::Punct(ref dollar)] if dollar.as_char() == '$' => shown,
                _ => false,
            };
            gives_on(group.stream(), wanted, shown)
        }
        TokenTree::Ident(name) if is(at.checked_sub(1), '$') && wanted.iter().any(|each| name == each) => {
            let before = at.checked_sub(2);
            // The name of a field, of a method or of an item.
            if is(before, '.') || is(before, ':') || is(Some(at + 1), ':') || is(Some(at + 1), '!') {
                return false;
            }
            if shown && !is(before, '&') {
                return false;
            }
            let place = is(Some(at + 1), '.') && !is(Some(at + 2), '.');
            let index = matches!(tokens.get(at + 1), Some(TokenTree::Group(group)) if group.delimiter() == proc_macro2::Delimiter::Bracket);
            !(place || index) || is(before, '&')
        }
        _ => false,
    })
}

/// Whether a macro takes no more than references to its arguments, or their text.
fn shows(name: &Ident) -> bool {
    matches!(macros::kind_of(&name.to_string(), &[]), Kind::Format(_) | Kind::Verbatim)
}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::resolve::hidden::rules;

    fn of(text: &str) -> Names {
        Names::of(&rules(text.parse().expect("tokens")))
    }

    #[test]
    fn names_by_their_place() {
        let error = of("($kind:ident) => { $kind }; ($kind:ident, $source:expr) => { f($source) };");
        assert!(error.contains(0) && !error.contains(1));
        assert!(of("($($x:ident),*) => { [$($x),*] };").contains(3));
        assert!(of("($x:expr) => { macro_rules! m { ($y:ident) => { $y } } };").is_empty());
    }

    #[test]
    fn names_given_on() {
        let places = ["$x.len()", "$x.0 + $x[1]", "format!(\"{}\", $x)", "[$(stringify!($x)),*]", "y.$x", "E::$x"];
        assert!(places.iter().all(|body| !of(&format!("($x:ident) => {{ {body} }};")).given_on));
        let given = ["swap(&mut $x, y)", "match $x { _ => 1 }", "own!($x)", "(&$x.0)", "$x..2", "println!(\"{}\", f(&$x))"];
        assert!(given.iter().all(|body| of(&format!("($x:ident) => {{ {body} }};")).given_on));
    }
}
