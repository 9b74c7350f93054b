//! What a pattern has moved out of a value, as it is told when the rest of that is dropped.
//!
//! By then what the pattern has only looked at may be another: of `(Some(a), Some(n), _)` nothing can change of which variant `a` was
//! moved out, but if `n` was copied then its place may be `None`, or behind a reference that dangles. So the value is matched again
//! against what leads to names that own something, and nothing else.
use std::collections::{BTreeMap, BTreeSet};

use syn::{
    Pat,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use super::pattern;
use crate::{
    emit::build,
    names::{self, LocalId},
};

/// Names that a pattern binds by value, and that the same tests lead to.
#[derive(Clone, Debug)]
pub struct Group {
    /// The names.
    pub names: Vec<LocalId>,
    /// There are such tests.
    pub tested: bool,
}

/// So many groups can be told apart: which of them own something decides what the value is matched against.
const GROUPS: usize = 3;

/// The names that a pattern binds by value.
pub fn groups(pat: &Pat) -> Vec<Group> {
    let names = by_value(pat);
    let mut walk = Walk { tests: Vec::new(), count: 0, found: names.iter().map(|name| (*name, BTreeSet::new())).collect() };
    walk.visit_pat(&only(pat, &names));
    let mut groups: BTreeMap<BTreeSet<usize>, Vec<LocalId>> = BTreeMap::new();
    for (name, tests) in walk.found {
        groups.entry(tests).or_default().push(name);
    }
    groups.into_iter().map(|(tests, names)| Group { names, tested: !tests.is_empty() }).collect()
}

/// Whether it can't be told afterwards what the pattern has moved.
pub fn is_ambiguous(pat: &Pat) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_pat_or(&mut self, node: &'ast syn::PatOr) {
            let ways: Vec<Vec<Step>> = node.cases.iter().map(way).collect();
            let apart = |(at, first): (usize, &Vec<Step>)| ways[at + 1..].iter().all(|second| excludes(first, second));
            self.0 |= !ways.iter().enumerate().all(apart);
            visit::visit_pat_or(self, node);
        }
    }
    let mut find = Find(false);
    find.visit_pat(&only(pat, &by_value(pat)));
    find.0 || groups(pat).iter().filter(|group| group.tested).count() > GROUPS
}

/// The pattern for a value that is known to match, which binds these names alone, and looks at nothing else than what leads to them.
pub fn only(pat: &Pat, names: &[LocalId]) -> Pat {
    struct Only<'n>(&'n [LocalId]);
    impl VisitMut for Only<'_> {
        fn visit_pat_mut(&mut self, node: &mut Pat) {
            if matches!(node, Pat::Wild(_) | Pat::Rest(_)) {
                return;
            }
            if !by_value(node).iter().any(|name| self.0.contains(name)) {
                *node = build::wild_pat();
                return;
            }
            visit_mut::visit_pat_mut(self, node);
            match node {
                Pat::Ident(name) => {
                    name.mutability = None;
                    let subpat = name.subpat.take().map(|(_, inner)| *inner);
                    if !names::decode(&name.ident).is_some_and(|(local, _)| self.0.contains(&local)) {
                        *node = subpat.unwrap_or_else(build::wild_pat);
                    }
                }
                // All cases have the names in the same places.
                Pat::Or(or) if or.cases.iter().all(|case| build::text(case) == build::text(&or.cases[0])) => {
                    *node = or.cases[0].clone();
                }
                _ => {}
            }
        }
        fn visit_field_pat_mut(&mut self, node: &mut syn::FieldPat) {
            node.colon_token.get_or_insert_default();
            visit_mut::visit_field_pat_mut(self, node);
        }
    }
    let mut pat = if let Pat::Guard(guard) = pat { (*guard.pat).clone() } else { pat.clone() };
    Only(names).visit_pat_mut(&mut pat);
    pat
}

fn by_value(pat: &Pat) -> Vec<LocalId> {
    pattern::bindings(pat).into_iter().filter(|binding| !binding.by_ref).map(|binding| binding.local).collect()
}

/// The tests on the way to each name.
struct Walk {
    tests: Vec<usize>,
    count: usize,
    found: BTreeMap<LocalId, BTreeSet<usize>>,
}

impl<'ast> Visit<'ast> for Walk {
    fn visit_pat(&mut self, node: &'ast Pat) {
        if !matches!(node, Pat::TupleStruct(_) | Pat::Struct(_) | Pat::Slice(_) | Pat::Or(_)) {
            return visit::visit_pat(self, node);
        }
        self.count += 1;
        self.tests.push(self.count);
        visit::visit_pat(self, node);
        self.tests.pop();
    }

    fn visit_pat_ident(&mut self, node: &'ast syn::PatIdent) {
        if let Some(found) = names::decode(&node.ident).and_then(|(local, _)| self.found.get_mut(&local)) {
            found.extend(self.tests.iter().copied());
        }
        visit::visit_pat_ident(self, node);
    }
}

/// What a pattern asks of a value on the way to all of its names: the variant, and in which field it goes on.
#[derive(PartialEq, Eq)]
struct Step {
    variant: Option<String>,
    field: String,
}

fn way(pat: &Pat) -> Vec<Step> {
    let (variant, fields): (Option<&syn::Path>, Vec<(String, &Pat)>) = match pat {
        Pat::Paren(node) => return way(&node.pat),
        Pat::Type(node) => return way(&node.pat),
        Pat::Tuple(node) => (None, numbered(node.elems.iter())),
        Pat::TupleStruct(node) => (Some(&node.path), numbered(node.elems.iter())),
        Pat::Struct(node) => {
            (Some(&node.path), node.fields.iter().map(|field| (build::text(&field.member), &*field.pat)).collect())
        }
        _ => return Vec::new(),
    };
    let variant = variant.and_then(|path| path.segments.last()).map(|last| last.ident.to_string());
    let mut named = fields.into_iter().filter(|(_, pat)| !pattern::bindings(pat).is_empty());
    match (named.next(), named.next()) {
        (Some((field, pat)), None) => [vec![Step { variant, field }], way(pat)].into_iter().flatten().collect(),
        // From here on no step leads to all of them.
        _ => vec![Step { variant, field: String::new() }],
    }
}

fn numbered<'p>(pats: impl Iterator<Item = &'p Pat>) -> Vec<(String, &'p Pat)> {
    pats.enumerate().map(|(at, pat)| (at.to_string(), pat)).collect()
}

/// Whether no value takes both ways: they ask for two variants at the same place.
fn excludes(first: &[Step], second: &[Step]) -> bool {
    let differ = first.iter().zip(second).find(|(first, second)| first != second);
    differ.is_some_and(|(first, second)| first.variant.is_some() && second.variant.is_some() && first.variant != second.variant)
}
