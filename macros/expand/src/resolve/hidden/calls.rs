//! Macros that other macros call.
use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::{Definition, Hides, Rule};
use crate::resolve::macros::{self, Kind};

/// The macros that a macro calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    /// Anywhere.
    pub all: BTreeSet<String>,
    /// As a statement that the caller's block gets: what such a one declares lives on there.
    stmts: BTreeSet<String>,
    /// Its calls may be several statements, so that they can't be expressions.
    pub several: bool,
}

impl Calls {
    /// Reads the rules of a macro.
    pub fn of(rules: &[Rule]) -> Self {
        let mut calls = Calls::default();
        for rule in rules {
            calls.all.extend(macros::called(rule.body.clone()).iter().map(ToString::to_string));
            calls.statements(rule.body.clone());
        }
        calls
    }

    /// Reads what stands in a block of the caller's.
    fn statements(&mut self, body: TokenStream) {
        let tokens: Vec<TokenTree> = body.into_iter().collect();
        let is = |token: &TokenTree, mark: char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark);
        let mut begins = true;
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) if at > 0 && is(&tokens[at - 1], '$') => self.statements(group.stream()),
                TokenTree::Group(group) => begins = group.delimiter() == Delimiter::Brace,
                TokenTree::Punct(_) if is(token, ';') => (self.several, begins) = (true, true),
                TokenTree::Punct(_) if is(token, '!') && begins => {
                    self.stmts.extend(at.checked_sub(1).map(|before| tokens[before].to_string()));
                }
                TokenTree::Punct(_) => begins &= is(token, ':') || is(token, '$'),
                TokenTree::Ident(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    /// Either this or another definition of the same name is meant.
    pub fn or(&mut self, other: &Calls) {
        self.all.extend(other.all.iter().cloned());
        self.stmts.extend(other.stmts.iter().cloned());
        self.several |= other.several;
    }
}

/// What a macro hides it hides from its callers too. If it is several statements, one of them of a macro out of sight, which may declare
/// what nobody names, only rustc can follow that.
pub fn settle(known: &mut [Definition]) {
    loop {
        let found = known.iter().map(|each| {
            let hides = each.calls.all.iter().fold(own(each, known), |all, name| all.max(of(name, known)));
            let called = known.iter().filter(|other| each.calls.all.contains(&other.name));
            (hides, called.fold(each.shows, |all, other| all | other.shows))
        });
        let found: Vec<(Hides, bool)> = found.collect();
        let changed = known.iter_mut().zip(found).filter(|(each, found)| (each.hides, each.shows) != *found);
        if changed.map(|(each, found)| (each.hides, each.shows) = found).count() == 0 {
            return;
        }
    }
}

fn own(each: &Definition, known: &[Definition]) -> Hides {
    let mut seen = BTreeSet::from([&*each.name]);
    let unsure = each.calls.several && each.calls.stmts.iter().any(|name| may_declare(name, known, &mut seen));
    if unsure { Hides::Flow } else { each.hides }
}

fn of(name: &str, known: &[Definition]) -> Hides {
    match known.iter().filter(|each| each.name == name).map(|each| each.hides).max() {
        Some(hides) => hides,
        None if macros::kind_of(name, &[]) == Kind::Awaits => Hides::Await,
        None => Hides::Nothing,
    }
}

/// Whether a macro that is called as a statement may declare what nobody names.
fn may_declare<'a>(name: &'a str, known: &'a [Definition], seen: &mut BTreeSet<&'a str>) -> bool {
    if macros::kind_of(name, &[]) != Kind::Unknown || !seen.insert(name) {
        return false;
    }
    let mut in_sight = known.iter().filter(|each| each.name == name).peekable();
    in_sight.peek().is_none() || in_sight.any(|each| each.calls.stmts.iter().any(|each| may_declare(each, known, seen)))
}

#[cfg(test)]
mod tests {
    use super::{Definition, Hides, settle};

    #[test]
    fn through_other_macros() {
        let definition = |name: &str, rules: &str| Definition::new(name.into(), rules.parse().expect("tokens"));
        let mut known = [
            definition("leaves", "($x:expr) => { inner!($x) };"),
            definition("inner", "($x:expr) => { if $x { break } };"),
            definition("declares", "($x:expr) => { f($x); alone!($x); };"),
            definition("alone", "($x:expr) => { other::defer! { $x } };"),
            definition("again", "() => { 0 }; ($x:expr) => { println!(\"{}\", $x); again!(); };"),
        ];
        settle(&mut known);
        let hides = known.map(|each| each.hides);
        assert_eq!(hides, [Hides::Flow, Hides::Flow, Hides::Flow, Hides::Nothing, Hides::Nothing]);
    }
}
