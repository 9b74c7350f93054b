//! Declarations: names whose values go to slots, and names that stay native.
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Expr, Pat, spanned::Spanned as _, visit_mut::VisitMut};

use super::{
    Emitter,
    search::{declared, typed},
};
use crate::{
    emit::{
        place::{self, Around, Rewriter},
        tidy,
    },
    flow::pattern,
    ir::{Node, Stmt},
    lower::place::begins_with_block,
    names::{self, LocalId},
};

impl Emitter<'_> {
    /// `x = value;` to a name that is declared already.
    pub(super) fn assign(&self, pat: &Pat, value: TokenStream) -> TokenStream {
        let bound = pattern::bindings(pat);
        let Some(local) = bound.first().map(|binding| binding.local) else { return ours!(#value;) };
        let (name, value) = (self.bound(local), self.asked(local, value));
        let put = if self.layout.has_slot(local) { self.put(local, &value, Span::mixed_site()) } else { ours!(#name = #value) };
        ours!(#put;)
    }

    pub(super) fn let_value(&mut self, pat: &Pat, init: &Node, resume: bool) -> TokenStream {
        if let Node::Native(expr) = init
            && let Some(local) = self.moved_scrutinee(expr, &Around::default())
        {
            return self.take_at(local, expr.span());
        }
        if let Node::Native(expr) = init
            && let Some(local) = self.copied(expr)
        {
            let span = expr.span();
            let name = self.name(local, span);
            return quote_spanned!(span=> #name.copy());
        }
        let value = self.node(init, resume, true);
        place::taken_apart(pat, init, value)
    }

    pub(super) fn rewrite(&self, expr: &Expr, around: Around) -> Expr {
        let mut expr = expr.clone();
        Rewriter { emitter: self, around }.visit_expr_mut(&mut expr);
        expr
    }

    /// An expression that may stand at the beginning of a statement.
    pub(super) fn value(&self, expr: &Expr, around: Around) -> TokenStream {
        let value = self.rewrite(expr, around);
        if begins_with_block(&value) { ours!((#value)) } else { ours!(#value) }
    }

    pub(super) fn native_stmt(&mut self, stmt: &syn::Stmt, apart: bool) -> TokenStream {
        let syn::Stmt::Local(local) = stmt else {
            let mut stmt = stmt.clone();
            Rewriter { emitter: self, around: Around { apart, ..Around::default() } }.visit_stmt_mut(&mut stmt);
            return ours!(#stmt);
        };
        let (pat, ty) = typed(&local.pat);
        let slots = pattern::bindings(pat).iter().any(|b| self.layout.has_slot(b.local));
        let Some(init) = &local.init else {
            return if slots { self.declare(pat, ty) } else { self.again(pat, ty) };
        };
        // What does not match stays.
        let mut rewriter = Rewriter { emitter: self, around: Around::default() };
        if self.parted(&init.expr, &Around::default()).is_none()
            && let Some(tokens) = rewriter.moving_let(local)
        {
            let after = self.settle(pat);
            return ours!(#tokens #after);
        }
        // Once, as the first mention of a part tells how the rest is dropped.
        let diverge = init.diverge.as_ref().map(|(_, diverge)| self.native(diverge));
        let ends = (local.let_token.span, local.semi_token.span);
        if let Some(tokens) = self.part_let(pat, ty, &init.expr, diverge.as_ref(), ends) {
            return tokens;
        }
        let value = self.let_value(pat, &Node::Native((*init.expr).clone()), false);
        let Some(diverge) = diverge else { return self.bind(pat, ty, value, ends) };
        let (names, after) = (self.pattern(&local.pat), self.settle(pat));
        let value = tidy::before_else(value);
        ours!(let #names = #value else #diverge; #after)
    }

    /// `let P { a, .. } = x;`, where the rest of `x` stays; `diverge`: what is done otherwise.
    pub(super) fn part_let(
        &mut self,
        pat: &Pat,
        ty: Option<&syn::Type>,
        init: &syn::Expr,
        diverge: Option<&syn::Expr>,
        ends: (Span, Span),
    ) -> Option<TokenStream> {
        let parted = self.parted(init, &Around::default())?;
        let (names, place, out) = (self.part_pattern(&parted, pat), self.parted_place(&parted), self.part_out(&parted, pat));
        let (ty, settle, diverge) = (ty.iter(), self.settle(pat), diverge.iter());
        let (first, last) = tokens_of(ends);
        Some(ours!(#first #names #(: #ty)* = #place #(else #diverge)* #last #out #settle))
    }

    /// `let x;`, `let (x, y);`
    pub(super) fn declare(&mut self, pat: &Pat, ty: Option<&syn::Type>) -> TokenStream {
        let bound = pattern::bindings(pat);
        if !bound.iter().any(|b| self.layout.has_slot(b.local)) {
            let keepers: TokenStream = bound.iter().map(|binding| self.declare_keepers(binding.local)).collect();
            let pat = self.pattern(pat);
            let ty = ty.iter();
            return ours!(let #pat #(: #ty)*; #keepers);
        }
        let types: Vec<Option<&syn::Type>> = match (ty, &bound[..]) {
            (Some(syn::Type::Tuple(tuple)), _) if tuple.elems.len() == bound.len() => tuple.elems.iter().map(Some).collect(),
            (ty, [_]) => vec![ty],
            _ => vec![None; bound.len()],
        };
        bound.iter().zip(types).map(|(binding, ty)| self.declare_one(binding, ty)).collect()
    }

    /// What a statement declared before the segment began.
    pub(super) fn declare_again(&mut self, stmt: &Stmt) -> TokenStream {
        match (stmt, declared(stmt)) {
            (Stmt::Argument(local), _) => self.own(*local),
            (Stmt::Let { deferred: true, .. }, Some((pat, ty))) => {
                pattern::bindings(pat).iter().map(|binding| self.declare_native(binding, ty)).collect()
            }
            (_, Some((pat, ty))) => self.again(pat, ty),
            _ => TokenStream::new(),
        }
    }

    /// The names that a pattern bound before the segment began, in their order: those with a value, and those that get one, or a new one,
    /// in it.
    pub(super) fn again(&mut self, pat: &Pat, ty: Option<&syn::Type>) -> TokenStream {
        let bound = pattern::in_order(pat, self.locals);
        let ty = ty.filter(|_| bound.len() == 1);
        let again = bound.iter().map(|binding| {
            let (own, native) = (self.own(binding.local), self.declare_native(binding, ty));
            ours!(#own #native)
        });
        again.collect()
    }

    /// `let x;` for a name that has no slot and is mentioned in this segment.
    fn declare_native(&mut self, binding: &pattern::Binding, ty: Option<&syn::Type>) -> TokenStream {
        let used = self.facts.mentions.values().any(|m| m.local == binding.local && m.seg == self.seg);
        if used && !self.layout.has_slot(binding.local) { self.declare_one(binding, ty) } else { TokenStream::new() }
    }

    pub(super) fn declare_one(&mut self, binding: &pattern::Binding, ty: Option<&syn::Type>) -> TokenStream {
        let (local, name) = (binding.local, self.bound(binding.local));
        if !self.layout.has_slot(local) {
            let (mutability, ty) = (binding.mutable.then(<syn::Token![mut]>::default), ty.iter());
            let keepers = self.declare_keepers(local);
            return ours!(let #mutability #name #(: #ty)*; #keepers);
        }
        self.owners.push(local);
        let (own, slot, native) = (self.owner(local), self.slot(local), self.declare_value(local));
        let ty = ty.map_or_else(|| ours!(_), |ty| ours!(#ty));
        let kind = if self.facts.is_parted(local) { ours!(PartSlot::<#ty, _>) } else { ours!(Slot::<#ty>) };
        ours!(let #own = __rt::#kind::own_empty(#slot); let #name = #slot; #native)
    }

    /// `let pat: ty = value;`
    pub(super) fn bind(&mut self, pat: &Pat, ty: Option<&syn::Type>, value: TokenStream, ends: (Span, Span)) -> TokenStream {
        if let Pat::Ident(node) = pat
            && node.by_ref.is_none()
            && node.subpat.is_none()
            && let Some((local, None)) = names::decode(&node.ident)
            && self.layout.has_slot(local)
        {
            let (name, own, slot) = (self.bound(local), self.owner(local), self.slot(local));
            self.owners.push(local);
            let (native, value) = (self.declare_value(local), self.asked(local, value));
            // The type is said where the source says it, so that a value that does not fit is one error, at one place.
            return match ty {
                Some(ty) => ours!(let #name: #ty = #value; let #own = #slot.fill(#name); let #name = #slot; #native),
                None => ours!(let #own = #slot.fill(#value); let #name = #slot; #native),
            };
        }
        let names = self.pattern(pat);
        let ty = ty.iter();
        let after = self.settle(pat);
        let (first, last) = tokens_of(ends);
        ours!(#first #names #(: #ty)* = #value #last #after)
    }

    /// The names of a pattern that have slots move there, the others stay behind them in their order.
    pub(super) fn settle(&mut self, pat: &Pat) -> TokenStream {
        let bound = pattern::in_order(pat, self.locals);
        let moves = |(at, (new, old)): (usize, (&pattern::Binding, pattern::Binding))| {
            let kept = self.facts.keepers_of(new.local).next().is_some();
            (kept || new.local != old.local || self.layout.has_slot(new.local)).then_some(at)
        };
        let first = bound.iter().zip(pattern::bindings(pat)).enumerate().find_map(moves).unwrap_or(bound.len());
        let (natives, others) = bound.split_at(first);
        let asked = natives.iter().filter(|binding| self.facts.is_assumed(binding.local));
        let mut settled: TokenStream = asked
            .map(|binding| {
                let value = self.asked(binding.local, self.bound(binding.local));
                ours!(#value;)
            })
            .collect();
        settled.extend(others.iter().map(|binding| self.settle_one(binding, &self.bound(binding.local))));
        settled
    }

    /// The value of a local; rustc is asked whether it is plain data, if nothing but the names of methods tells.
    fn asked(&self, local: LocalId, value: impl ToTokens) -> TokenStream {
        if !self.facts.is_assumed(local) {
            return value.into_token_stream();
        }
        let span = Span::mixed_site().located_at(self.locals[local.0].span);
        if self.facts.is_shared(local) {
            quote_spanned!(span=> __rt::lent_text(#value))
        } else {
            quote_spanned!(span=> __rt::plain(#value))
        }
    }

    /// A name gets this value.
    pub(super) fn settle_one(&mut self, binding: &pattern::Binding, value: &Ident) -> TokenStream {
        let (local, name, value) = (binding.local, self.bound(binding.local), self.asked(binding.local, value));
        if !self.layout.has_slot(local) {
            let mutability = binding.mutable.then(<syn::Token![mut]>::default);
            let keepers = self.declare_keepers(local);
            return ours!(let #mutability #name = #value; #keepers);
        }
        let (own, slot) = (self.owner(local), self.slot(local));
        self.owners.push(local);
        let native = self.declare_value(local);
        ours!(let #own = #slot.fill(#value); let #name = #slot; #native)
    }
}

/// The `let` and the `;` of a statement of the user's: what rustc says of the pattern, and advises, is then word for word that of the judge.
const fn tokens_of((first, last): (Span, Span)) -> (syn::Token![let], syn::Token![;]) {
    (syn::token::Let { span: first }, syn::token::Semi { spans: [last] })
}
