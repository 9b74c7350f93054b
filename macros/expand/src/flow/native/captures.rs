//! Mentions inside closures, async blocks and leaf futures.
use std::collections::BTreeMap;

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, Pat};

use crate::{
    flow::{Capturing, Matched, Matching, Mention, Use, build::Builder, graph::Event, native::place_of, pattern},
    lower::place::is_local,
    names::{self, LocalId, MentionId},
    resolve::macros,
};

impl Builder {
    /// `select!`: the futures are taken, and one of the handlers runs.
    pub(in crate::flow) fn select(&mut self, arms: &[macros::SelectArm]) {
        for arm in arms {
            arm.future.iter().chain(&arm.condition).for_each(|e| self.expr(e, Use::Value));
        }
        let start = self.here();
        let handlers = arms.iter().filter(|arm| !arm.is_option).map(|arm| {
            move |this: &mut Self| {
                this.inner += 1;
                arm.pat.iter().for_each(|pat| this.bind(pat));
                this.inner -= 1;
                this.expr(&arm.handler, Use::Value);
            }
        });
        self.branches(handlers);
        // Where all of them leave, the machine has code behind it nevertheless.
        if !self.reached {
            self.meet(&start);
        }
    }

    pub(in crate::flow) fn token_mentions(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.token_mentions(group.stream()),
                TokenTree::Ident(ident) => {
                    self.facts.exclusive.extend(names::decode(ident).map(|(local, _)| (local, self.start)));
                    let role = if is_awaited(&tokens[at + 1..]) { Use::Value } else { Use::Unknown };
                    self.mention(ident, role);
                }
                _ => {}
            }
        }
    }

    /// Whether this is in a closure or async block, which does not capture a local that it gives to `_`.
    pub(super) fn leaves_alone(&self, place: &Expr) -> bool {
        self.inner > 0 && self.leaf.is_none() && is_local(place)
    }

    /// A closure or async block: captures happen where it is made.
    pub(in crate::flow) fn captures(&mut self, expr: &Expr) {
        let (by_move, span) = match expr {
            Expr::Closure(node) => (node.capture.is_some(), node.inputs_begin.spans[0]),
            Expr::Async(node) => (node.capture.is_some(), node.async_token.span),
            _ => return,
        };
        let mut mentions = self.mentions_of(|this| match expr {
            Expr::Closure(node) => {
                node.inputs.iter().for_each(|pat| this.bind(pat));
                this.expr(&node.body, Use::Value);
            }
            Expr::Async(node) => this.native_block(&node.block),
            _ => {}
        });
        // It moves, or there is nothing to drop, as emitted code asks rustc.
        let whole = |(id, mention): &(&MentionId, &mut Mention)| {
            self.in_leaf && mention.role == Use::Unknown && self.facts.wholly.get(id) == Some(&true)
        };
        for (id, mention) in mentions.iter_mut().filter(whole) {
            mention.role = Use::Value;
            self.facts.captured_whole.insert(*id);
        }
        if by_move {
            self.note_fields(&mentions, span);
        } else {
            self.lend_plain(&mut mentions);
        }
        self.capture_each(&mentions, by_move);
    }

    /// Plain data is captured by reference, unless the closure can as well be a `move` one: it borrows nothing.
    fn lend_plain(&self, mentions: &mut BTreeMap<MentionId, Mention>) {
        if mentions.values().any(|mention| !matches!(mention.role, Use::Value | Use::Receiver(true))) {
            let plain = mentions.values_mut().filter(|mention| self.scalar(mention.local).is_some());
            plain.for_each(|mention| mention.role = Use::Place);
        }
    }

    /// Locals of which a `move` closure mentions nothing but fields and what its patterns reach.
    fn note_fields(&mut self, mentions: &BTreeMap<MentionId, Mention>, span: Span) {
        let mut found: BTreeMap<LocalId, Option<(MentionId, Capturing)>> = BTreeMap::new();
        for (id, mention) in mentions {
            let members = mention.field.iter().flatten().map(|name| syn::parse_str(name).ok());
            let field = mention.field.as_ref().and_then(|_| members.collect::<Option<Vec<syn::Member>>>());
            let empty = || Some((*id, Capturing { fields: Vec::new(), matched: Vec::new(), span }));
            let all = found.entry(mention.local).or_insert_with(empty);
            match (all.as_mut(), self.facts.matched.get(id), field) {
                (Some((_, all)), Some(matched), _) => all.matched.push(matched.clone()),
                (Some((_, all)), None, Some(field)) if all.fields.contains(&field) => {}
                (Some((_, all)), None, Some(field)) => all.fields.push(field),
                _ => *all = None,
            }
        }
        found.retain(|local, _| !self.refers(*local));
        self.facts.captures.extend(found.into_values().flatten());
    }

    /// What is matched in a closure or async block, which captures what the patterns reach, if none of them reaches all of it.
    pub(in crate::flow) fn note_matched(&mut self, pats: &[&Pat], scrutinee: &Expr, by: Matching) {
        let Some((local, id, members)) = place_of(scrutinee).filter(|_| self.inner > 0) else { return };
        let apart = pats.iter().any(|pat| pattern::leaves(pat)) && !pats.iter().any(|pat| pattern::reaches_all(pat));
        if apart && self.scalar(local).is_none() {
            let pats = pats.iter().map(|pat| if let Pat::Guard(guard) = pat { (*guard.pat).clone() } else { (*pat).clone() });
            self.facts.matched.insert(id, Matched { members, pats: pats.collect(), by });
        }
    }

    /// A closure that moves what it captures may be called once.
    pub(in crate::flow) fn note_closure(&mut self, pat: &syn::Pat, init: &Expr) {
        let Expr::Closure(closure) = init else { return };
        let moves =
            |mention: &Mention| matches!(mention.role, Use::Value | Use::Receiver(_) | Use::Part | Use::Scrutinee | Use::Unknown);
        let mut inside = names::idents(closure.body.to_token_stream()).into_iter().filter_map(|ident| names::decode(&ident)?.1);
        let moves = inside.any(|id| self.facts.mentions.get(&id).is_some_and(moves));
        let moves = moves && closure.asyncness.is_none();
        let closures = if moves { &mut self.facts.consuming } else { &mut self.facts.borrowing };
        closures.extend(pattern::bindings(pat).iter().map(|binding| binding.local));
    }

    /// What is mentioned there, without any effect here.
    pub(in crate::flow) fn mentions_of(&mut self, inside: impl FnOnce(&mut Self)) -> BTreeMap<MentionId, Mention> {
        let mut found = Builder::new(self.seg, std::mem::take(&mut self.locals), self.declared.clone());
        (found.inner, found.in_leaf) = (1, self.in_leaf);
        (found.facts.scalars, found.known) = (std::mem::take(&mut self.facts.scalars), std::mem::take(&mut self.known));
        found.types = std::mem::take(&mut self.types);
        found.facts.copied = std::mem::take(&mut self.facts.copied);
        found.facts.inner = std::mem::take(&mut self.facts.inner);
        inside(&mut found);
        self.types = std::mem::take(&mut found.types);
        self.facts.copied = std::mem::take(&mut found.facts.copied);
        self.facts.inner = std::mem::take(&mut found.facts.inner);
        self.facts.unboxed.extend(std::mem::take(&mut found.facts.unboxed));
        (self.locals, self.facts.scalars, self.known) = (found.locals, found.facts.scalars, found.known);
        self.facts.hinted.extend(found.facts.hinted);
        self.facts.wholly.extend(found.facts.wholly);
        self.facts.captured_whole.extend(found.facts.captured_whole);
        self.facts.may_drop.extend(found.facts.may_drop);
        self.facts.matched.extend(found.facts.matched);
        let mut mentions = found.facts.mentions;
        // A pattern may move what it matches.
        for event in found.graph.events {
            let Event::Matched(id, _) = event else { continue };
            let matched = mentions.get_mut(&id).filter(|mention| mention.role == Use::Scrutinee);
            if let Some(mention) = matched.filter(|mention| self.scalar(mention.local).is_none() && !self.refers(mention.local)) {
                mention.role = Use::Unknown;
            }
        }
        mentions
    }

    /// One event per captured local: the first of its mentions stands for all.
    pub(in crate::flow) fn capture_each(&mut self, mentions: &BTreeMap<MentionId, Mention>, by_move: bool) {
        let mut by_value: BTreeMap<LocalId, Use> = BTreeMap::new();
        for mention in mentions.values() {
            let role = match mention.role {
                _ if by_move => Use::Value,
                Use::Value | Use::Receiver(true) => Use::Value,
                Use::Receiver(false) | Use::Part | Use::Unknown => Use::Unknown,
                _ => Use::Place,
            };
            let all = by_value.entry(mention.local).or_insert(role);
            let stronger = [Use::Value, Use::Unknown].into_iter().find(|each| [*all, role].contains(each));
            *all = stronger.unwrap_or(Use::Place);
        }
        by_value.retain(|local, _| self.leaf.as_ref().is_none_or(|leaf| !leaf.taken.contains(local)));
        for (local, role) in by_value {
            self.facts.exclusive.insert((local, self.start));
            let own = mentions.iter().filter(|(_, mention)| mention.local == local);
            let all: Vec<_> = own.map(|(id, mention)| (*id, mention.clone())).collect();
            let Some((first, _)) = all.first() else { continue };
            let fields = all.iter().map(|(_, mention)| mention.field.clone()).collect::<Option<Vec<_>>>();
            self.facts.reached.extend(fields.map(|fields| (*first, fields)));
            // A move that needs no guess makes the others mere uses before it.
            let role = if self.facts.captures.contains_key(first) { Use::Part } else { role };
            let certain = by_move || all.iter().any(|(_, mention)| mention.role == Use::Value);
            // What `move` leaves where it is, it has copied.
            self.passing = by_move && role == Use::Value;
            self.mention(&names::mention(local, *first, Span::call_site()), role);
            let passing = std::mem::take(&mut self.passing);
            for (id, mention) in &all {
                let (seg, start, guess) = (self.seg, self.start, mention.guess && !certain);
                self.facts.captured.insert(*id, *first);
                let each = Mention { role, seg, start, guess, passing, ..mention.clone() };
                // A closure around this one captures the same fields.
                let field = mention.field.clone().filter(|_| self.inner > 0);
                self.facts.mentions.entry(*id).and_modify(|first| (first.guess, first.field) = (guess, field)).or_insert(each);
            }
        }
    }
}

/// `.await`
fn is_awaited(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [TokenTree::Punct(dot), TokenTree::Ident(word), ..] if dot.as_char() == '.' && word == "await")
}
