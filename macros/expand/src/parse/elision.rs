//! Names for elided lifetimes, by rustc's own elision rules.
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::BTreeSet;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, GenericParam, Lifetime, ParenthesizedGenericArguments, PredicateType, Receiver, ReceiverKind, Signature, TraitBound,
    Type, TypeFnPtr, TypeReference,
};

/// Gives each elided lifetime of the arguments a name made from the argument's.
pub struct Namer {
    /// The names given so far, in order.
    pub fresh: Vec<Lifetime>,
    /// All lifetimes that the arguments mention, elided or not.
    mentioned: BTreeSet<Lifetime>,
    /// The one that the receiver lends to the output.
    lent_by_self: Option<Lifetime>,
    /// Names in use anywhere in the item.
    taken: BTreeSet<String>,
    /// What the next name is made from.
    hint: String,
}

impl Namer {
    /// A namer that avoids every lifetime in `tokens`.
    pub fn new(tokens: TokenStream) -> Self {
        let mut taken = BTreeSet::from(["static".to_owned(), "frame".to_owned()]);
        collect_lifetimes(tokens, &mut taken);
        Namer { fresh: Vec::new(), mentioned: BTreeSet::new(), lent_by_self: None, taken, hint: String::new() }
    }

    /// Names what an argument's type elides.
    pub fn argument(&mut self, name: &Ident, ty: &mut Type) {
        self.hint = hint(&name.to_string());
        self.visit_type_mut(ty);
    }

    /// Names what the receiver elides, and notes which lifetime it lends.
    pub fn receiver(&mut self, receiver: &mut Receiver) {
        self.hint = "this".to_owned();
        match &mut receiver.kind {
            ReceiverKind::Reference(and, lifetime, _) => {
                let span = and.span;
                let lifetime = lifetime.get_or_insert_with(|| Lifetime::new("'_", span));
                self.visit_lifetime_mut(lifetime);
                self.lent_by_self = Some(lifetime.clone());
            }
            ReceiverKind::Typed(_, ty) => {
                self.visit_type_mut(ty);
                let mut lent = SelfReferences(BTreeSet::new());
                lent.visit_type_mut(ty);
                if lent.0.len() == 1 {
                    self.lent_by_self = lent.0.pop_first();
                }
            }
            _ => {}
        }
    }

    /// The lifetime that the output means when it elides one: the receiver's, else the only one there is.
    pub fn meant_in_output(&self) -> Option<Lifetime> {
        let only = || (self.mentioned.len() == 1).then(|| self.mentioned.first().cloned()).flatten();
        self.lent_by_self.clone().or_else(only)
    }

    fn fresh_name(&mut self, span: Span) -> Lifetime {
        let candidates = std::iter::once(self.hint.clone()).chain((2..).map(|n| format!("{}{n}", self.hint)));
        let mut free = candidates.filter(|name| !self.taken.contains(name));
        let name = free.next().unwrap_or_default();
        self.taken.insert(name.clone());
        // The mixed-site span hides the name from user code, and our lifetimes from lints about them.
        let lifetime = Lifetime::new(&format!("'{name}"), Span::mixed_site().located_at(span));
        self.fresh.push(lifetime.clone());
        lifetime
    }
}

impl VisitMut for Namer {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.fresh_name(lifetime.span());
        }
        self.mentioned.insert(lifetime.clone());
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        let span = reference.and_token.span;
        reference.lifetime.get_or_insert_with(|| Lifetime::new("'_", span));
        visit_mut::visit_type_reference_mut(self, reference);
    }

    // `Fn(&T)` and `fn(&T)` bind what they elide themselves; an expression has no lifetimes to elide.
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut ParenthesizedGenericArguments) {}
    fn visit_type_fn_ptr_mut(&mut self, _: &mut TypeFnPtr) {}
    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}

/// Replaces each elided lifetime of the output by the one that is meant.
pub struct Elided {
    /// The one that is meant, if that is clear: else the type stays as it is, and rustc reports it.
    pub meant: Option<Lifetime>,
    /// Whether there was any.
    pub found: bool,
}

impl VisitMut for Elided {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if let (true, Some(meant)) = (lifetime.ident == "_", &self.meant) {
            self.found = true;
            let span = lifetime.span();
            *lifetime = meant.clone();
            lifetime.set_span(meant.ident.span().located_at(span));
        }
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        if self.meant.is_some() {
            let span = reference.and_token.span;
            reference.lifetime.get_or_insert_with(|| Lifetime::new("'_", span));
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut ParenthesizedGenericArguments) {}
    fn visit_type_fn_ptr_mut(&mut self, _: &mut TypeFnPtr) {}
    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}

/// The lifetimes of the references to `Self` in a receiver's type.
struct SelfReferences(BTreeSet<Lifetime>);

impl VisitMut for SelfReferences {
    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        if super::signature::mentions(reference.elem.to_token_stream(), "Self") {
            self.0.extend(reference.lifetime.clone());
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }
}

struct Free(BTreeSet<Lifetime>);

impl VisitMut for Free {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident != "_" && lifetime.ident != "static" {
            self.0.insert(lifetime.clone());
        }
    }

    // `for<'a> Fn(&'a T)` binds its own.
    fn visit_trait_bound_mut(&mut self, bound: &mut TraitBound) {
        if bound.lifetimes.is_none() {
            visit_mut::visit_trait_bound_mut(self, bound);
        }
    }

    fn visit_predicate_type_mut(&mut self, predicate: &mut PredicateType) {
        if predicate.lifetimes.is_none() {
            visit_mut::visit_predicate_type_mut(self, predicate);
        }
    }

    fn visit_type_fn_ptr_mut(&mut self, _: &mut TypeFnPtr) {}
}

/// The lifetimes that the arguments' types name, other than those that they bind themselves.
pub fn free_lifetimes(sig: &Signature) -> BTreeSet<Lifetime> {
    let mut free = Free(BTreeSet::new());
    for input in &sig.inputs {
        free.visit_fn_arg_mut(&mut input.clone());
    }
    free.0
}

/// Whether a signature names a lifetime that it does not declare.
pub fn names_foreign_lifetime(sig: &Signature) -> bool {
    let mut free = Free(BTreeSet::new());
    let mut rest = sig.clone();
    let declared = std::mem::take(&mut rest.generics.params);
    free.visit_signature_mut(&mut rest);
    for mut param in declared.clone() {
        if let GenericParam::Type(param) = &mut param {
            free.visit_type_param_mut(param);
        }
    }
    let own = |lifetime: &Lifetime| {
        declared.iter().any(|param| matches!(param, GenericParam::Lifetime(own) if own.lifetime == *lifetime))
    };
    !free.0.iter().all(own)
}

/// A lifetime's name from an argument's: without `r#`, and without leading underscores, which mean something else.
fn hint(argument: &str) -> String {
    let plain = argument.trim_start_matches("r#").trim_start_matches('_');
    // A keyword or a digit makes no lifetime.
    if plain.is_empty() || syn::parse_str::<Ident>(plain).is_err() { "arg".to_owned() } else { plain.to_owned() }
}

fn collect_lifetimes(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let mut after_quote = false;
    for tree in tokens {
        match &tree {
            TokenTree::Ident(ident) if after_quote => drop(names.insert(ident.to_string())),
            TokenTree::Group(group) => collect_lifetimes(group.stream(), names),
            _ => {}
        }
        after_quote = matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == '\'');
    }
}
