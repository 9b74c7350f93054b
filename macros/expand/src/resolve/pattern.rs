//! What patterns bind.
use std::collections::HashMap;

use proc_macro2::{Ident, Span};
use syn::{
    Pat,
    visit_mut::{self, VisitMut},
};

use super::Resolver;
use crate::names::{self, LocalId};

/// Binds the names of `pat` in the innermost scope, and resolves the expressions in it (guards).
pub fn bind(resolver: &mut Resolver, pat: &mut Pat) {
    let mut binder = Binder { resolver, seen: HashMap::new(), ty: None };
    binder.visit_pat_mut(pat);
}

struct Binder<'r> {
    resolver: &'r mut Resolver,
    /// The alternatives of an or-pattern bind the same locals.
    seen: HashMap<String, LocalId>,
    ty: Option<syn::Type>,
}

impl Binder<'_> {
    fn name(&mut self, ident: &Ident, mutable: bool) -> Ident {
        let name = ident.to_string();
        let id = match self.seen.get(&name) {
            Some(id) => *id,
            None => {
                let id = self.resolver.add(&name, ident.span(), mutable);
                self.resolver.locals[id.0].ty = self.ty.take();
                self.resolver.scopes.bind(name.clone(), id);
                self.seen.insert(name, id);
                id
            }
        };
        names::binding(id, ident.span())
    }
}

/// A lone identifier in a pattern is a binding, or a constant or unit struct; by their names one can tell them apart.
///
/// A guess. If it takes a binding for a constant, the local has no slot and rustc reports a name it can't find; a constant
/// taken for a binding is emitted as it stands.
fn is_binding(pat: &syn::PatIdent) -> bool {
    let upper = pat.ident.to_string().chars().find(|c| *c != '_').is_some_and(char::is_uppercase);
    pat.by_ref.is_some() || pat.mutability.is_some() || pat.subpat.is_some() || !upper
}

impl VisitMut for Binder<'_> {
    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        match pat {
            Pat::Ident(node) => {
                if is_binding(node) {
                    node.ident = self.name(&node.ident.clone(), node.mutability.is_some());
                }
                if let Some((_, sub)) = &mut node.subpat {
                    self.visit_pat_mut(sub);
                }
            }
            Pat::Struct(node) => {
                for field in &mut node.fields {
                    // Input: `P { x }`  Output: `P { x: __va0 }`
                    field.colon_token.get_or_insert_with(Default::default);
                    self.visit_pat_mut(&mut field.pat);
                }
            }
            Pat::Guard(node) => {
                self.visit_pat_mut(&mut node.pat);
                self.resolver.visit_expr_mut(&mut node.guard);
            }
            Pat::Type(node) => {
                if matches!(*node.pat, Pat::Ident(_)) {
                    self.ty = Some((*node.ty).clone());
                }
                self.visit_pat_mut(&mut node.pat);
            }
            Pat::Const(_) | Pat::Lit(_) | Pat::Range(_) | Pat::Path(_) | Pat::Macro(_) => {}
            _ => visit_mut::visit_pat_mut(self, pat),
        }
    }
}

/// A pattern that is one new name.
pub fn ident_pattern(local: LocalId, span: Span, mutable: bool) -> Pat {
    Pat::Ident(syn::PatIdent {
        attrs: Vec::new(),
        by_ref: None,
        mutability: mutable.then(Default::default),
        ident: names::binding(local, span),
        subpat: None,
    })
}
