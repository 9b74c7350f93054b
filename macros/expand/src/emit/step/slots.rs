//! Slots and their owners: what an arm takes over, fills, leaves and keeps.
use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Expr, Pat};

use super::{Emitter, ident, loop_label, names::ident_at, slot_name, way};
use crate::{
    emit::judge::probes::Doubted,
    emit::place::{self, Around},
    flow::{Access, Mention, native},
    ir::{Node, SegId},
    names::{self, LocalId, MentionId},
};

impl Emitter<'_> {
    /// Whether mentions of the local go to its slot in this arm.
    pub fn is_slot_here(&self, local: LocalId) -> bool {
        self.layout.has_slot(local) && !self.natives.borrow().contains(&local)
    }

    /// Whether the local is in its slot, and the code is the arm's own or a leaf future's: no closure or async block.
    pub fn is_in_reach(&self, local: LocalId, around: &Around) -> bool {
        self.is_slot_here(local) && !around.inner && !around.native.contains(&local)
    }

    /// Whether this arm has the owner of the local.
    pub fn owns(&self, local: LocalId) -> bool {
        self.owners.contains(&local)
    }

    /// `let x = own_x.take();`
    pub fn bind_native(&self, local: LocalId, value: &TokenStream) -> TokenStream {
        let name = self.bound(local);
        let mutability = self.locals[local.0].mutable.then(<syn::Token![mut]>::default);
        ours!(let #mutability #name = #value;)
    }

    /// `let mut value_x;`, if `x` leaves its slot later in this arm: it is dropped where `x` would be.
    pub(super) fn declare_value(&mut self, local: LocalId) -> TokenStream {
        let keepers = self.declare_keepers(local);
        let leaves = |(id, m): (&MentionId, &Mention)| {
            m.leaves.is_some()
                || self.facts.is_renewed(local, *id, false)
                || (m.access == Access::Matched && self.facts.guarded.contains(id))
        };
        let here = self.facts.mentions.iter().filter(|(_, m)| m.local == local && m.seg == self.seg);
        if !here.into_iter().any(leaves) {
            return keepers;
        }
        let value = self.value_name(local);
        ours!(let mut #value; #keepers)
    }

    /// `let own_x_keeper = slot_x_keeper.own_empty();`, if `x` goes to a keeper later in this arm. A name that is declared again may have
    /// it already, and a keeper that may be there when the segment begins is taken over then.
    pub(super) fn declare_keepers(&mut self, local: LocalId) -> TokenStream {
        let made = self.facts.keepers_of(local).filter(|(id, _)| self.facts.mentions[id].seg == self.seg);
        let made: Vec<LocalId> = made
            .map(|(_, keeper)| keeper)
            .filter(|keeper| !self.owners.contains(keeper) && !self.facts.segs[self.seg.0].live.contains(keeper))
            .collect();
        made.into_iter()
            .map(|keeper| {
                self.owners.push(keeper);
                let (own, slot, name) = (self.owner(keeper), self.slot(keeper), self.named(keeper));
                ours!(#name let #own = #slot.own_empty();)
            })
            .collect()
    }

    /// `value_x = own_x.take();` for the locals that leave their slots in this statement; from here on they are native.
    pub fn leave_slots(&self, found: place::Leaves) -> TokenStream {
        let mut out = self.moved_by_patterns(&found);
        for local in found.natives {
            if self.is_slot_here(local) && self.owns(local) {
                found.doubted.iter().filter(|(each, _)| *each == local).for_each(|(_, span)| self.note_left(local, *span, true));
                self.natives.borrow_mut().insert(local);
                let (value, taken) = (self.value_name(local), self.take(local));
                out.extend(ours!(#value = #taken;));
            }
        }
        out
    }

    /// The local leaves its slot, in front of the statement if that is `early`, and something may have borrowed it.
    pub fn note_left(&self, local: LocalId, span: Span, early: bool) {
        let of = &self.locals[local.0];
        let name = |span| ident_at(&of.name, span);
        if !of.temp {
            self.left.borrow_mut().push(Doubted { mention: name(span), bound: name(of.span), early });
        }
    }

    /// What leaves its slot for a native value.
    pub(super) fn leave_for(&self, node: &Node) -> TokenStream {
        if let Node::Native(expr) = node { self.leave_slots(place::leaving(self, expr)) } else { TokenStream::new() }
    }

    /// Lets rustc check that patterns move the locals that they are taken to move.
    pub(super) fn moved_by_patterns(&self, found: &place::Leaves) -> TokenStream {
        found.matched.iter().map(|(local, part, span)| self.moved_by_pattern(*local, part, *span)).collect()
    }

    fn moved_by_pattern(&self, local: LocalId, part: &Pat, span: Span) -> TokenStream {
        let (name, value) = (self.bound(local), self.value_at(local, span));
        let check = Ident::new("moved_by_pattern", Span::mixed_site().located_at(span));
        if self.is_slot_here(local) {
            return ours!(__rt::#check!(#value = #name.ptr(), #part => part););
        }
        let name = if self.natives.borrow().contains(&local) { self.value_name(local) } else { name };
        ours!(__rt::#check!(#value = &raw const #name, #part => part);)
    }

    /// Runs `inside`; what leaves its slot there is back in it afterwards, for the code of other paths.
    pub fn branching<R>(&mut self, inside: impl FnOnce(&mut Self) -> R) -> R {
        let natives = self.natives.borrow().clone();
        let result = inside(self);
        *self.natives.borrow_mut() = natives;
        result
    }

    /// The local that a `match` or `if let` may move out of, if its slot is ours.
    pub fn moved_scrutinee(&self, scrutinee: &Expr, around: &Around) -> Option<LocalId> {
        let Expr::Path(path) = crate::lower::place::bare(scrutinee) else { return None };
        let (local, id) = names::decode(path.path.get_ident()?)?;
        let access = self.facts.mentions.get(&id?)?.access;
        (access == Access::Matched && self.owns(local) && self.is_in_reach(local, around)).then_some(local)
    }

    /// Moves a local out of its slot to be matched. Where a guard may panic, to where it was declared.
    pub fn to_be_matched(&self, local: LocalId, scrutinee: &Expr, taken: &TokenStream) -> TokenStream {
        let (value, id) = (self.value_name(local), native::place_of(scrutinee).map(|(_, id, _)| id));
        let declared = id.is_some_and(|id| self.facts.guarded.contains(&id));
        if declared { ours!(#value = #taken;) } else { ours!(let #value = #taken;) }
    }

    /// The local that is read in place, by value: a `&mut` would be moved where it is no argument.
    pub(super) fn copied(&self, expr: &Expr) -> Option<LocalId> {
        let Expr::Path(path) = crate::lower::place::bare(expr) else { return None };
        let (local, id) = names::decode(path.path.get_ident()?)?;
        let copied = self.facts.mentions.get(&id?)?.access == Access::Copy;
        (copied && self.is_in_reach(local, &Around::default())).then_some(local)
    }

    /// Takes over a local that was declared before the segment began.
    pub(super) fn own(&mut self, local: LocalId) -> TokenStream {
        let own = self.own_itself(local);
        let keepers: Vec<LocalId> = self.facts.keepers_of(local).map(|(_, keeper)| keeper).collect();
        let kept = keepers.into_iter().filter(|keeper| self.facts.segs[self.seg.0].live.contains(keeper));
        let kept: TokenStream = kept.collect::<Vec<_>>().into_iter().map(|keeper| self.own_itself(keeper)).collect();
        ours!(#own #kept)
    }

    fn own_itself(&mut self, local: LocalId) -> TokenStream {
        let seg = &self.facts.segs[self.seg.0];
        if !self.layout.has_slot(local) || !seg.live.contains(&local) {
            return self.own_dead(local);
        }
        let (name, own, told) = (self.found(local), self.owner(local), self.named(local));
        self.owners.push(local);
        let value = self.declare_value(local);
        let anew = self.anew(local);
        if seg.maybe.contains(&local) {
            let flag = self.flag(local);
            return ours!(#told let #own = #name.own_if(#flag.get()); #anew #value);
        }
        ours!(#told let #own = #name.own(); #anew #value)
    }

    /// What the arm declares may be lent to the local: its slot has lifetimes of the arm's then.
    ///
    /// Output: `let x = anew!(x);`
    fn anew(&self, local: LocalId) -> Option<TokenStream> {
        let is_lent = self.facts.anew.contains(&(self.seg, local));
        self.anew.borrow_mut().extend(is_lent.then_some(local));
        let name = self.bound(local);
        is_lent.then(|| ours!(let #name = __rt::anew!(#name);))
    }

    /// The name of a keeper's slot, if that is told what is moved out of its local.
    ///
    /// Output: `let x_keeper = slot_x_keeper;`
    fn named(&self, keeper: LocalId) -> Option<TokenStream> {
        let (name, slot) = (self.bound(keeper), self.slot(keeper));
        (self.facts.keeper(keeper).is_some() && self.facts.is_parted(keeper)).then(|| ours!(let #name = #slot;))
    }

    /// A local in scope without a value: it may be assigned again.
    pub(super) fn own_dead(&mut self, local: LocalId) -> TokenStream {
        let assigned = |m: &crate::flow::Mention| m.local == local && m.access == Access::Put;
        let put = self.facts.deferred.contains(&local) || self.facts.mentions.values().any(assigned);
        if !self.layout.has_slot(local) || !put {
            return self.declare_keepers(local);
        }
        self.owners.push(local);
        let (name, own, slot) = (self.bound(local), self.owner(local), self.slot(local));
        let (value, anew) = (self.declare_value(local), self.anew(local));
        ours!(let #own = #slot.own_empty(); let #name = #slot; #anew #value)
    }

    /// The slot of a local that this arm declares.
    pub fn slot(&self, local: LocalId) -> TokenStream {
        let (slot, way) = (self.slot_of(local), way(self.layout, local));
        if self.facts.is_parted(local) { slot.into_token_stream() } else { ours!(#slot #way) }
    }

    /// The variable by which the slot of a local is found: that of its place, or its own, with what is left of the local.
    pub fn slot_of(&self, local: LocalId) -> Ident {
        slot_name(self.layout, if self.facts.is_parted(local) { local } else { self.layout.place(local) })
    }

    /// The slot of a local that was declared before the segment.
    pub(super) fn found(&self, local: LocalId) -> TokenStream {
        // The keeper may have been made in this very segment, and then has no other name.
        if self.layout.place(local) == local && self.facts.keeper(local).is_none() {
            self.bound(local).into_token_stream()
        } else {
            self.slot(local)
        }
    }

    /// Goes to another segment.
    pub(super) fn goto(&self, seg: SegId) -> TokenStream {
        let target = &self.facts.segs[seg.0];
        let kept: Vec<LocalId> = self.owners.iter().copied().filter(|local| target.live.contains(local)).collect();
        let flags = target.maybe.iter().map(|local| {
            let (flag, own) = (self.flag(*local), self.owner(*local));
            // Without an owner here it was moved, or is not declared yet.
            if self.owns(*local) { ours!(#flag.set(#own.is_live());) } else { ours!(#flag.set(false);) }
        });
        let keep = match &*kept.iter().map(|local| self.owner(*local)).collect::<Vec<_>>() {
            [] => ours!(),
            [own] => ours!(__rt::forget(#own);),
            kept => ours!(__rt::forget((#(#kept),*));),
        };
        let (tags, state) = (&self.tags, ident(&self.layout.states[seg.0].name));
        let go = if seg.0 > self.seg.0 {
            self.leaves.set(self.leaves.get() + 1);
            ours!(break 'arm)
        } else {
            self.back.borrow_mut().push((self.seg, seg));
            let label = loop_label(self.layout, seg);
            ours!(continue #label)
        };
        ours!(#(#flags)* #keep *tag = #tags::#state; #go;)
    }
}
