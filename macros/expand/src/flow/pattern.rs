//! What a pattern binds, and whether it takes its scrutinee apart completely.
use proc_macro2::Ident;
use syn::{Pat, visit::Visit, visit_mut::VisitMut};

use crate::{
    emit::build,
    ir::Local,
    names::{self, LocalId},
};

/// A name that a pattern binds.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// The local.
    pub local: LocalId,
    /// Bound by `ref`.
    pub by_ref: bool,
    /// Bound `mut`.
    pub mutable: bool,
}

/// What the pattern binds, each once, in order.
pub fn bindings(pat: &Pat) -> Vec<Binding> {
    struct Collect(Vec<Binding>);
    impl<'ast> Visit<'ast> for Collect {
        fn visit_pat_ident(&mut self, node: &'ast syn::PatIdent) {
            if let Some((local, None)) = names::decode(&node.ident)
                && self.0.iter().all(|b| b.local != local)
            {
                self.0.push(Binding { local, by_ref: node.by_ref.is_some(), mutable: node.mutability.is_some() });
            }
            syn::visit::visit_pat_ident(self, node);
        }
        fn visit_expr(&mut self, _: &'ast syn::Expr) {}
    }
    let mut collect = Collect(Vec::new());
    collect.visit_pat(pat);
    collect.0
}

/// The entry of a map that the pattern binds, if it has nothing yet: `Entry::Vacant(entry)`.
pub fn vacant(pat: &Pat) -> Option<LocalId> {
    let Pat::TupleStruct(node) = pat else { return None };
    let is_vacant = node.path.segments.last().is_some_and(|last| last.ident == "Vacant") && node.elems.len() == 1;
    bindings(pat).first().filter(|binding| is_vacant && !binding.by_ref).map(|binding| binding.local)
}

/// Whether the pattern gives parts of a value names of their own.
pub fn binds_parts(pat: &Pat) -> bool {
    let bound = bindings(pat);
    !matches!(pat, Pat::Ident(_)) && !bound.is_empty() && bound.iter().all(|binding| !binding.by_ref)
}

/// Gives a binding another name.
pub fn rename(pat: &mut Pat, old: LocalId, new: LocalId) {
    struct Rename(LocalId, LocalId);
    impl VisitMut for Rename {
        fn visit_ident_mut(&mut self, node: &mut Ident) {
            if names::decode(node) == Some((self.0, None)) {
                *node = names::binding(self.1, node.span());
            }
        }
    }
    Rename(old, new).visit_pat_mut(pat);
}

/// The pattern with the guard of its arm.
pub fn guarded(pat: &Pat, guard: Option<&syn::Expr>) -> Pat {
    let pat = pat.clone();
    match guard.cloned().map(Box::new) {
        Some(guard) => Pat::Guard(syn::PatGuard { attrs: Vec::new(), pat: Box::new(pat), if_token: Default::default(), guard }),
        None => pat,
    }
}

/// What matching a pattern does to the scrutinee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// Moves nothing out.
    Nothing,
    /// Moves all out that there is, if it moves.
    Whole,
    /// May move a part and leave the rest.
    Part,
}

/// What `pat` does to what it matches.
pub fn effect(pat: &Pat) -> Effect {
    let parts = parts(pat);
    match (parts.moves, parts.leaves) {
        (false, _) => Effect::Nothing,
        (true, false) => Effect::Whole,
        (true, true) => Effect::Part,
    }
}

/// The names that a pattern binds as they count as declared: what it leaves comes first, and dies after what it binds, the first
/// field first.
pub fn in_order(pat: &Pat, locals: &[Local]) -> Vec<Binding> {
    let (rests, own): (Vec<_>, Vec<_>) = bindings(pat).into_iter().partition(|binding| locals[binding.local.0].temp);
    rests.into_iter().rev().chain(own).collect()
}

/// Whether a value that `pat` matches may be there afterwards, or a part of it.
pub fn leaves(pat: &Pat) -> bool {
    parts(pat).leaves
}

/// The same, or while the guard of its arm runs.
pub fn stays(pat: &Pat) -> bool {
    leaves(pat) || matches!(pat, Pat::Guard(_))
}

/// Whether a closure that matches a place against the pattern certainly captures all of it: it is bound, or compared, or one of several
/// variants.
pub fn reaches_all(pat: &Pat) -> bool {
    let variant =
        |path: &syn::Path| path.get_ident().is_some_and(|name| ["Some", "None", "Ok", "Err"].iter().any(|each| name == each));
    match pat {
        Pat::Wild(_) | Pat::Tuple(_) => false,
        Pat::Struct(node) => variant(&node.path),
        Pat::TupleStruct(node) => variant(&node.path),
        Pat::Or(node) => node.cases.iter().any(reaches_all),
        Pat::Paren(node) => reaches_all(&node.pat),
        Pat::Type(node) => reaches_all(&node.pat),
        Pat::Guard(node) => reaches_all(&node.pat),
        _ => true,
    }
}

/// The fields that an irrefutable pattern of structs and tuples moves out; none if it may be another pattern.
pub fn fields(pat: &Pat) -> Option<Vec<Vec<syn::Member>>> {
    fn below<'p>(parts: impl Iterator<Item = (syn::Member, &'p Pat)>) -> Option<Vec<Vec<syn::Member>>> {
        let mut all = Vec::new();
        for (member, pat) in parts {
            all.extend(fields(pat)?.into_iter().map(|inner| [vec![member.clone()], inner].concat()));
        }
        Some(all)
    }
    match pat {
        // A constant.
        Pat::Ident(node) if names::decode(&node.ident).is_none() => None,
        Pat::Ident(node) => Some(if node.by_ref.is_none() { vec![Vec::new()] } else { Vec::new() }),
        Pat::Wild(_) => Some(Vec::new()),
        Pat::Paren(node) => fields(&node.pat),
        Pat::Type(node) => fields(&node.pat),
        Pat::Struct(node) if node.path.segments.len() == 1 => {
            below(node.fields.iter().map(|field| (field.member.clone(), &*field.pat)))
        }
        Pat::Tuple(node) if !node.elems.iter().any(|elem| matches!(elem, Pat::Rest(_))) => {
            below(node.elems.iter().enumerate().map(|(at, elem)| (syn::Member::from(at), elem)))
        }
        _ => None,
    }
}

/// A pattern without its guard.
pub fn unguarded(pat: &Pat) -> &Pat {
    if let Pat::Guard(guard) = pat { &guard.pat } else { pat }
}

/// Whether the arms of a match are all of one struct, or tuples, and tell no more apart than their guards do: so there are no others.
pub fn one_shape(pats: &[Pat]) -> bool {
    let shape = |pat: &Pat| match unguarded(pat) {
        Pat::Struct(node) => Some(build::text(&node.path)),
        Pat::Tuple(_) => Some(String::new()),
        _ => None,
    };
    let first = pats.first().and_then(shape);
    let alike = |pat: &Pat| shape(pat) == first && fields(unguarded(pat)).is_some();
    pats.len() == 1 || (first.is_some() && pats.iter().all(alike))
}

/// The pattern for a value that is known to match, of which nothing else is looked at than what leads to the names.
pub fn outline(pat: &Pat) -> Pat {
    struct Outline;
    impl VisitMut for Outline {
        fn visit_pat_mut(&mut self, node: &mut Pat) {
            match node {
                Pat::Wild(_) | Pat::Rest(_) => {}
                node if bindings(node).is_empty() => *node = build::wild_pat(),
                // Which case it was, the rest tells.
                Pat::Or(_) => {}
                node => syn::visit_mut::visit_pat_mut(self, node),
            }
        }
    }
    let mut pat = unguarded(pat).clone();
    Outline.visit_pat_mut(&mut pat);
    pat
}

#[derive(Default)]
struct Parts {
    moves: bool,
    leaves: bool,
}

fn parts(pat: &Pat) -> Parts {
    fn all<'p>(pats: impl Iterator<Item = &'p Pat>) -> Parts {
        pats.map(parts).fold(Parts::default(), |a, b| Parts { moves: a.moves || b.moves, leaves: a.leaves || b.leaves })
    }
    match pat {
        Pat::Ident(node) if names::decode(&node.ident).is_some() => {
            Parts { moves: node.by_ref.is_none(), leaves: node.by_ref.is_some() }
        }
        Pat::Wild(_) | Pat::Rest(_) => Parts { moves: false, leaves: true },
        Pat::Or(node) => all(node.cases.iter()),
        Pat::Paren(node) => parts(&node.pat),
        Pat::Type(node) => parts(&node.pat),
        Pat::Guard(node) => parts(&node.pat),
        Pat::Slice(node) => all(node.elems.iter()),
        Pat::Tuple(node) => all(node.elems.iter()),
        Pat::TupleStruct(node) => all(node.elems.iter()),
        Pat::Struct(node) => {
            let mut parts = all(node.fields.iter().map(|f| &*f.pat));
            parts.leaves |= node.rest.is_some();
            parts
        }
        // Behind a reference nothing but `Copy` values are bound; the rest binds nothing and drops nothing.
        _ => Parts::default(),
    }
}
