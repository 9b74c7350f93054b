//! Names: how a resolved local is written inside the tree, and how states are called.
//!
//! After `resolve`, each binding of a local is spelled `__va{local}` and each mention `__va{local}_{mention}`, both with the
//! user's span; everything after it works on an ordinary syn tree and can still tell who is who. `emit` writes the names back.
use proc_macro2::{Ident, Span, TokenStream, TokenTree};

/// A local variable of the function, or a temporary that had to be given a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalId(pub usize);

/// One mention of a local in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MentionId(pub usize);

const PREFIX: &str = "__va";

/// The identifier that stands for a binding of `local`.
pub fn binding(local: LocalId, span: Span) -> Ident {
    Ident::new(&format!("{PREFIX}{}", local.0), span)
}

/// The identifier that stands for a mention of `local`.
pub fn mention(local: LocalId, mention: MentionId, span: Span) -> Ident {
    Ident::new(&format!("{PREFIX}{}_{}", local.0, mention.0), span)
}

/// Reads an identifier written by [`binding`] or [`mention()`].
pub fn decode(ident: &Ident) -> Option<(LocalId, Option<MentionId>)> {
    let text = ident.to_string();
    let rest = text.strip_prefix(PREFIX)?;
    match rest.split_once('_') {
        Some((local, mention)) => Some((LocalId(local.parse().ok()?), Some(MentionId(mention.parse().ok()?)))),
        None => Some((LocalId(rest.parse().ok()?), None)),
    }
}

/// Where a token stands: no two places print alike where rustc runs the macro.
pub fn place(span: Span) -> String {
    format!("{span:?}")
}

/// All identifiers in tokens, at any depth, in order.
pub fn idents(tokens: TokenStream) -> Vec<Ident> {
    tokens
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Group(group) => idents(group.stream()),
            TokenTree::Ident(ident) => vec![ident],
            _ => Vec::new(),
        })
        .collect()
}

/// `fill_page` and `r#type` as `FillPage` and `Type`.
pub fn camel(name: &str) -> String {
    let mut out = String::new();
    for part in name.trim_start_matches("r#").split('_').filter(|part| !part.is_empty()) {
        let mut letters = part.chars();
        out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(letters.as_str());
    }
    out
}

/// `Wait`, `NEXT_LINE` and `r#type` as names of locals: `wait`, `next_line`, `type_`.
pub fn snake(name: &str) -> String {
    let mut out = String::new();
    let mut before_lower = false;
    for letter in name.trim_start_matches("r#").chars() {
        if letter.is_uppercase() && before_lower {
            out.push('_');
        }
        before_lower = letter.is_lowercase();
        out.extend(letter.to_lowercase());
    }
    if name.starts_with("r#") { out + "_" } else { out }
}

/// Makes names that are not taken yet: `AwaitFill`, `AwaitFill2`, …
#[derive(Default)]
pub struct Fresh(std::collections::BTreeSet<String>);

impl Fresh {
    /// Takes `name`, or `name2`, `name3`, ….
    pub fn take(&mut self, name: &str) -> String {
        let mut candidate = name.to_string();
        let mut number = 2;
        while !self.0.insert(candidate.clone()) {
            let gap = if name.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
            candidate = format!("{name}{gap}{number}");
            number += 1;
        }
        candidate
    }
}
