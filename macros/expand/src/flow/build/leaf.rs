//! Leaf futures in the graph: what they move belongs to the machine until they get there.
//!
//! The machine sees one suspension point, wherever in the leaf future it waits: `Event::Held` stands for all of them, and for each
//! place where it may panic. What is moved before anything else runs the leaf future takes over when it is made.
use std::collections::{BTreeMap, BTreeSet};

use syn::Expr;

use super::{
    Builder,
    order::{AtOnce, surely},
};
use crate::{
    flow::{Mention, Use, graph::Event, scalars},
    ir::{Leaf, SegId},
    names::{LocalId, MentionId},
    resolve::macros,
};

impl Builder {
    /// What a leaf future takes over when it is made: what it moves at once, and the locals of the blocks whose tail it is.
    /// Gives the plain data that it takes over if nothing reads it afterwards.
    pub(super) fn before_leaf(&mut self, expr: &Expr, leaf: &mut Leaf) -> BTreeSet<LocalId> {
        let mut read = BTreeSet::new();
        self.in_leaf = true;
        let mut mentions = self.mentions_of(|this| this.expr(expr, Use::Value));
        self.in_leaf = false;
        (leaf.taken, leaf.plain) = self.taken(expr, &mentions);
        if leaf.jumps.is_empty() && leaf.braces.is_none() {
            let (last, node) = (self.last(expr, &mentions, &leaf.taken), self.event(Event::None));
            self.facts.candidates.extend(last.iter().map(|local| (node, *local)));
            leaf.taken.extend(last.into_iter().filter(|local| self.facts.given.contains(local)));
        }
        if leaf.jumps.is_empty() {
            read = self.read(&mentions, &leaf.taken);
            leaf.taken.extend(read.iter().filter(|local| self.facts.given.contains(local)));
        }
        if let Some(depth) = self.outlived.filter(|_| leaf.braces.is_some()) {
            // Nothing happens where a reference is dropped, or plain data, which may be gone by now.
            let dies = |local: &&LocalId| !self.refers(**local) && self.scalar(**local).is_none();
            leaf.owned = self.scopes[depth..].iter().flatten().filter(dies).copied().collect();
        }
        leaf.given = leaf.owned.iter().copied().filter(|local| self.facts.given.contains(local)).collect();
        leaf.taken.extend(leaf.head.into_iter().chain(leaf.given.iter().copied()));
        let given = |local: LocalId| Some(local) == leaf.head || leaf.given.contains(&local) || read.contains(&local);
        mentions.values_mut().filter(|mention| given(mention.local)).for_each(|mention| mention.role = Use::Value);
        mentions.retain(|_, mention| leaf.taken.contains(&mention.local));
        self.capture_each(&mentions, false);
        for local in &leaf.owned {
            let node = self.event(if leaf.given.contains(local) { Event::End(*local) } else { Event::HandOver(*local) });
            self.facts.candidates.push((node, *local));
        }
        read
    }

    /// What a leaf future does, after the boundary before it.
    pub(super) fn inside_leaf(&mut self, expr: &Expr, leaf: &Leaf, seg: SegId) {
        let boundary = self.at;
        (self.leaf, self.in_leaf) = (Some(leaf.clone()), true);
        self.inner += 1;
        self.expr(expr, Use::Value);
        self.inner -= 1;
        (self.leaf, self.in_leaf) = (None, false);
        self.held(boundary, seg);
    }

    /// From each change of what is there on, the leaf future may be suspended.
    fn held(&mut self, boundary: usize, seg: SegId) {
        let held = self.graph.events.len();
        let stays = |node: &usize| match self.graph.events[*node] {
            // What is assigned is handed over by the node that follows.
            Event::Mention(_) => !matches!(self.graph.events.get(node + 1), Some(Event::HandOver(_))),
            Event::HandOver(_) | Event::Matched(..) | Event::Boundary(_) => true,
            _ => false,
        };
        let nodes: Vec<usize> = (boundary..held).filter(stays).collect();
        nodes.into_iter().for_each(|node| self.graph.next[node].push(held));
        self.graph.events.push(Event::Held(seg));
        self.graph.next.push(Vec::new());
    }

    /// The locals that a leaf future can as well take over when it is made: nothing runs before it moves them, or their drop can't
    /// be seen: these plain ones come second. `select!` wants a name for a future that is one.
    fn taken(&self, expr: &Expr, mentions: &BTreeMap<MentionId, Mention>) -> (BTreeSet<LocalId>, BTreeSet<LocalId>) {
        let mut at_once = AtOnce(BTreeSet::new());
        at_once.visit(expr);
        let named = macros::selected(expr);
        let of = |local: LocalId| mentions.iter().filter(move |(_, mention)| mention.local == local);
        let by_value = mentions.values().filter(|mention| matches!(mention.role, Use::Value | Use::Receiver(true)));
        let locals: BTreeSet<LocalId> = by_value.map(|mention| mention.local).collect();
        let moved = |local: &LocalId| named.contains(local) || of(*local).all(|(id, _)| at_once.0.contains(id));
        let plain = |local: &LocalId| {
            let ty = self.locals[local.0].ty.as_ref();
            let is_plain = ty.is_some_and(|ty| matches!(ty, syn::Type::Reference(_)) || scalars::plain(ty).is_some());
            is_plain && !of(*local).any(|(_, mention)| mention.role == Use::Assign)
        };
        let (moved, later): (BTreeSet<_>, BTreeSet<_>) = locals.into_iter().partition(moved);
        let plain: BTreeSet<LocalId> = later.into_iter().filter(plain).collect();
        (moved.union(&plain).copied().collect(), plain)
    }

    /// The plain data that it only reads: if nothing reads it afterwards, the leaf future can take it over.
    fn read(&self, mentions: &BTreeMap<MentionId, Mention>, taken: &BTreeSet<LocalId>) -> BTreeSet<LocalId> {
        let reads = |mention: &Mention| mention.passing || matches!(mention.role, Use::Value | Use::Receiver(true));
        let plain = |local: &LocalId| self.scalar(*local).is_some() && !self.locals[local.0].mutable && !taken.contains(local);
        let locals: BTreeSet<LocalId> = mentions.values().map(|mention| mention.local).filter(plain).collect();
        let only_read = |local: &LocalId| mentions.values().filter(|mention| mention.local == *local).all(reads);
        locals.into_iter().filter(only_read).collect()
    }

    /// The locals that it moves later, but surely, and that are the next to be dropped anyway: whether it drops them or the machine
    /// is the same. (What has borrowed them may be used before they are moved.)
    fn last(&self, expr: &Expr, mentions: &BTreeMap<MentionId, Mention>, taken: &BTreeSet<LocalId>) -> Vec<LocalId> {
        let mut sure = BTreeSet::new();
        surely(expr, &mut sure);
        let is_moved = |local: &LocalId| {
            let mut of = mentions.iter().filter(|(_, mention)| mention.local == *local);
            let never_assigned = of.clone().all(|(_, mention)| mention.role != Use::Assign);
            never_assigned && of.any(|(id, mention)| mention.role == Use::Value && sure.contains(id))
        };
        let mut locals: Vec<LocalId> = self.scopes.iter().flatten().copied().collect();
        locals.sort_by_key(|local| std::cmp::Reverse(self.facts.order.get(local).copied()));
        let dropped = locals.into_iter().filter(|local| !taken.contains(local) && self.scalar(*local).is_none());
        dropped.take_while(is_moved).collect()
    }
}
