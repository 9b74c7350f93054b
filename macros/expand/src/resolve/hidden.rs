//! Macros whose definition is in sight, inside the body or in the same file: what their calls hide.
mod calls;
pub mod locals;
mod names;
mod shows;

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use syn::visit::Visit;

use super::macros;
use crate::emit::tidy;
pub use calls::{Calls, settle};
pub use names::Names;

/// What a `macro_rules!` definition hides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hides {
    /// Nothing that matters.
    Nothing,
    /// It awaits: its calls go through a leaf future.
    Await,
    /// It leaves the function or a loop, or declares names: only rustc can follow that.
    Flow,
}

/// A `macro_rules!` definition, as far as it matters to a caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The name of the macro.
    pub name: String,
    /// What its calls hide.
    pub hides: Hides,
    /// Where it wants names (`$x:ident`), so that an expression would not do.
    pub names: Names,
    /// The macros that it calls.
    pub calls: Calls,
    /// It shows the text of an argument.
    pub shows: bool,
}

/// A rule of a `macro_rules!` definition.
pub struct Rule {
    matcher: TokenStream,
    body: TokenStream,
}

impl Definition {
    /// Reads a definition.
    pub fn new(name: String, tokens: TokenStream) -> Self {
        let rules = rules(tokens);
        Definition { name, hides: hides(&rules), names: Names::of(&rules), calls: Calls::of(&rules), shows: shows::shows(&rules) }
    }

    /// Either this or another definition of the same name is meant.
    pub fn or(&mut self, other: &Definition) {
        self.hides = self.hides.max(other.hides);
        self.names.or(&other.names);
        self.calls.or(&other.calls);
        self.shows |= other.shows;
    }
}

/// The definitions in a source file, at any depth. They are a hint: another macro of the same name may be meant.
pub fn definitions(file: TokenStream) -> Vec<Definition> {
    let mut out = Vec::new();
    let tokens: Vec<TokenTree> = file.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        if let [TokenTree::Ident(word), TokenTree::Punct(_), TokenTree::Ident(name), TokenTree::Group(rules), ..] = &tokens[at..]
            && *word == "macro_rules"
        {
            out.push(Definition::new(name.to_string(), rules.stream()));
        } else if let TokenTree::Group(group) = token {
            out.extend(definitions(group.stream()));
        }
    }
    out
}

/// Whether a macro stands for a pattern and may bind a name.
pub fn binds(block: &syn::Block) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_pat(&mut self, node: &'ast syn::Pat) {
            self.0 |= matches!(node, syn::Pat::Macro(node) if !crate::names::idents(node.mac.tokens.clone()).is_empty());
            syn::visit::visit_pat(self, node);
        }
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut find = Find(false);
    find.visit_block(block);
    find.0
}

/// The user's own macro may have the name of one that we know: its calls get a raw name, which means the same and is not known.
///
/// Input: `poll!(x)`  Output: `r#poll!(x)`
pub fn set_apart(tokens: TokenStream, own: &[&str]) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let each = |(at, token): (usize, &TokenTree)| match token {
        TokenTree::Group(group) => tidy::regroup(group, set_apart(group.stream(), own)),
        TokenTree::Ident(name) if own.iter().any(|own| name == own) && is_call(&tokens[at + 1..]) && is_own(&tokens[..at]) => {
            TokenTree::Ident(Ident::new_raw(&name.to_string(), name.span()))
        }
        other => other.clone(),
    };
    tokens.iter().enumerate().map(each).collect()
}

/// `tokio::` before a macro's name: it is that crate's.
fn is_own(before: &[TokenTree]) -> bool {
    match before {
        [.., TokenTree::Ident(path), TokenTree::Punct(first), TokenTree::Punct(second)]
            if first.as_char() == ':' && second.as_char() == ':' =>
        {
            ["crate", "self", "super"].iter().any(|own| path == own)
        }
        _ => true,
    }
}

fn is_call(after: &[TokenTree]) -> bool {
    matches!(after, [TokenTree::Punct(bang), TokenTree::Group(_), ..] if bang.as_char() == '!')
}

/// The name without `r#`, for emitted code.
pub fn unset(name: &mut Ident) {
    if let Some(plain) = name.to_string().strip_prefix("r#")
        && macros::kind_of(plain, &[]) != macros::Kind::Unknown
    {
        *name = Ident::new(plain, name.span());
    }
}

/// The rules of a definition.
pub fn rules(definition: TokenStream) -> Vec<Rule> {
    let tokens: Vec<TokenTree> = definition.into_iter().collect();
    let rule = |four: &[TokenTree]| match four {
        [TokenTree::Group(matcher), TokenTree::Punct(equals), TokenTree::Punct(arrow), TokenTree::Group(body)]
            if equals.as_char() == '=' && arrow.as_char() == '>' =>
        {
            Some(Rule { matcher: matcher.stream(), body: body.stream() })
        }
        _ => None,
    };
    tokens.windows(4).filter_map(rule).collect()
}

/// What the definition of a macro hides.
fn hides(rules: &[Rule]) -> Hides {
    let mut all = Hides::Nothing;
    for Rule { body, .. } in rules {
        if leaves(body.clone()) || declares(body.clone()) {
            return Hides::Flow;
        }
        if macros::mentions_await(body.clone()) {
            all = Hides::Await;
        }
    }
    all
}

/// `return`, `break`, `continue` or `?` anywhere.
fn leaves(tokens: TokenStream) -> bool {
    let mut repetition = false;
    let mut dollar = false;
    let mut own = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(word) if *word == "return" || *word == "break" || *word == "continue" => return true,
            TokenTree::Punct(punct) if punct.as_char() == '?' && !repetition => return true,
            // What an async block returns from is the block.
            TokenTree::Group(group) if !own && leaves(group.stream()) => return true,
            _ => {}
        }
        own = matches!(&token, TokenTree::Ident(word) if *word == "async" || (own && *word == "move"));
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
    use super::{Hides, definitions, hides, rules};

    #[test]
    fn macros_of_other_crates() {
        let calls: proc_macro2::TokenStream = "pin!(a); tokio::pin!(a); crate::pin!(a); ::tokio::pin!(a)".parse().unwrap();
        let apart = super::set_apart(calls, &["pin"]).to_string().replace(' ', "");
        assert_eq!(apart, "r#pin!(a);tokio::pin!(a);crate::r#pin!(a);::tokio::pin!(a)");
    }

    #[test]
    fn each_kind() {
        let of = |text: &str| hides(&rules(text.parse().expect("tokens")));
        assert_eq!(of("($($a:expr),* $(,)?) => { [$($a.len()),* $(,)?] };"), Hides::Nothing);
        assert_eq!(of("($a:expr) => { { let b = $a.await; b } };"), Hides::Await);
        assert_eq!(of("($a:expr) => { $a.await? };"), Hides::Flow);
        assert_eq!(of("($a:ident) => { let $a = 1; };"), Hides::Flow);
        assert_eq!(of("($a:expr) => { async move { $a? } };"), Hides::Nothing);
    }

    #[test]
    fn of_a_file() {
        let file = "mod m { macro_rules! poll { ($queue:ident, $($e:expr)*) => { $queue.poll() }; } } fn f() { poll!(a) }";
        let found = definitions(file.parse().expect("tokens"));
        let [poll] = &found[..] else { panic!("{found:?}") };
        assert!(poll.name == "poll" && poll.hides == Hides::Nothing && poll.names.contains(1) && !poll.names.given_on);
    }
}
