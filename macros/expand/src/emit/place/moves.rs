//! Moves out of a place: by a pattern, or of one field.
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Expr, spanned::Spanned, visit_mut::VisitMut};

use super::{Rewriter, missing};
use crate::{
    emit::step::Emitter,
    flow::{
        Access,
        native::{field_path, place_of},
        pattern,
    },
    lower::place::is_local,
    names::{self, LocalId},
};

/// Writes out what rustc is asked about an expression.
pub(super) type Question = fn(&Expr) -> TokenStream;

/// Asks about a receiver, or what is dereferenced.
pub(super) fn ask(node: &mut Expr, question: Question) {
    match node {
        Expr::MethodCall(call) => *call.receiver = Expr::Verbatim(question(&call.receiver)),
        Expr::Unary(deref) => *deref.expr = Expr::Verbatim(question(&deref.expr)),
        _ => {}
    }
}

impl Rewriter<'_, '_> {
    /// Input: `match x { Some(v) => f(v), None => g() }`, where `x` has a slot and the first arm moves out of it
    /// Output: `{ let x = own_x.take(); match x { Some(v) => f(v), None => { own_x.put(x); g() } } }`
    pub(super) fn moving_match(&mut self, node: &mut syn::ExprMatch) -> Option<TokenStream> {
        let rest = missing::rest(node.arms.iter().map(|arm| (&arm.pat, matches!(arm.pat, syn::Pat::Guard(_)))));
        if let Some(last) = node.arms.last_mut().filter(|_| rest.is_some()) {
            last.comma.get_or_insert_default();
        }
        if let Some(parted) = self.emitter.parted(&node.expr, &self.around) {
            node.arms.iter_mut().for_each(|arm| self.part_arm(&parted, arm));
            let (mut place, arms) = (self.emitter.parted_place(&parted), &node.arms);
            if self.emitter.is_behind(&parted) {
                place = ours!(&mut #place);
            } else if self.around.is_leaf {
                place = no_raw_place(&place);
            }
            return Some(ours!(match #place { #(#arms)* #rest }));
        }
        let Some(local) = self.emitter.moved_scrutinee(&node.expr, &self.around) else {
            let (local, id, _) = place_of(&node.expr).filter(|_| is_local(&node.expr))?;
            let guarded = self.emitter.facts.guarded.contains(&id) && self.emitter.is_in_reach(local, &self.around);
            if self.around.is_leaf && guarded {
                let place = self.mention(names::idents(node.expr.to_token_stream()).first()?)?;
                *node.expr = Expr::Verbatim(no_raw_place(&place));
            }
            return None;
        };
        let (value, back) = (self.emitter.value_at(local, node.expr.span()), self.put_value(local));
        let take = self.emitter.to_be_matched(local, &node.expr, &self.moved(local, node.expr.span()));
        // A guard may mention what is matched.
        let native = self.emitter.natives.borrow().clone();
        for arm in &mut node.arms {
            let (stays, borrows) = (!moves(&arm.pat), borrows(&arm.pat));
            self.emitter.natives.borrow_mut().insert(local);
            self.visit_pat_mut(&mut arm.pat);
            *self.emitter.natives.borrow_mut() = native.clone();
            self.visit_arm_body(arm);
            if stays {
                let (body, again) = (&arm.body, borrows.then(|| self.emitter.matched_again(local, &arm.pat)));
                *arm.body = syn::parse_quote_spanned!(Span::mixed_site()=> { #back #again #body });
            }
        }
        let (arms, match_token) = (&node.arms, node.match_token);
        let mut arms = Group::new(Delimiter::Brace, ours!(#(#arms)* #rest));
        arms.set_span(node.brace_token.span.join());
        Some(ours!({ #take #match_token #value #arms }))
    }

    /// What a pattern has not moved goes back to its slot.
    pub(super) fn put_value(&self, local: LocalId) -> TokenStream {
        let (name, value, flag) = (self.emitter.bound(local), self.emitter.value_name(local), self.emitter.flag(local));
        if self.is_noted(local) {
            return ours!(#name.put_noted(#flag, #value););
        }
        let put = self.emitter.put(local, &value, Span::mixed_site());
        ours!(#put;)
    }

    /// Input: `let Some(v) = x else { return };`
    /// Output: `let (v,) = { let x = own_x.take(); match x { Some(v) => (v,), _ => { own_x.put(x); { return } } } };`
    pub fn moving_let(&mut self, local: &syn::Local) -> Option<TokenStream> {
        let init = local.init.as_ref()?;
        let moved = self.emitter.moved_scrutinee(&init.expr, &self.around)?;
        let (_, diverge) = init.diverge.as_ref()?;
        let (pat, ty) = match &local.pat {
            syn::Pat::Type(node) => (&*node.pat, Some(&node.ty)),
            pat => (pat, None),
        };
        if borrows(pat) {
            return None;
        }
        let mut diverge = diverge.clone();
        self.visit_expr_mut(&mut diverge);
        let span = init.expr.span();
        let (value, back, taken) = (self.emitter.value_at(moved, span), self.put_value(moved), self.moved(moved, span));
        let (pat, ty, (outer, names)) = (self.emitter.pattern(pat), ty.iter(), self.emitter.names_apart(pat));
        Some(ours!(let #outer = {
            let #value #(: #ty)* = #taken;
            match #value { #pat => #names, _ => { #back #diverge } }
        };))
    }

    /// Input: `x.a`, moved out while the rest of `x` lives on
    /// Output: `read({ x.part(|x| forget(x.a)); &raw const (*x.ptr()).a })`
    pub(super) fn part(&mut self, node: &mut Expr) -> Option<TokenStream> {
        let node = match node {
            Expr::Field(node) => node,
            Expr::Struct(node) => return self.rest_of_base(node),
            _ => return None,
        };
        let (ident, members) = field_path(node)?;
        let (local, Some(id)) = names::decode(&ident)? else { return None };
        if self.emitter.facts.patterns.contains_key(&id) {
            return None;
        }
        self.emitter.part_mention(local, id, &self.around)?;
        let (name, span) = (self.emitter.name(local, ident.span()), node.dot_token.span);
        let gone = self.emitter.moved_out(local, (id, 0));
        Some(quote_spanned!(span=> __rt::read({ #gone &raw const (*#name.ptr()) #(.#members)* })))
    }

    /// What rustc is asked about a receiver, or what is dereferenced, that is moved because of what a name is taken for.
    pub(super) fn taken_for(&self, node: &Expr) -> Option<Question> {
        let by_value: Option<Question> = (self.guessed(node) || self.unboxed(node)).then_some(by_value);
        by_value.or_else(|| self.pinned(node).then_some(pin))
    }

    /// Whether the receiver of a method is moved only because of the method's name.
    fn guessed(&self, node: &Expr) -> bool {
        let Expr::MethodCall(call) = node else { return false };
        let Some((local, id, _)) = place_of(&call.receiver) else { return false };
        let Some(mention) = self.emitter.facts.mentions.get(&id).filter(|mention| mention.guess) else { return false };
        if self.takes(local, id) && self.emitter.facts.doubted.contains(&id) {
            self.emitter.note_left(local, call.receiver.span(), false);
        }
        mention.access == Access::Captured
            || self.takes(local, id)
            || self.emitter.part_mention(local, id, &self.around).is_some()
    }

    /// Whether the receiver of a method is moved because it is taken for a `Pin`.
    fn pinned(&self, node: &Expr) -> bool {
        let Expr::MethodCall(call) = node else { return false };
        let Some((local, id, members)) = place_of(&call.receiver) else { return false };
        members.is_empty() && self.emitter.locals[local.0].may_be_pin() && self.takes(local, id)
    }

    /// Whether what is dereferenced is moved because it is taken for a box.
    fn unboxed(&self, node: &Expr) -> bool {
        let Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), expr, .. }) = node else { return false };
        let Some((local, id, members)) = place_of(expr) else { return false };
        members.is_empty() && self.emitter.locals[local.0].is_boxed() && self.takes(local, id)
    }

    /// The place of a box that something may have borrowed, of which the content is taken.
    pub(super) fn lent_box(&self, node: &Expr) -> Option<TokenStream> {
        let Expr::Unary(syn::ExprUnary { expr, .. }) = node else { return None };
        let (local, ..) = place_of(expr).filter(|(_, id, _)| self.unboxed(node) && self.emitter.facts.unboxed.contains(id))?;
        let (name, span) = (self.emitter.name(local, expr.span()), node.span());
        Some(quote_spanned!(span=> (*#name.ptr())))
    }

    pub(super) fn moving_if(&mut self, node: &mut syn::ExprIf) -> Option<TokenStream> {
        let Expr::Let(cond) = &mut *node.cond else { return None };
        if let Some(parted) = self.emitter.parted(&cond.expr, &self.around) {
            let (pat, out) = (self.emitter.part_pattern(&parted, &cond.pat), self.emitter.part_out(&parted, &cond.pat));
            self.visit_block_mut(&mut node.then_branch);
            let (place, then) = (self.emitter.parted_place(&parted), &node.then_branch);
            let otherwise = node.else_branch.take().map(|(_, mut otherwise)| {
                self.visit_expr_mut(&mut otherwise);
                ours!(else #otherwise)
            });
            return Some(ours!(if let #pat = #place { #out #then } #otherwise));
        }
        let local = self.emitter.moved_scrutinee(&cond.expr, &self.around)?;
        let (value, back) = (self.emitter.value_at(local, cond.expr.span()), self.put_value(local));
        self.visit_pat_mut(&mut cond.pat);
        self.visit_block_mut(&mut node.then_branch);
        let otherwise = node.else_branch.take().map(|(_, mut otherwise)| {
            self.visit_expr_mut(&mut otherwise);
            otherwise
        });
        let (pat, then, otherwise) = (&cond.pat, &node.then_branch, otherwise.iter());
        let taken = self.moved(local, cond.expr.span());
        Some(ours!({
            let #value = #taken;
            if let #pat = #value #then else { #back #(#otherwise)* }
        }))
    }
}

impl Emitter<'_> {
    /// What an arm has borrowed of a value, it borrows anew where the value is back in its slot.
    ///
    /// Output: `let Err(ref error) = (*x.ptr()) else { unreachable_unchecked() };`
    pub fn matched_again(&self, local: LocalId, pat: &syn::Pat) -> TokenStream {
        let name = self.bound(local);
        let pat = if let syn::Pat::Guard(guard) = pat { &*guard.pat } else { pat };
        ours!(let (#pat) = (*#name.ptr()) else { __rt::unreachable_unchecked() };)
    }
}

/// A place whose guards may wait: what the patterns borrow is then no raw place, and the leaf future may go to another thread.
fn no_raw_place(place: &TokenStream) -> TokenStream {
    ours!(*(&mut #place))
}

/// The receiver of a method that consumes by its name: rustc refuses to lend it (E0793), so a wrong guess does not pass.
///
/// Input: `own_x.take()`  Output: `ByValue::new(own_x.take()).value`
pub fn by_value(receiver: &Expr) -> TokenStream {
    quote_spanned!(receiver.span()=> __rt::ByValue::new(#receiver).value)
}

/// What is in a box that something may have borrowed. What may be `Copy` leaves the box where it is, to the end of its scope.
///
/// Input: `*own_x.take()`
/// Output: `match &raw const *(*x.ptr()) { inner if has_to_drop(inner) => *own_x.take(), inner => read(inner) }`
pub(super) fn unboxed(place: &TokenStream, content: &Expr) -> TokenStream {
    let (inner, span) = (Ident::new("inner", Span::mixed_site()), content.span());
    quote_spanned! {span=>
        (match &raw const *#place { #inner if __rt::has_to_drop(#inner) => #content, #inner => __rt::read(#inner) })
    }
}

/// The receiver of a method that takes a `Pin` by value: rustc tells whether it is one.
///
/// Input: `own_x.take()`  Output: `pinned(own_x.take())`
fn pin(receiver: &Expr) -> TokenStream {
    quote_spanned!(receiver.span()=> __rt::pinned(#receiver))
}

/// Whether a pattern has a `ref`.
pub fn borrows(pat: &syn::Pat) -> bool {
    pattern::bindings(pat).iter().any(|binding| binding.by_ref)
}

/// Whether a pattern moves what it matches.
pub fn moves(pat: &syn::Pat) -> bool {
    pattern::effect(pat) != pattern::Effect::Nothing
}
