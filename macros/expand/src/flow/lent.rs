//! What may have borrowed a live local exclusively while the machine is suspended: then nobody may look at it. `held.rs` of the runtime
//! says why these are all.
//!
//! A borrow of `x` is held by what a statement that lends `x` mentions or binds besides, or by what other statements mention or bind
//! together with that. Only statements on a way to the suspension point count.
mod anew;
mod marks;
mod settled;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Span;
use syn::Type;

use super::{
    Facts, Mention, SegKind, Statement, Use,
    bits::Bits,
    graph::{Event, Graph},
    relocate::mentioned_before,
    solve::Solved,
};
use crate::{
    ir::{Block, Local, SegId},
    names::{LocalId, MentionId},
};
use marks::{Marks, marks};

/// What may have borrowed a local.
#[derive(Clone, Debug, Default)]
pub struct Lent {
    /// These, which are live as well, and are used again.
    pub to: BTreeSet<LocalId>,
    /// These, which are live and no more than dropped.
    pub dropped: BTreeSet<LocalId>,
    /// It is mentioned by value at most.
    pub by_value: bool,
    /// It is not mentioned again.
    pub last: bool,
    /// It is, but that could not be proven.
    pub unproven: bool,
    /// That it is mentioned again tells that it can be shown; where that would be.
    pub again: Option<Span>,
}

/// Finds what may have borrowed the live locals of each state in which the machine rests.
pub(super) fn lent(solved: &mut Solved, body: &Block, locals: &[Local]) {
    let Solved { facts, graph, found } = solved;
    let (marks, previous) = (&marks(body), graph.previous());
    let (mut all, innermost) = (BTreeMap::new(), innermost(graph, facts));
    for (node, event) in graph.events.iter().enumerate() {
        let (Event::Boundary(seg) | Event::Held(seg)) = *event else { continue };
        let segment = &facts.segs[seg.0];
        if segment.kind != SegKind::Suspend {
            continue;
        }
        let at = Suspended {
            graph,
            facts,
            locals,
            marks,
            innermost: &innermost,
            node,
            before: mentioned_before(graph, &previous, facts, node),
        };
        // A leaf future may have come by its last mention.
        let after = graph.events[node..].iter().position(|event| Some(*event) == segment.awaited.map(Event::End));
        let again = &found.live[after.map_or(node, |after| node + after)];
        for local in segment.live.iter().filter(|local| Some(**local) != segment.awaited) {
            let Some(mut lent) = at.lent(*local, seg, again) else { continue };
            let known: &mut Lent = all.entry((seg, *local)).or_insert_with(|| lent.clone());
            known.to.append(&mut lent.to);
            known.dropped.append(&mut lent.dropped);
            (known.by_value, known.last) = (known.by_value && lent.by_value, known.last || lent.last);
            (known.unproven, known.again) = (known.unproven || lent.unproven, known.again.or(lent.again));
        }
    }
    facts.lent = all;
    facts.anew = anew::anew(graph, facts, marks, locals, &innermost);
}

/// The innermost statement of each node, by its beginning.
fn innermost(graph: &Graph, facts: &Facts) -> Vec<usize> {
    let mut innermost = vec![0; graph.events.len()];
    // Outer statements come after those inside them.
    for statement in facts.statements.iter().rev() {
        innermost[statement.nodes.clone()].fill(statement.nodes.start);
    }
    innermost
}

/// A place where the machine may rest.
struct Suspended<'a> {
    graph: &'a Graph,
    facts: &'a Facts,
    locals: &'a [Local],
    marks: &'a Marks,
    innermost: &'a [usize],
    node: usize,
    before: BTreeMap<LocalId, BTreeSet<usize>>,
}

impl Suspended<'_> {
    /// What may have borrowed the local, if it is not only looked at on the way here, or not again, or may have borrowed another itself;
    /// `live`: what is mentioned again.
    fn lent(&self, local: LocalId, seg: SegId, live: &Bits) -> Option<Lent> {
        let lending: BTreeMap<usize, &Mention> = self.lending(local).collect();
        let last = !(live.has(local.0) || (self.facts.fixed.contains(&local) && lending.is_empty()));
        let told = !last && !self.facts.is_number(local, true) && (!lending.is_empty() || self.may_borrow(local));
        let next = told.then(|| self.next_mention(local));
        let (unproven, again) = (matches!(next, Some(None)), next.flatten());
        if lending.is_empty() {
            return (last || told).then(|| Lent { last, unproven, again, ..Lent::default() });
        }
        let by_value = lending.values().all(|mention| mention.role == Use::Value);
        let segment = &self.facts.segs[seg.0];
        let is_there = |other: &LocalId| segment.stored.contains(other) || segment.awaited == Some(*other);
        let holders = self.holders(local, &lending.keys().copied().collect());
        // What a local holds, its keeper does.
        let kept = holders.iter().flat_map(|other| self.facts.keepers_of(*other).map(|(_, keeper)| keeper));
        let there = kept.chain(holders.iter().copied()).filter(is_there);
        let (to, dropped) = there.partition(|other| live.has(other.0) || segment.awaited == Some(*other));
        Some(Lent { to, dropped, by_value, last, unproven, again })
    }

    /// Whether the local may hold a borrow of another: a statement that binds or mentions it mentions that.
    fn may_borrow(&self, local: LocalId) -> bool {
        let none = BTreeSet::new();
        let mentions = self.before.get(&local).unwrap_or(&none);
        let holds = |other: LocalId| other != local && !self.facts.is_number(other, true);
        !self.facts.fixed.contains(&local)
            && self.facts.statements.iter().any(|statement| {
                (self.binds(statement, local) || self.mentions(statement, mentions)) && self.members(statement).any(holds)
            })
    }

    /// Where the local is mentioned next.
    fn next_mention(&self, local: LocalId) -> Option<Span> {
        let mut nodes = self.graph.walk(&self.graph.next[self.node], |_| true);
        nodes.find_map(|node| match self.graph.events[node] {
            Event::Mention(id) if self.facts.mentions[&id].local == local => self.marks.spans.get(&id).copied(),
            _ => None,
        })
    }

    /// The mentions on the way here that may lend the local exclusively, by their nodes.
    fn lending(&self, local: LocalId) -> impl Iterator<Item = (usize, &Mention)> {
        let is_shared = matches!(&self.locals[local.0].ty, Some(Type::Reference(ty)) if ty.mutability.is_none());
        let before = self.before.get(&local).filter(|_| !is_shared);
        before.into_iter().flatten().filter_map(|node| {
            let Event::Mention(id) = self.graph.events[*node] else { return None };
            let mention = self.facts.mentions.get(&id)?;
            let shared = mention.role == Use::Assign || self.ids(*node).all(|id| self.marks.shared.contains(&id));
            (!shared).then_some((*node, mention))
        })
    }

    /// The mentions that a node stands for: all of a closure, or one.
    fn ids(&self, node: usize) -> impl Iterator<Item = MentionId> {
        let own = if let Event::Mention(id) = self.graph.events[node] { Some(id) } else { None };
        let captured = self.facts.captured.iter().filter(move |(_, first)| Some(**first) == own).map(|(id, _)| *id);
        own.into_iter().chain(captured)
    }

    /// The locals that may hold a borrow which one of these nodes has made of the local.
    ///
    /// What another one was made of may have got it through that: a list by `map.entry(key).or_default()`, a cell by a reference to it. What is
    /// only given to methods of the local, as in `page.push(line)`, and was awaited before, tells so if it is a handle.
    fn holders(&self, local: LocalId, lending: &BTreeSet<usize>) -> BTreeSet<LocalId> {
        let holds = |other: &LocalId| *other != local && !self.facts.is_number(*other, true) && !self.facts.fixed.contains(other);
        let (mut seen, mut work) = (BTreeSet::new(), Vec::new());
        for statement in self.facts.statements.iter().filter(|statement| self.mentions(statement, lending)) {
            let given = |other| self.is_given(other, statement, lending.range(statement.nodes.clone()).copied());
            work.extend(self.members(statement).filter(holds).map(|other| (other, !given(other))));
        }
        while let Some((next, through)) = work.pop() {
            if seen.contains(&(next, true)) || !seen.insert((next, through)) {
                continue;
            }
            let is_handle = through || self.marks.handles.contains(&next);
            let made_by = |statement: &Statement| (is_handle || !self.awaits(statement)) && self.binds(statement, next);
            for statement in &self.facts.statements {
                if self.before.get(&next).is_some_and(|nodes| self.mentions(statement, nodes)) {
                    work.extend(self.members(statement).filter(holds).map(|other| (other, through)));
                } else if made_by(statement) {
                    work.extend(self.mentioned(statement).filter(holds).map(|other| (other, through)));
                }
            }
        }
        seen.into_iter().map(|(local, _)| local).collect()
    }

    /// Whether the statement does no more with the other local than to give it, or what it makes of it, to methods of what is lent by these
    /// nodes: `page.push(line)`.
    fn is_given(&self, other: LocalId, statement: &Statement, mut lending: impl Iterator<Item = usize>) -> bool {
        let mentioned = || self.before.get(&other).into_iter().flat_map(|nodes| nodes.range(statement.nodes.clone()));
        let to = |node: usize, to: MentionId| self.ids(node).all(|id| self.marks.given.contains(&(to, id)));
        !self.binds(statement, other)
            && mentioned().next().is_some()
            && lending.all(|node| self.ids(node).all(|id| mentioned().all(|node| to(*node, id))))
    }

    /// Whether one of the nodes belongs to the statement, or goes on to it from one inside; in one around the suspension point, it is its own.
    fn mentions(&self, statement: &Statement, nodes: &BTreeSet<usize>) -> bool {
        let goes_on = |node: usize| !self.ids(node).all(|id| self.marks.settled.0.contains(&id));
        let inside = |node: &&usize| self.is_own(statement, **node) || (!self.is_around(statement) && goes_on(**node));
        nodes.range(statement.nodes.clone()).any(|node| inside(&node))
    }

    fn binds(&self, statement: &Statement, local: LocalId) -> bool {
        let bound = if self.is_around(statement) { &statement.bound } else { &statement.all_bound };
        bound.contains(&local)
    }

    /// Whether it waits, not counting the statements inside it.
    fn awaits(&self, statement: &Statement) -> bool {
        let waits = |node: usize| matches!(self.graph.events[node], Event::Boundary(_)) && self.is_own(statement, node);
        statement.nodes.clone().any(waits)
    }

    fn is_around(&self, statement: &Statement) -> bool {
        statement.nodes.contains(&self.node)
    }

    /// Whether no statement inside this one has the node.
    fn is_own(&self, statement: &Statement, node: usize) -> bool {
        self.innermost[node] == statement.nodes.start
    }

    /// What a statement mentions and binds on the way here, and the future that it awaits here.
    fn members<'s>(&'s self, statement: &'s Statement) -> impl Iterator<Item = LocalId> + 's {
        let around = self.is_around(statement);
        let events = self.graph.events[statement.nodes.clone()].iter().zip(statement.nodes.clone());
        let awaited = events.filter_map(move |(event, node)| match event {
            Event::Init(local) if !around || self.is_own(statement, node) => Some(*local),
            _ => None,
        });
        self.mentioned(statement).chain(awaited)
    }

    /// What a statement mentions and binds on the way here.
    fn mentioned<'s>(&'s self, statement: &'s Statement) -> impl Iterator<Item = LocalId> + 's {
        let around = self.is_around(statement);
        let (mentioned, bound) = if around { (&statement.own, &statement.bound) } else { (&statement.all, &statement.all_bound) };
        mentioned.iter().filter(|local| self.before.contains_key(local)).chain(bound).copied()
    }
}
