//! Locals in the graph: declared, bound, matched, mentioned.
use syn::{Expr, Pat};

use super::Builder;
use crate::{
    emit::build,
    flow::{Access, Mention, Use, droppable, graph::Event, pattern},
    ir::Leaf,
    names::{self, LocalId},
};

impl Builder {
    /// A local gets its first value.
    pub(in crate::flow) fn init(&mut self, local: LocalId) {
        self.init_itself(local);
        self.declare_keepers(local);
    }

    /// The arguments get their values. They come first in the state.
    pub(in crate::flow) fn init_arguments(&mut self, arguments: &[LocalId]) {
        arguments.iter().for_each(|argument| self.note_argument(*argument));
        arguments.iter().for_each(|argument| self.init_itself(*argument));
        arguments.iter().for_each(|argument| self.declare_keepers(*argument));
        let fixed = arguments.iter().filter(|argument| {
            let local = &self.locals[argument.0];
            !local.mutable && !local.temp
        });
        self.facts.fixed.extend(fixed);
    }

    fn init_itself(&mut self, local: LocalId) {
        if self.inner > 0 {
            self.locals[local.0].inner = true;
            return;
        }
        self.event(Event::End(local));
        self.event(Event::Init(local));
        self.place(local);
        if self.nesting > 0 {
            self.facts.nested.insert(local);
        }
        // `_guard` is there for its drop.
        if self.locals[local.0].name.starts_with('_') && !self.locals[local.0].temp {
            self.facts.guards.insert(local);
        }
        if let Some(scope) = self.scopes.last_mut() {
            scope.push(local);
        }
        self.statement.bound.insert(local);
    }

    fn declare_keepers(&mut self, local: LocalId) {
        let keepers: Vec<LocalId> = self.facts.keepers_of(local).map(|(_, keeper)| keeper).collect();
        for keeper in keepers {
            self.event(Event::End(keeper));
            self.place(keeper);
            if let Some(scope) = self.scopes.last_mut() {
                scope.push(keeper);
            }
        }
    }

    pub(in crate::flow) fn place(&mut self, local: LocalId) {
        let order = self.facts.declared.len();
        self.facts.declared.entry(local).or_insert_with(|| (order, self.scope_ids.clone()));
        let order = self.facts.order.values().max().map_or(0, |last| last + 1);
        self.facts.order.entry(local).or_insert(order);
    }

    /// A local is declared without a value.
    pub(in crate::flow) fn declare(&mut self, local: LocalId) {
        self.init(local);
        if self.inner == 0 {
            self.event(Event::End(local));
        }
    }

    /// The names of a pattern hold guards.
    pub(in crate::flow) fn guards(&mut self, pat: &Pat) {
        self.facts.guards.extend(pattern::bindings(pat).iter().map(|binding| binding.local));
    }

    /// `let pat = value`.
    pub(in crate::flow) fn bind_value(&mut self, pat: &Pat, value: Option<&Expr>) {
        if let Some(value) = value {
            self.note_types(pat, value);
            self.matched(pat, value);
        }
        self.bind(pat);
    }

    /// The names of a pattern get their values.
    pub(in crate::flow) fn bind(&mut self, pat: &Pat) {
        if let Some(entry) = pattern::vacant(pat) {
            self.locals[entry.0].consumers = &["insert"];
        }
        for binding in pattern::in_order(pat, &self.locals) {
            self.init(binding.local);
        }
    }

    /// An arm matches: it may move out of the scrutinee if that is a local.
    pub(in crate::flow) fn matched(&mut self, pat: &Pat, scrutinee: &Expr) {
        if build::text(pat).contains("ref mut") {
            self.lend(scrutinee);
        }
        let Expr::Path(path) = crate::lower::place::bare(scrutinee) else { return };
        let Some((_, Some(mention))) = path.path.get_ident().and_then(names::decode) else { return };
        match pattern::effect(pat) {
            pattern::Effect::Nothing => {}
            // A leaf future may wait between the match and the move.
            _ if self.leaf.is_some() && self.facts.guarded.contains(&mention) => {}
            _ if !self.facts.mentions.contains_key(&mention) => {}
            effect => {
                *self.facts.wholly.entry(mention).or_insert(true) &= effect == pattern::Effect::Whole;
                for part in droppable::parts(pat) {
                    let known = &mut self.facts.may_drop.entry(mention).or_default().parts;
                    // The variants of an enum have one type.
                    let is_whole = |pat: &Pat| matches!(pat, Pat::Ident(_));
                    let same = |other: &Pat| build::text(other) == build::text(&part) || (is_whole(other) && is_whole(&part));
                    if !known.iter().any(same) {
                        known.push(part);
                    }
                }
                self.event(Event::Matched(mention, effect == pattern::Effect::Whole));
            }
        }
    }

    /// The place may be borrowed exclusively for longer than the expression at hand.
    pub(in crate::flow) fn lend(&mut self, place: &Expr) {
        let local = match crate::lower::place::bare(place) {
            Expr::Path(path) => path.path.get_ident().and_then(names::decode).map(|(local, _)| local),
            Expr::Field(node) => return self.lend(&node.base),
            Expr::Index(node) => return self.lend(&node.expr),
            Expr::Unary(node) => return self.lend(&node.expr),
            Expr::MethodCall(node) => return self.lend(&node.receiver),
            _ => None,
        };
        self.facts.exclusive.extend(local.map(|local| (local, self.start)));
    }

    /// A mention in the source.
    pub(in crate::flow) fn mention(&mut self, ident: &syn::Ident, role: Use) {
        let Some((local, Some(id))) = names::decode(ident) else { return };
        let taken = |leaf: &Leaf| leaf.taken.contains(&local);
        if self.locals[local.0].inner {
            *self.facts.inner.entry(local).or_default().entry(id).or_insert(true) &= role == Use::Value;
        }
        if self.locals[local.0].inner || self.leaf.as_ref().is_some_and(taken) {
            return;
        }
        self.statement.own.insert(local);
        if !self.fleeting {
            self.statement.held.insert(local);
        }
        if self.leaf.is_some() {
            self.facts.exclusive.insert((local, self.start));
        }
        let mention = Mention {
            local,
            role,
            seg: self.seg,
            access: Access::Place,
            sure: false,
            ambiguous: false,
            leaves: None,
            in_arm: self.inner == 0,
            passing: self.passing,
            start: self.start,
            field: self.field.clone(),
            guess: self.guess,
            apart: false,
        };
        self.facts.mentions.insert(id, mention);
        self.event(Event::Mention(id));
        if role == Use::Assign && self.leaf.as_ref().is_some_and(|leaf| leaf.owned.contains(&local)) {
            self.event(Event::HandOver(local));
        }
    }
}
