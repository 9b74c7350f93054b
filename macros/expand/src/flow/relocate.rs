//! Locals that leave their slots before their last statement, where rustc then tells whether it moves them.
//!
//! Only rustc knows whether `x.done()` moves `x`. So the value of `x` is moved from its slot to a native local before that
//! statement. If the call does move `x` then rustc has seen that nothing borrows it by then. If it does not, what borrows `x` would
//! go on using the slot, while the statement uses the copy. Hence `x` stays in its slot, and a move out of it is rustc's E0507,
//! unless no borrow of it that a statement before has made is used from the beginning of the statement on:
//!
//! - by a mention of a local that may hold the borrow: each that a statement mentions or binds where it mentions `x` or such a local.
//!   Numbers hold none, nor does an argument that is not `mut`: its lifetimes are those of the caller. What the statement does with a shared borrow before it mentions `x` is done to the same value still.
//! - by the drop of such a local that may still be there, unless it is a number or a reference;
//! - by a temporary of a statement around this one, which mentions `x` itself and not in a condition or as a scrutinee in place.
//!
//! Borrows that the statement itself makes are of the copy, as all its mentions of `x` are.
//!
//! A call in the message of an assertion is made if that fails, and then nothing follows it: `x` leaves its slot in the message. So it
//! does at a call or a field where something before it in the statement may look at the slot, `seen.len() + x.count`.
//!
//! Where no keeper can make the call (keep.rs), `x` leaves its slot already where it is likely that there is no such borrow: then numbers
//! are what stands beside an operator, and what is dropped looks at nothing unless the method that made it is one that makes guards. A
//! second judge asks rustc whether it is so (emit/judge/probes.rs).
mod borrowed;

use std::collections::BTreeSet;

use super::{
    Access, Facts, Keepable, Leave, Mention, Use,
    bits::Bits,
    graph::{Event, Graph},
};
use crate::names::{LocalId, MentionId};
use borrowed::Certainty;

pub(super) use borrowed::mentioned_before;

/// Finds the ambiguous mentions whose local can become a native one before the statement: the machine does not leave the segment
/// within the local's scope any more, and nothing that is used from there on can have borrowed the slot.
///
/// Elsewhere the local may have a keeper instead, which holds it where it was if something is used that can have borrowed the slot.
pub(super) fn relocate(graph: &Graph, previous: &[Vec<usize>], maybe: &[Bits], must: &[Bits], facts: &mut Facts) {
    let mut found = Vec::new();
    for (node, event) in graph.events.iter().enumerate() {
        let Event::Mention(id) = *event else { continue };
        let mention = &facts.mentions[&id];
        if let Some(may_drop) = facts.may_drop.get_mut(&id) {
            may_drop.suspended = crosses(graph, node, mention.local);
        }
        if moved_early(facts, id, &maybe[mention.start]) {
            facts.renewed.remove(&id);
            continue;
        }
        let here = Here { graph, previous, maybe, facts, node, id, mention };
        found.push((id, here.decide(must)));
    }
    for (id, decided) in found {
        facts.doubted.extend(decided.doubted.then_some(id));
        facts.keepable.extend(decided.keepable.map(|keepable| (id, keepable)));
        facts.mentions.entry(id).and_modify(|mention| mention.leaves = decided.leaves);
    }
}

/// What is found of a mention.
#[derive(Default)]
struct Decided {
    /// Where the local leaves its slot.
    leaves: Option<Leave>,
    /// A second judge has to say whether it can.
    doubted: bool,
    /// How a keeper can make the call.
    keepable: Option<Keepable>,
}

/// A mention, where it is, and what is known by then.
struct Here<'a> {
    graph: &'a Graph,
    previous: &'a [Vec<usize>],
    maybe: &'a [Bits],
    facts: &'a Facts,
    node: usize,
    id: MentionId,
    mention: &'a Mention,
}

impl Here<'_> {
    fn decide(&self, must: &[Bits]) -> Decided {
        let (facts, mention, id) = (self.facts, self.mention, self.id);
        let (local, start) = (mention.local, mention.start);
        let kept = facts.keepers.values().any(|keeper| keeper.own.contains(&id));
        // What a name tells is a guess: where rustc can tell, it does.
        let guessed = mention.access == Access::Take && facts.verbs.contains(&id);
        let taken = mention.access == Access::Take && mention.guess && !guessed && self.is_lent(Certainty::Ruled);
        let (passed, late) = (self.is_passed_by(), !guessed && self.may_be_late());
        if !(mention.ambiguous || guessed) || kept || !must[start].has(local.0) || (passed && !late) {
            return Decided { doubted: taken, ..Decided::default() };
        }
        // A keeper serves where a borrow can't be ruled out. Without one, what is likely decides, and rustc is asked.
        let is_kept = !facts.settled && !guessed;
        let stays = self.is_lent(if is_kept { Certainty::Ruled } else { Certainty::Likely });
        if guessed && !stays && self.is_lent(Certainty::Whole) {
            // Something else may use the slot earlier in the statement: it is left at the call.
            return Decided { doubted: true, ..Decided::default() };
        }
        let ends = !passed && !crosses(self.graph, start, local);
        if !stays && ends {
            return self.leaving();
        }
        if late && !stays && !self.is_lent(Certainty::Whole) {
            return Decided { leaves: Some(Leave::There), ..Decided::default() };
        }
        if facts.settled && !guessed && ends && !self.is_lent(Certainty::There) && self.may_leave_there() {
            return Decided { leaves: Some(Leave::There), doubted: true, ..Decided::default() };
        }
        let can_be_kept = !passed && !guessed && !self.is_assigned_later(stays);
        let keepable = || Keepable { later: later(facts, local, &self.maybe[self.node]), stays, hosted: None };
        Decided { doubted: taken, keepable: can_be_kept.then(keepable), ..Decided::default() }
    }

    /// A local that leaves its slot in front of the statement, or at the mention if something before that may look at the slot.
    fn leaving(&self) -> Decided {
        let doubted = self.is_lent(Certainty::Whole);
        let used = doubted && self.is_used_before();
        // A field alone may be moved out of the slot, if nothing else is.
        if used && self.mention.role == Use::Part && self.moves_only() {
            return Decided::default();
        }
        let leave = if used && self.may_leave_there() { Leave::There } else { Leave::Before };
        Decided { leaves: Some(leave), doubted, ..Decided::default() }
    }

    /// Whether the local may leave its slot in the message of an assertion, where nothing else of the statement mentions it.
    fn may_be_late(&self) -> bool {
        let is_called = matches!(self.mention.role, Use::Unknown | Use::Receiver(false)) && self.mention.field.is_none();
        let captures = &self.facts.captured;
        let captured = captures.contains_key(&self.id) || captures.values().any(|first| *first == self.id);
        let alone = self.others().next().is_none();
        self.facts.messages.contains(&self.id) && is_called && !captured && alone && !self.crosses()
    }

    /// Whether the local may leave its slot at the mention, as nothing else in the statement borrows it or comes later.
    fn may_leave_there(&self) -> bool {
        let before = |other: MentionId| {
            let mention = &self.facts.mentions[&other];
            other < self.id && (mention.role == Use::Part || mention.passing)
        };
        let is_closure = self.facts.captured.contains_key(&self.id);
        let has_place = is_closure || matches!(self.mention.role, Use::Part | Use::Receiver(false));
        has_place && self.mention.in_arm && self.others().all(before) && !self.crosses()
    }

    /// What else of the statement mentions the local.
    fn others(&self) -> impl Iterator<Item = MentionId> {
        let own = self.facts.statements.iter().filter(|statement| statement.nodes.start == self.mention.start);
        own.flat_map(|statement| statement.nodes.clone()).filter_map(|at| match self.graph.events[at] {
            Event::Mention(other) if other != self.id && self.facts.mentions[&other].local == self.mention.local => Some(other),
            _ => None,
        })
    }

    /// Whether the statement mentions something that may have borrowed the local before it comes to this mention.
    fn is_used_before(&self) -> bool {
        let borrowers = self.borrowers(false);
        let mut before = self.graph.events[self.mention.start..self.node].iter();
        before.any(|event| matches!(event, Event::Mention(id) if borrowers.contains(&self.facts.mentions[id].local)))
    }

    /// Whether no other mention may move the local out of its slot.
    fn moves_only(&self) -> bool {
        let stays =
            |mention: &Mention| !mention.ambiguous && matches!(mention.access, Access::Place | Access::Copy | Access::Put);
        let facts = self.facts;
        let mut others = facts.mentions.iter().filter(|(id, mention)| **id != self.id && mention.local == self.mention.local);
        others.all(|(id, mention)| stays(mention) && !facts.captured.contains_key(id))
    }

    /// Whether the machine leaves the segment behind the mention, before the scope of the local ends.
    fn crosses(&self) -> bool {
        crosses(self.graph, self.node, self.mention.local)
    }

    /// Whether the local is mentioned behind the statement on some path that doesn't come by this mention, as the message of an
    /// assertion: it would be gone there.
    fn is_passed_by(&self) -> bool {
        let (local, start) = (self.mention.local, self.mention.start);
        let is_own = |nodes: &std::ops::Range<usize>| nodes.contains(&self.node) && nodes.start == start;
        let Some(within) = self.facts.statements.iter().map(|statement| &statement.nodes).find(|nodes| is_own(nodes)) else {
            return false;
        };
        let mut paths = self.graph.walk(&[start], |at| at != self.node && self.graph.events[at] != Event::End(local));
        paths.any(|at| match self.graph.events[at] {
            Event::Mention(id) => !within.contains(&at) && self.facts.mentions[&id].local == local,
            _ => false,
        })
    }

    /// Whether the local is assigned on some path from here on, where its keeper can't be ended: in a leaf future, beside other places,
    /// or if something looks at the old value there.
    fn is_assigned_later(&self, stays: bool) -> bool {
        let (graph, facts, local) = (self.graph, self.facts, self.mention.local);
        let mut scope = graph.walk(&graph.next[self.node], |node| graph.events[node] != Event::End(local));
        scope.any(|node| match graph.events[node] {
            Event::Mention(id) => {
                let assigned = facts.mentions[&id].local == local && facts.mentions[&id].role == Use::Assign;
                assigned && (stays || !facts.renewable.contains(&id))
            }
            _ => false,
        })
    }
}

/// Whether it is seen if a call moves its receiver: its arguments wait, and what is cancelled there drops it before other locals.
fn moved_early(facts: &Facts, id: MentionId, maybe: &Bits) -> bool {
    let before = |local: LocalId, first: LocalId| local < first || facts.keeper(local).is_some();
    let later = |first: LocalId| later(facts, facts.mentions[&id].local, maybe).into_iter().any(|local| before(local, first));
    facts.early.get(&id).is_some_and(|first| later(*first))
}

/// What is declared after a local, and may hold a value that has to be dropped before it.
fn later(facts: &Facts, local: LocalId, maybe: &Bits) -> BTreeSet<LocalId> {
    let after = facts.order.iter().filter(|(_, order)| facts.order.get(&local).is_some_and(|own| *order > own));
    let dropped = |other: &LocalId| maybe.has(other.0) && !is_plain(facts, *other);
    after.map(|(other, _)| *other).filter(dropped).collect()
}

/// Whether the local is a number or a reference, whose drop does nothing.
fn is_plain(facts: &Facts, local: LocalId) -> bool {
    facts.scalars.contains_key(&local) || facts.copies.contains(&local)
}

/// Whether some path from `start` leaves the segment before the scope of `local` ends.
fn crosses(graph: &Graph, start: usize, local: LocalId) -> bool {
    let mut scope = graph.walk(&[start], |node| graph.events[node] != Event::End(local));
    scope.any(|node| matches!(graph.events[node], Event::Boundary(_)))
}
