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
use std::collections::{BTreeMap, BTreeSet};

use super::{
    Access, Facts, Keepable, Leave, Mention, Use,
    bits::Bits,
    graph::{Event, Graph, walk},
};
use crate::names::{LocalId, MentionId};

/// Finds the ambiguous mentions whose local can become a native one before the statement: the machine does not leave the segment
/// within the local's scope any more, and nothing that is used from there on can have borrowed the slot.
///
/// Elsewhere the local may have a keeper instead, which holds it where it was if something is used that can have borrowed the slot.
pub(super) fn relocate(graph: &Graph, previous: &[Vec<usize>], maybe: &[Bits], must: &[Bits], facts: &mut Facts) {
    let (mut found, mut keepable, mut doubted) = (Vec::new(), Vec::new(), Vec::new());
    for (node, event) in graph.events.iter().enumerate() {
        let Event::Mention(id) = *event else { continue };
        let mention = &facts.mentions[&id];
        if let Some(may_drop) = facts.may_drop.get_mut(&id) {
            may_drop.suspended = crosses(graph, node, mention.local);
        }
        let (local, start) = (mention.local, mention.start);
        if moved_early(facts, id, &maybe[mention.start]) {
            facts.renewed.remove(&id);
            continue;
        }
        let kept = facts.keepers.values().any(|keeper| keeper.own.contains(&id));
        // What a name tells is a guess: where rustc can tell, it does.
        let guessed = mention.access == Access::Take && facts.verbs.contains(&id);
        let lent = |certainty| is_lent(graph, previous, facts, maybe, (node, mention), certainty);
        if mention.access == Access::Take && mention.guess && !guessed && lent(Certainty::Ruled) {
            doubted.push(id);
        }
        let (passed, late) = (passed_by(graph, facts, node, mention), may_be_late(graph, facts, (node, id), guessed));
        if !(mention.ambiguous || guessed) || kept || !must[start].has(local.0) || (passed && !late) {
            continue;
        }
        // A keeper serves where a borrow can't be ruled out. Without one, what is likely decides, and rustc is asked.
        let is_kept = !facts.settled && !guessed;
        let stays = lent(if is_kept { Certainty::Ruled } else { Certainty::Likely });
        if guessed && !stays && lent(Certainty::Whole) {
            // Something else may use the slot earlier in the statement: it is left at the call.
            doubted.push(id);
        } else if !stays && !passed && !crosses(graph, start, local) {
            let is_lent = lent(Certainty::Whole);
            let used = is_lent && used_before(graph, facts, (node, mention), &borrowers(graph, previous, facts, mention, false));
            let there = used && may_leave_there(graph, facts, (node, id));
            // A field alone may be moved out of the slot, if nothing else is.
            if !(used && mention.role == Use::Part && moves_only(facts, id)) {
                doubted.extend(is_lent.then_some(id));
                found.push((id, if there { Leave::There } else { Leave::Before }));
            }
        } else if late && !stays && !lent(Certainty::Whole) {
            found.push((id, Leave::There));
        } else if !passed && !guessed && !assigned_from(graph, facts, node, local, stays) {
            keepable.push((id, Keepable { later: later(facts, local, &maybe[node]), stays, hosted: None }));
        }
    }
    facts.keepable.extend(keepable);
    facts.doubted.extend(doubted);
    for (id, leave) in found {
        facts.mentions.entry(id).and_modify(|mention| mention.leaves = Some(leave));
    }
}

/// Whether the local may leave its slot in the message of an assertion, where nothing else of the statement mentions it.
fn may_be_late(graph: &Graph, facts: &Facts, (node, id): (usize, MentionId), guessed: bool) -> bool {
    let mention = &facts.mentions[&id];
    let is_called = matches!(mention.role, Use::Unknown | Use::Receiver(false)) && mention.field.is_none() && !guessed;
    let captured = facts.captured.contains_key(&id) || facts.captured.values().any(|first| *first == id);
    let own = facts.statements.iter().filter(|statement| statement.nodes.start == mention.start);
    let alone = own.flat_map(|statement| statement.nodes.clone()).all(|at| match graph.events[at] {
        Event::Mention(other) => other == id || facts.mentions[&other].local != mention.local,
        _ => true,
    });
    facts.messages.contains(&id) && is_called && !captured && alone && !crosses(graph, node, mention.local)
}

/// Whether one of the borrowers is mentioned in the statement before it comes to the mention at `node`.
fn used_before(graph: &Graph, facts: &Facts, (node, mention): (usize, &Mention), borrowers: &BTreeSet<LocalId>) -> bool {
    let mut before = graph.events[mention.start..node].iter();
    before.any(|event| matches!(event, Event::Mention(id) if borrowers.contains(&facts.mentions[id].local)))
}

/// Whether no other mention may move the local out of its slot.
fn moves_only(facts: &Facts, id: MentionId) -> bool {
    let stays = |mention: &Mention| !mention.ambiguous && matches!(mention.access, Access::Place | Access::Copy | Access::Put);
    let others = facts.mentions.iter().filter(|(other, mention)| **other != id && mention.local == facts.mentions[&id].local);
    others.into_iter().all(|(other, mention)| stays(mention) && !facts.captured.contains_key(other))
}

/// Whether the local may leave its slot at the mention, as nothing else in the statement borrows it or comes later.
fn may_leave_there(graph: &Graph, facts: &Facts, (node, id): (usize, MentionId)) -> bool {
    let mention = &facts.mentions[&id];
    let before = |other: &MentionId| {
        let it = &facts.mentions[other];
        it.local != mention.local || *other == id || (*other < id && (it.role == Use::Part || it.passing))
    };
    let mut statement = facts.statements.iter().filter(|statement| statement.nodes.start == mention.start);
    let is_plain = matches!(mention.role, Use::Part | Use::Receiver(false)) && mention.in_arm;
    is_plain
        && statement.all(|statement| {
            statement.nodes.clone().all(|at| match &graph.events[at] {
                Event::Mention(other) => before(other),
                _ => true,
            })
        })
        && !crosses(graph, node, mention.local)
}

/// How certain it is to be that nothing has borrowed a local.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Certainty {
    /// By the names of methods and what operators stand beside.
    Likely,
    /// By what is mentioned and dropped from the mention on.
    Ruled,
    /// By what is so from the beginning of its statement on.
    Whole,
}

/// Whether something may have borrowed the local before the statement of the mention that is used from there on.
fn is_lent(
    graph: &Graph,
    previous: &[Vec<usize>],
    facts: &Facts,
    maybe: &[Bits],
    (node, mention): (usize, &Mention),
    certainty: Certainty,
) -> bool {
    let (local, start, likely) = (mention.local, mention.start, certainty == Certainty::Likely);
    let borrowers = borrowers(graph, previous, facts, mention, likely);
    let exclusive = facts.exclusive.iter().any(|(lent, by)| *lent == local && *by != start);
    let from = if exclusive || certainty == Certainty::Whole { start } else { node };
    let held = |other: &LocalId| {
        let mut all = facts.keepers_of(*other).map(|(_, keeper)| keeper).chain([*other]);
        all.any(|each| maybe[start].has(each.0))
    };
    let is_guard = |other: &&LocalId| if likely { facts.guards.contains(other) } else { !is_plain(facts, **other) };
    let guard = borrowers.iter().filter(is_guard).any(held);
    mention.apart || held_around(facts, mention) || guard || mentioned_from(graph, facts, from, local, &borrowers)
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

/// Whether the local is mentioned behind the statement on some path that doesn't come by the mention at `node`, as the message of an
/// assertion: it would be gone there.
fn passed_by(graph: &Graph, facts: &Facts, node: usize, mention: &Mention) -> bool {
    let statement =
        facts.statements.iter().find(|statement| statement.nodes.contains(&node) && statement.nodes.start == mention.start);
    let Some(within) = statement.map(|statement| statement.nodes.clone()) else { return false };
    let mut paths = graph.walk(&[mention.start], |at| at != node && graph.events[at] != Event::End(mention.local));
    paths.any(|at| match graph.events[at] {
        Event::Mention(id) => !within.contains(&at) && facts.mentions[&id].local == mention.local,
        _ => false,
    })
}

/// Whether the local is assigned on some path from `node` on, where its keeper can't be ended: in a leaf future, beside other places,
/// or if something looks at the old value there.
fn assigned_from(graph: &Graph, facts: &Facts, node: usize, local: LocalId, stays: bool) -> bool {
    let mut scope = graph.walk(&graph.next[node], |node| graph.events[node] != Event::End(local));
    scope.any(|node| match graph.events[node] {
        Event::Mention(id) => {
            let assigned = facts.mentions[&id].local == local && facts.mentions[&id].role == Use::Assign;
            assigned && (stays || !facts.renewable.contains(&id))
        }
        _ => false,
    })
}

/// Whether one of the borrowers is mentioned on some path from `node` on, before the scope of `local` ends.
fn mentioned_from(graph: &Graph, facts: &Facts, node: usize, local: LocalId, borrowers: &BTreeSet<LocalId>) -> bool {
    let found = |node: usize| matches!(graph.events[node], Event::Mention(id) if borrowers.contains(&facts.mentions[&id].local));
    graph.walk(&graph.next[node], |node| graph.events[node] != Event::End(local)).any(found)
}

/// Whether some path from `start` leaves the segment before the scope of `local` ends.
fn crosses(graph: &Graph, start: usize, local: LocalId) -> bool {
    let mut scope = graph.walk(&[start], |node| graph.events[node] != Event::End(local));
    scope.any(|node| matches!(graph.events[node], Event::Boundary(_)))
}

/// Whether a temporary of a statement around the mention's may borrow its local.
fn held_around(facts: &Facts, mention: &Mention) -> bool {
    let around = facts.statements.iter().filter(|statement| statement.nodes.contains(&mention.start));
    around.into_iter().any(|statement| statement.nodes.start != mention.start && statement.held.contains(&mention.local))
}

/// Whether something of the mention's statement may hold a borrow of its local: no move or copy is a borrow.
const fn lends(mention: &Mention) -> bool {
    !mention.passing && !matches!(mention.access, Access::Take | Access::Captured | Access::Copy | Access::Put | Access::Kept)
}

/// The nodes of the mentions of each local that lie on a path to `end`.
pub(super) fn mentioned_before(
    graph: &Graph,
    previous: &[Vec<usize>],
    facts: &Facts,
    end: usize,
) -> BTreeMap<LocalId, BTreeSet<usize>> {
    let mut found: BTreeMap<LocalId, BTreeSet<usize>> = BTreeMap::new();
    for node in walk(previous, &[end], |_| true) {
        if let Event::Mention(id) = graph.events[node] {
            found.entry(facts.mentions[&id].local).or_default().insert(node);
        }
    }
    found
}

/// The locals that may hold a borrow of the mention's local when its statement begins: linked to it by other statements that lend
/// the one, or mention another borrower, and mention or bind the other, on a path to there.
fn borrowers(graph: &Graph, previous: &[Vec<usize>], facts: &Facts, mention: &Mention, likely: bool) -> BTreeSet<LocalId> {
    let before = mentioned_before(graph, previous, facts, mention.start);
    let own = before.get(&mention.local).into_iter().flatten().filter_map(|node| match graph.events[*node] {
        Event::Mention(id) => facts.mentions.get(&id),
        _ => None,
    });
    let lent: BTreeSet<usize> = own.filter(|other| lends(other)).map(|other| other.start).collect();
    let links = |local: LocalId| {
        let (lent, before) = (&lent, &before);
        facts.statements.iter().filter(|statement| statement.nodes.start != mention.start).flat_map(move |statement| {
            let around = statement.nodes.contains(&mention.start);
            let mentioned = if around { &statement.own } else { &statement.all };
            let bound = if around { &statement.bound } else { &statement.all_bound };
            let inside = if around { statement.nodes.start..statement.nodes.start + 1 } else { statement.nodes.clone() };
            let on_a_path = move |local: &LocalId| {
                before.get(local).is_some_and(|nodes| nodes.range(statement.nodes.clone()).next().is_some())
            };
            let lends = local != mention.local || lent.range(inside).next().is_some();
            let links = mentioned.contains(&local) && on_a_path(&local) && lends;
            mentioned.iter().filter(move |local| on_a_path(local)).chain(bound).copied().filter(move |_| links)
        })
    };
    let holds = |local: &LocalId| !facts.is_number(*local, !likely) && !facts.fixed.contains(local);
    let mut seen = BTreeSet::from([mention.local]);
    let mut work = vec![mention.local];
    while let Some(next) = work.pop() {
        work.extend(links(next).filter(|linked| holds(linked) && seen.insert(*linked)).collect::<Vec<_>>());
    }
    if !likely {
        // What borrows the slot may go into what the statement itself makes.
        let own = facts.statements.iter().filter(|statement| statement.nodes.start == mention.start);
        let passed = own.filter(|statement| statement.all.iter().any(|local| *local != mention.local && seen.contains(local)));
        let made: Vec<LocalId> =
            passed.flat_map(|statement| statement.all.union(&statement.all_bound)).copied().filter(holds).collect();
        seen.extend(made);
    }
    seen.remove(&mention.local);
    seen
}
