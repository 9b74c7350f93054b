//! Patterns that move parts out of a slot and leave the rest there.
//!
//! Input: `let P { a, .. } = x;`, where the rest of `x` lives on
//! Output: `let P { ref a, .. } = (*x.ptr()); x.part(1, rests(x.ptr(), |whole, _| { let P { a, .. } = whole; forget(a); })); let a = read(a);`
use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Expr, Pat, visit_mut::VisitMut};

use super::{Around, Rewriter};
use crate::{
    emit::{
        build,
        step::{self, Emitter},
    },
    flow::{
        Access, Base, Mention, Parting,
        native::{matched_place, member_text},
        pattern,
    },
    names::{LocalId, MentionId},
};

/// A place that a pattern takes apart.
pub struct Parted {
    local: LocalId,
    id: MentionId,
}

impl Emitter<'_> {
    /// The place that is taken apart, if its slot is ours.
    pub fn parted(&self, place: &Expr, around: &Around) -> Option<Parted> {
        let (local, id, ..) = matched_place(place)?;
        self.part_mention(local, id, around)?;
        self.facts.patterns.contains_key(&id).then_some(Parted { local, id })
    }

    /// The mention, if it moves a part of the local out of its slot here.
    pub fn part_mention(&self, local: LocalId, id: MentionId, around: &Around) -> Option<&Mention> {
        self.facts.mentions.get(&id).filter(|mention| mention.access == Access::Part && self.is_in_reach(local, around))
    }

    /// The place itself.
    pub fn parted_place(&self, parted: &Parted) -> TokenStream {
        let name = self.bound(parted.local);
        parting_place(&self.facts.patterns[&parted.id], &ours!((*#name.ptr())), 0)
    }

    /// The pattern with references to what it moves. Without names if the place may be a reference: those would be references too. Behind
    /// a reference it binds these by itself.
    pub fn part_pattern(&self, parted: &Parted, pat: &Pat) -> Pat {
        struct Lend(bool, bool);
        impl VisitMut for Lend {
            fn visit_pat_mut(&mut self, node: &mut Pat) {
                syn::visit_mut::visit_pat_mut(self, node);
                let Pat::Ident(name) = node else { return };
                if crate::names::decode(&name.ident).is_none() || name.by_ref.is_some() {
                    return;
                }
                if self.0 {
                    (name.by_ref, name.mutability) = (Some(syn::Token![ref](Span::mixed_site())), None);
                } else if self.1 {
                    name.mutability = None;
                } else {
                    *node = name.subpat.take().map_or_else(build::wild_pat, |(_, inner)| *inner);
                }
            }
            fn visit_field_pat_mut(&mut self, node: &mut syn::FieldPat) {
                node.colon_token.get_or_insert_default();
                syn::visit_mut::visit_field_pat_mut(self, node);
            }
        }
        let mut pat = pat.clone();
        Lend(self.facts.patterns[&parted.id].sure, self.is_behind(parted)).visit_pat_mut(&mut pat);
        self.pattern(&pat)
    }

    /// Whether the place is matched behind a reference.
    pub(super) fn is_behind(&self, parted: &Parted) -> bool {
        self.facts.patterns[&parted.id].behind
    }

    /// What the names stand for where it is matched behind a reference.
    ///
    /// Output: `let v = bound(|| match matched_at(x.ptr()) { Some(v) => v, _ => loop {} }).place(&v);`
    fn places(&self, parted: &Parted, pat: &Pat) -> TokenStream {
        let names =
            pattern::bindings(pat).into_iter().filter(|_| self.is_behind(parted)).map(|binding| self.bound(binding.local));
        let (place, outline) = (self.bound(parted.local), self.pattern(&pattern::outline(pat)));
        let places = names.map(|name| {
            let value = ours!(match __rt::matched_at(#place.ptr()) { #outline => #name, _ => loop {} });
            ours!(let #name = __rt::bound(|| #value).place(&#name);)
        });
        places.collect()
    }

    /// Moves out what the pattern binds.
    pub fn part_out(&self, parted: &Parted, pat: &Pat) -> TokenStream {
        if pattern::effect(pat) == pattern::Effect::Nothing {
            return TokenStream::new();
        }
        let parting = &self.facts.patterns[&parted.id];
        let (gone, places) = (self.moved_out(parted.local, (parted.id, parting.number(pat))), self.places(parted, pat));
        let gone = if parting.boxed { self.is_box(parted.local, &gone) } else { gone };
        if !parting.sure && !parting.behind {
            let (name, whole, (outer, names)) = (self.bound(parted.local), step::ident("whole"), self.names_apart(pat));
            let (place, pat) = (parting_place(parting, &whole, 0), self.pattern(&pattern::outline(pat)));
            return ours!(#gone let #outer = __rt::parts!(#name.ptr(), #whole => #place, #pat => #names););
        }
        let reads = pattern::bindings(pat).into_iter().filter(|binding| !binding.by_ref).map(|binding| {
            let (name, mutability) = (self.bound(binding.local), binding.mutable.then(<syn::Token![mut]>::default));
            ours!(let #mutability #name = (&raw const *#name).read();)
        });
        ours!(#gone #places #(#reads)*)
    }

    /// Lets rustc check that the local is a box.
    fn is_box(&self, local: LocalId, then: &TokenStream) -> TokenStream {
        let (name, check) = (self.bound(local), Ident::new("is_box", Span::mixed_site().located_at(self.locals[local.0].span)));
        ours!(__rt::#check!(#name.ptr()); #then)
    }

    /// The names of a pattern as a tuple: to bind it, and its value.
    pub(super) fn names_apart(&self, pat: &Pat) -> (TokenStream, TokenStream) {
        let (outer, names): (Vec<_>, Vec<_>) = pattern::bindings(pat)
            .iter()
            .map(|binding| {
                let (name, mutability) = (self.bound(binding.local), binding.mutable.then(<syn::Token![mut]>::default));
                (ours!(#mutability #name), name)
            })
            .unzip();
        (ours!((#(#outer,)*)), ours!((#(#names,)*)))
    }
}

/// The place that is taken apart, in what `whole` names, which stands so many members below the local.
pub(super) fn parting_place(parting: &Parting, whole: &impl ToTokens, below: usize) -> TokenStream {
    let (members, deref) = (&parting.members[below..], parting.boxed.then(<syn::Token![*]>::default));
    ours!(#deref #whole #(.#members)*)
}

impl Rewriter<'_, '_> {
    /// Input: `Some(v) if g(v) => f(v)`, of a match on `x`
    /// Output: `Some(ref v) if g((*v)) => { x.part(1, |whole, _| ..); let v = read(v); f(v) }`
    pub(super) fn part_arm(&mut self, parted: &Parted, arm: &mut syn::Arm) {
        let pat = std::mem::replace(&mut arm.pat, syn::parse_quote!(_));
        self.visit_arm_mut(arm);
        let (pat, guard) = match pat {
            Pat::Guard(guard) => ((*guard.pat).clone(), Some(guard)),
            pat => (pat, None),
        };
        let (lent, out) = (self.emitter.part_pattern(parted, &pat), self.emitter.part_out(parted, &pat));
        arm.pat = match guard {
            Some(mut guard) => {
                let outer = self.around.named.clone();
                let moved = pattern::bindings(&pat).into_iter().filter(|binding| !binding.by_ref);
                self.around.named.extend(moved.map(|binding| binding.local));
                self.visit_expr_mut(&mut guard.guard);
                self.around.named = outer;
                let places = self.emitter.places(parted, &pat);
                if !places.is_empty() {
                    let condition = &guard.guard;
                    *guard.guard = Expr::Verbatim(ours!({ #places #condition }));
                }
                guard.pat = Box::new(lent);
                Pat::Guard(guard)
            }
            None => lent,
        };
        let body = &arm.body;
        *arm.body = syn::parse_quote_spanned!(Span::mixed_site()=> { #out #body });
    }

    /// Input: `P { a: f(), ..x }`, where the rest of `x` lives on
    /// Output: `match (f(),) { (a,) => { x.part(|whole| { let made = move || P { a: loop {}, ..whole }; forget(made); });
    /// without_rest(|made| async move { let x = x.ptr().read(); made.write(Some(P { a: a, ..x })); pending().await }) } }`
    pub(super) fn rest_of_base(&mut self, node: &mut syn::ExprStruct) -> Option<TokenStream> {
        let (local, id, ..) = matched_place(node.rest.as_deref()?)?;
        let Base { path, listed } = self.emitter.facts.bases.get(&id)?;
        self.emitter.part_mention(local, id, &self.around)?;
        node.fields.iter_mut().for_each(|field| self.visit_expr_mut(&mut field.expr));
        let (base, values) = (self.emitter.bound(local), node.fields.iter().map(|field| &field.expr));
        let names: Vec<_> = listed.iter().map(|member| step::ident(&format!("field_{}", member_text(member)))).collect();
        let made = self.apart(&BTreeMap::from([(local, id)]), &ours!(#path { #(#listed: #names,)* ..#base }));
        Some(ours!(match (#(#values,)*) { (#(#names,)*) => { #made } }))
    }

    /// Input: `let P { a, .. } = x;`, inside native code  Output: `let (a,) = { let P { ref a, .. } = (*x.ptr()); ..; (a,) };`
    pub(super) fn parting_let(&mut self, local: &syn::Local) -> Option<TokenStream> {
        let init = local.init.as_ref()?;
        let parted = self.emitter.parted(&init.expr, &self.around)?;
        let diverge = init.diverge.iter().map(|(_, diverge)| {
            let mut diverge = diverge.clone();
            self.visit_expr_mut(&mut diverge);
            diverge
        });
        let diverge: Vec<_> = diverge.collect();
        let (pat, place) = (self.emitter.part_pattern(&parted, &local.pat), self.emitter.parted_place(&parted));
        let out = self.emitter.part_out(&parted, &local.pat);
        let (outer, names) = self.emitter.names_apart(&local.pat);
        Some(ours!(let #outer = { let #pat = #place #(else #diverge)*; #out #names };))
    }
}
