//! Branches, matches and loops, and where their ends meet.
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Expr, spanned::Spanned as _};

use super::{
    Emitter,
    search::{block_has, node_has},
};
use crate::{
    edition,
    emit::{
        place::{self, Around},
        tidy,
    },
    flow::pattern,
    ir::{If, Loop, Match, MatchArm, Meet, Node},
    names::LocalId,
};

impl Emitter<'_> {
    pub(super) fn joins(&self, meet: &Meet, resume: bool) -> bool {
        resume && meet.join == Some(self.seg)
    }

    /// The end of a construct: goes to the pass-through state, if there is one, or comes from it.
    pub(super) fn meet(&self, meet: &Meet, tokens: TokenStream, resume: bool) -> TokenStream {
        let Some(join) = meet.join else { return tokens };
        let value = meet.value.map(|local| self.slot(local));
        if resume && join == self.seg {
            return value.map_or_else(|| ours!({}), |slot| ours!(#slot.read()));
        }
        if value.is_none() && tidy::jumps(&tokens) {
            return tokens;
        }
        let goto = self.goto(join);
        let stmt = meet.value.map_or_else(|| tidy::stmt(tokens.clone()), |local| self.store(local, &tokens, meet.of_block));
        ours!({ #stmt #goto })
    }

    /// The value of a construct goes to its slot. The temporaries of a block's tail die after that, up to edition 2021: if that panics, so
    /// does the value.
    ///
    /// Output: `slot_value.store(value);`, or `let own_value = slot_value.fill(value); __rt::forget(own_value);`
    fn store(&self, local: LocalId, value: &TokenStream, is_block: bool) -> TokenStream {
        let (slot, own) = (self.slot(local), self.owner(local));
        let is_name = syn::parse2::<syn::Ident>(value.clone()).is_ok();
        let outlived = is_block && !edition::is_2024() && !is_name;
        match (self.ends.get(&local), outlived) {
            (Some(ty), false) => ours!(__rt::Slot::<#ty>::store(#slot, #value);),
            (Some(ty), true) => ours!(let #own = __rt::Slot::<#ty>::fill(#slot, #value); __rt::forget(#own);),
            (None, false) => ours!(#slot.store(#value);),
            (None, true) => ours!(let #own = #slot.fill(#value); __rt::forget(#own);),
        }
    }

    pub(super) fn branch(&mut self, branch: &If, resume: bool, want: bool) -> TokenStream {
        let mark = self.owners.len();
        if resume && block_has(&branch.then, self.seg) {
            let owners = if let Expr::Let(cond) = &branch.cond { self.again(&cond.pat, None) } else { TokenStream::new() };
            let then = self.block(&branch.then, true, want);
            self.owners.truncate(mark);
            let inside = tidy::tail(then.clone());
            return if owners.is_empty() { then } else { ours!({ #owners #inside }) };
        }
        if let Some(otherwise) = branch.otherwise.as_ref().filter(|_| resume) {
            return self.node(otherwise, true, want);
        }
        let Expr::Let(cond) = &branch.cond else {
            let leave = self.leave_slots(place::leaving(self, &branch.cond));
            let cond = self.native(&branch.cond).into_token_stream();
            let cond = if crate::lower::place::has_bare_literal(&branch.cond) { ours!((#cond)) } else { cond };
            let then = self.branching(|this| this.block(&branch.then, false, want));
            let otherwise = branch.otherwise.as_ref().map(|node| self.branching(|this| this.otherwise(node, want)));
            let otherwise = otherwise.map(|tokens| ours!(else { #tokens }));
            return if leave.is_empty() { ours!(if #cond #then #otherwise) } else { ours!({ #leave if #cond #then #otherwise }) };
        };
        let leave = self.leave_slots(place::leaving(self, &cond.expr));
        let moved = self.moved_scrutinee(&cond.expr, &Around::default());
        let (take, scrutinee, put) = self.scrutinee(&cond.expr, moved);
        let (pat, out) = self.arm_pattern(&cond.expr, &cond.pat);
        let settle = self.settle(&cond.pat);
        let settle = ours!(#out #settle);
        let then = self.branching(|this| this.block(&branch.then, false, want));
        let then = if settle.is_empty() {
            then
        } else {
            let then = tidy::tail(then);
            ours!({ #settle #then })
        };
        self.owners.truncate(mark);
        let otherwise = branch.otherwise.as_ref().map(|node| self.branching(|this| this.otherwise(node, want)));
        let otherwise = (otherwise.is_some() || put.is_some()).then(|| ours!(else { #put #otherwise }));
        let branch = ours!(if let #pat = #scrutinee #then #otherwise);
        if take.is_some() || !leave.is_empty() { ours!({ #leave #take #branch }) } else { branch }
    }

    /// What an `else` does: `else if x.run() { .. }` stands in no block, before which `x` could leave its slot.
    fn otherwise(&mut self, node: &Node, want: bool) -> TokenStream {
        let (leave, tokens) = (self.leave_for(node), self.node(node, false, want));
        ours!(#leave #tokens)
    }

    /// A scrutinee that is moved out of its slot for the match, and put back where the match does not move it.
    pub(super) fn scrutinee(
        &self,
        expr: &Expr,
        moved: Option<LocalId>,
    ) -> (Option<TokenStream>, TokenStream, Option<TokenStream>) {
        if let Some(parted) = self.parted(expr, &Around::default()) {
            return (None, self.parted_place(&parted), None);
        }
        let Some(local) = moved else {
            let expr = self.native(expr);
            return (None, ours!(#expr), None);
        };
        let (value, matched) = (self.value_name(local), self.value_at(local, expr.span()));
        let take = self.to_be_matched(local, expr, &self.take(local));
        let put = self.put(local, &value, Span::mixed_site());
        (Some(take), ours!(#matched), Some(ours!(#put;)))
    }

    /// The pattern of an arm, and what moves the parts out that it binds.
    fn arm_pattern(&self, scrutinee: &Expr, pat: &syn::Pat) -> (syn::Pat, TokenStream) {
        match self.parted(scrutinee, &Around::default()) {
            Some(parted) => (self.part_pattern(&parted, pat), self.part_out(&parted, pat)),
            None => (self.pattern(pat), TokenStream::new()),
        }
    }

    pub(super) fn match_node(&mut self, node: &Match, resume: bool, want: bool) -> TokenStream {
        let mark = self.owners.len();
        if resume && let Some(arm) = node.arms.iter().find(|arm| node_has(&arm.body, self.seg)) {
            let owners = self.again(&arm.pat, None);
            let body = self.node(&arm.body, true, want);
            self.owners.truncate(mark);
            let body = tidy::tail(body);
            return ours!({ #owners #body });
        }
        let leave = self.leave_slots(place::leaving(self, &node.scrutinee));
        let moved = self.moved_scrutinee(&node.scrutinee, &Around::default());
        let (take, scrutinee, put) = self.scrutinee(&node.scrutinee, moved);
        let mut arms = TokenStream::new();
        for arm in &node.arms {
            let (pat, out) = self.arm_pattern(&node.scrutinee, &arm.pat);
            let guard = self.guard(arm, &node.scrutinee, moved);
            let put = put.as_ref().filter(|_| !place::moves(&arm.pat));
            let again = moved.filter(|_| put.is_some() && place::borrows(&arm.pat)).map(|local| self.matched_again(local, &pat));
            let settle = self.settle(&arm.pat);
            let body = self.branching(|this| {
                let natives = this.natives.borrow().clone();
                let leave = this.leave_for(&arm.body);
                let renewed = if let Node::Native(expr) = &arm.body { this.renewed_by(expr, &natives) } else { None };
                let body = tidy::tail(this.node(&arm.body, false, want));
                let back = renewed.map(|local| this.put_back(local));
                ours!(#leave #body #back)
            });
            self.owners.truncate(mark);
            arms.extend(ours!(#pat #guard => { #put #again #out #settle #body }));
        }
        let rest = place::missing::rest(node.arms.iter().map(|arm| (&arm.pat, arm.guard.is_some())));
        let node = ours!(match #scrutinee { #arms #rest });
        if take.is_some() || !leave.is_empty() { ours!({ #leave #take #node }) } else { node }
    }

    /// The guard of an arm: it sees what the pattern binds where that is, and the scrutinee too.
    fn guard(&self, arm: &MatchArm, scrutinee: &Expr, moved: Option<LocalId>) -> Option<TokenStream> {
        let guard = arm.guard.as_ref()?;
        let bound = pattern::bindings(&arm.pat).into_iter();
        let mut around = Around::default();
        if self.parted(scrutinee, &around).is_some() {
            let (lent, native): (Vec<_>, Vec<_>) = bound.partition(|binding| !binding.by_ref);
            around.named.extend(lent.iter().map(|binding| binding.local));
            around.native.extend(native.iter().map(|binding| binding.local));
        } else {
            around.native.extend(bound.map(|binding| binding.local));
        }
        let natives = self.natives.borrow().clone();
        self.natives.borrow_mut().extend(moved);
        let guard = self.rewrite(guard, around);
        *self.natives.borrow_mut() = natives;
        Some(ours!(if #guard))
    }

    pub(super) fn loop_node(&mut self, node: &Loop) -> TokenStream {
        self.targets.push((node.target.clone(), true));
        let body = self.block(&node.body, node.head != Some(self.seg), false);
        self.targets.pop();
        let (leave, next) = (self.label(node.target.id, true), self.label(node.target.id, false));
        let (leaves, goes_on) = (tidy::mentions(body.clone(), &leave), tidy::mentions(body.clone(), &next));
        let body = if goes_on { ours!(#next: #body) } else { body };
        let head = node.head.map(|head| self.goto(head)).filter(|_| node.body.meet.after == Some(self.seg) || goes_on);
        if head.is_none() && !goes_on {
            return if leaves { ours!(#leave: #body) } else { body };
        }
        let body = tidy::stmt(body);
        if leaves { ours!(#leave: { #body #head }) } else { ours!({ #body #head }) }
    }
}
