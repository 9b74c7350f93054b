//! What a pattern takes apart whose type may implement `Drop` itself.
//!
//! A pattern that binds all parts of a value by value moves it, unless its type implements `Drop`: then all that is bound is `Copy`,
//! and the value stays. Only rustc knows, so emitted code asks it for each type in the pattern.
use syn::Pat;

use crate::{emit::build, names};

/// A local that a pattern is taken to move, which it does not if a type in it implements `Drop`.
#[derive(Clone, Default)]
pub struct MayDrop {
    /// The patterns with the name `part` at such a type.
    pub parts: Vec<syn::Pat>,
    /// Whether the machine may be suspended before the end of the local's scope.
    pub suspended: bool,
}

/// For each part of the pattern whose type may implement `Drop` the pattern with the name `part` there and `_` elsewhere: rustc may know the
/// type by the pattern alone. No tuple or array does; `Some`, `Ok` and `Err` may be variants of the user's.
///
/// Input: `Pair { first: Ticket { number }, second }`  Output: `part @ Pair { .. }`, `Pair { first: part @ Ticket { .. }, second: _ }`
pub fn parts(pat: &Pat) -> Vec<Pat> {
    match pat {
        Pat::Struct(node) => itself(pat).into_iter().chain(in_fields(node)).collect(),
        Pat::TupleStruct(node) => {
            let inner = in_elements(node.elems.iter(), |elems| Pat::TupleStruct(syn::PatTupleStruct { elems, ..node.clone() }));
            itself(pat).into_iter().chain(inner).collect()
        }
        Pat::Tuple(node) => in_elements(node.elems.iter(), |elems| Pat::Tuple(syn::PatTuple { elems, ..node.clone() })),
        Pat::Slice(node) => in_elements(node.elems.iter(), |elems| Pat::Slice(syn::PatSlice { elems, ..node.clone() })),
        Pat::Or(node) => node.cases.iter().flat_map(parts).collect(),
        Pat::Paren(node) => parts(&node.pat),
        Pat::Guard(node) => parts(&node.pat),
        Pat::Type(node) => parts(&node.pat),
        Pat::Ident(node) if names::decode(&node.ident).is_none() => itself(pat),
        Pat::Ident(node) => node.subpat.iter().flat_map(|(_, pat)| parts(pat)).collect(),
        // A unit struct, or a variant without fields.
        Pat::Path(_) => itself(pat),
        _ => Vec::new(),
    }
}

fn itself(pat: &Pat) -> Vec<Pat> {
    vec![build::part_pat(pat)]
}

fn in_fields(node: &syn::PatStruct) -> Vec<Pat> {
    let mut found = Vec::new();
    for at in 0..node.fields.len() {
        for part in parts(&node.fields[at].pat) {
            let mut node = node.clone();
            for (other, field) in node.fields.iter_mut().enumerate() {
                // Without a colon the pattern would have to be the field's name.
                field.colon_token = Some(Default::default());
                *field.pat = if other == at { part.clone() } else { build::wild_pat() };
            }
            found.push(Pat::Struct(node));
        }
    }
    found
}

type Elements = syn::punctuated::Punctuated<Pat, syn::Token![,]>;

fn in_elements<'p>(elems: impl Iterator<Item = &'p Pat> + Clone, rebuild: impl Fn(Elements) -> Pat) -> Vec<Pat> {
    let mut found = Vec::new();
    for (at, elem) in elems.clone().enumerate() {
        for part in parts(elem) {
            let elems = elems.clone().enumerate().map(|(other, elem)| match elem {
                _ if other == at => part.clone(),
                Pat::Rest(_) => elem.clone(),
                Pat::Ident(node) if matches!(node.subpat.as_ref(), Some((_, pat)) if matches!(**pat, Pat::Rest(_))) => {
                    node.subpat.as_ref().map_or_else(build::wild_pat, |(_, pat)| (**pat).clone())
                }
                _ => build::wild_pat(),
            });
            found.push(rebuild(elems.collect()));
        }
    }
    found
}
