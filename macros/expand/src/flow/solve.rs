//! The analyses, as fixpoints over the graph.
use std::collections::{BTreeMap, BTreeSet};

use super::{
    Access, Facts, Use,
    bits::Bits,
    doubt,
    graph::{Event, Graph},
    holds::Found,
    hosts, relocate,
};
use crate::names::{LocalId, MentionId};

/// What the analyses have found, and where.
pub(super) struct Solved {
    pub facts: Facts,
    pub graph: Graph,
    pub found: Found,
}

/// Solves all three analyses and writes what follows into `facts`.
pub fn solve(graph: &Graph, facts: &mut Facts, locals: usize) -> Found {
    let previous = graph.previous();
    let live = liveness(graph, &previous, facts, locals);
    let moved = decide(graph, &live, facts);
    let (mut maybe, mut must, mut borrowed) = forwards(graph, facts, &moved, locals);
    let captured = facts.captured.clone();
    relocate::relocate(graph, &previous, &maybe, &must, facts);
    super::parts::decide(graph, facts);
    // What is moved out of in parts stays in its slot to the end: the function that drops the rest belongs to it.
    let parted: BTreeSet<LocalId> = facts.mentions.values().filter(|m| m.access == Access::Part).map(|m| m.local).collect();
    facts.mentions.values_mut().filter(|m| parted.contains(&m.local)).for_each(|m| m.leaves = None);
    super::parts::decide(graph, facts);
    if !parted.is_empty() {
        (maybe, must, borrowed) = forwards(graph, facts, &moved, locals);
    }
    apart(facts, &captured);
    hosts::hosts(graph, facts);
    let found = Found { live, maybe, must, borrowed };
    for (node, event) in graph.events.iter().enumerate() {
        if let Event::Mention(id) = event
            && let Some(mention) = facts.mentions.get_mut(id)
        {
            mention.sure = found.must[node].has(mention.local.0);
        }
        if let Some(filled) = filled(*event, facts) {
            fills(&found, facts, locals, (node, filled));
        }
        if let Event::HandOver(local) = event
            && !found.must[node].has(local.0)
        {
            facts.unsure.insert(*local);
        }
        if let Event::Boundary(seg) | Event::Held(seg) = *event {
            found.enter(graph, facts, locals, (node, seg));
        }
    }
    unboxed(graph, &found, facts);
    facts.given = given(&found, facts);
    for (id, first) in captured {
        let (sure, leaves) = (facts.mentions[&first].sure, facts.mentions[&first].leaves);
        facts.mentions.entry(id).and_modify(|mention| (mention.sure, mention.leaves) = (sure, leaves));
    }
    found
}

/// Notes whose slots are in use where a local gets a value.
fn fills(found: &Found, facts: &mut Facts, locals: usize, (node, filled): (usize, LocalId)) {
    // What goes to its keeper has left its slot before the keeper is made, if nothing looks at it there.
    let keeper = facts.keeper(filled).cloned();
    let kept = keeper.as_ref().map(|keeper| keeper.of);
    let watched = |local: LocalId| found.borrowed[node].has(local.0);
    let stays = keeper.as_ref().is_some_and(|keeper| keeper.stays);
    facts.watched.extend(kept.filter(|of| stays || watched(*of)).map(|_| filled));
    let ended = |local: &LocalId| facts.keeper(*local).is_some_and(|keeper| keeper.of == filled);
    let leaves = |local: &LocalId| (kept == Some(*local) && !stays && !watched(*local)) || ended(local);
    let used = |local: &LocalId| *local != filled && found.stores(*local, node, facts) && !leaves(local);
    let used: Vec<LocalId> = (0..locals).map(LocalId).filter(used).collect();
    facts.overlaps.extend(used.into_iter().map(|local| (local, filled)));
    // The call is made when the keeper is there, whatever comes first in the source.
    facts.overlaps.extend(keeper.iter().flat_map(|keeper| &keeper.lent).map(|local| (*local, filled)));
}

/// What nothing can have borrowed leaves its box, and that is gone.
fn unboxed(graph: &Graph, found: &Found, facts: &mut Facts) {
    let lent = graph.events.iter().enumerate().filter_map(|(node, event)| match event {
        Event::Mention(id) if found.borrowed[node].has(facts.mentions[id].local.0) => Some(*id),
        _ => None,
    });
    let lent: BTreeSet<MentionId> = lent.collect();
    facts.unboxed.retain(|id| lent.contains(facts.captured.get(id).unwrap_or(id)));
    let captured = facts.unboxed.iter().filter_map(|id| facts.mentions.get(id));
    facts.copied.extend(captured.filter(|mention| mention.access == Access::Captured).map(|mention| mention.local));
}

/// All mentions in a closure that captures parts are apart, if the first is.
fn apart(facts: &mut Facts, captured: &BTreeMap<MentionId, MentionId>) {
    for (id, first) in captured.iter().filter(|(_, first)| facts.captures.contains_key(first)) {
        if matches!(facts.mentions[first].access, Access::Part | Access::Apart) {
            for each in [id, first] {
                facts.mentions.entry(*each).and_modify(|mention| mention.access = Access::Apart);
            }
        }
    }
}

/// The locals that leaf futures can take over: wherever they do, there is a value that nothing can have borrowed.
fn given(found: &Found, facts: &Facts) -> BTreeSet<LocalId> {
    let alone = |(node, local): &(usize, LocalId)| {
        let wanted = facts.scalars.contains_key(local) && found.live[*node].has(local.0);
        !wanted && found.must[*node].has(local.0) && !found.borrowed[*node].has(local.0) && !facts.is_parted(*local)
    };
    let (alone, others): (Vec<_>, Vec<_>) = facts.candidates.iter().copied().partition(alone);
    let locals = |list: Vec<(usize, LocalId)>| list.into_iter().map(|(_, local)| local).collect::<BTreeSet<_>>();
    locals(alone).difference(&locals(others)).copied().collect()
}

/// The local that gets a value.
fn filled(event: Event, facts: &Facts) -> Option<LocalId> {
    match event {
        Event::Init(local) => Some(local),
        Event::Mention(id) if facts.keepers.contains_key(&id) => Some(facts.keepers[&id].local),
        Event::Mention(id) => facts.mentions.get(&id).filter(|m| m.access == Access::Put).map(|m| m.local),
        _ => None,
    }
}

/// For each node, the locals that are mentioned again after it.
fn liveness(graph: &Graph, previous: &[Vec<usize>], facts: &Facts, locals: usize) -> Vec<Bits> {
    let mut after = vec![Bits::new(locals, false); graph.events.len()];
    let mut work: Vec<usize> = (0..graph.events.len()).collect();
    while let Some(node) = work.pop() {
        let mut before = after[node].clone();
        match graph.events[node] {
            Event::Init(local) | Event::End(local) => before.set(local.0, false),
            Event::Mention(id) => {
                let mention = &facts.mentions[&id];
                before.set(mention.local.0, mention.role != Use::Assign);
            }
            Event::None | Event::Boundary(_) | Event::Held(_) | Event::Matched(..) | Event::Arm(..) | Event::HandOver(_) => {}
        }
        for &from in &previous[node] {
            if after[from].or(&before) {
                work.push(from);
            }
        }
    }
    after
}

/// Decides what each mention does, by liveness.
fn decide(graph: &Graph, live: &[Bits], facts: &mut Facts) -> BTreeSet<usize> {
    doubt::doubt(graph, live, facts);
    let called = super::parts::called(graph, live, facts);
    // What one arm leaves a part of stays where it is for all.
    let partly = |event: &Event| if let Event::Matched(id, false) = event { Some(*id) } else { None };
    let partly: BTreeSet<MentionId> = graph.events.iter().filter_map(partly).collect();
    let mut moved = BTreeSet::new();
    for (node, event) in graph.events.iter().enumerate() {
        match *event {
            Event::Mention(id) => {
                let Some(mention) = facts.mentions.get_mut(&id) else { continue };
                let again = live[node].has(mention.local.0);
                let kept = facts.keepers.contains_key(&id);
                mention.access = match mention.role {
                    _ if kept => Access::Kept,
                    // A condition that fails is walked a second time.
                    _ if mention.access == Access::Matched => Access::Matched,
                    Use::Value if again => Access::Copy,
                    Use::Receiver(true) if !again => Access::Take,
                    Use::Value => Access::Take,
                    Use::Assign => Access::Put,
                    _ => Access::Place,
                };
                let matched = mention.ambiguous && mention.role == Use::Scrutinee;
                let ambiguous = matched || matches!(mention.role, Use::Receiver(false) | Use::Part | Use::Unknown);
                mention.apart = !kept && called.contains(&id);
                mention.ambiguous = (!again || mention.apart) && !kept && ambiguous;
            }
            Event::Matched(id, whole) => {
                let Some(mention) = facts.mentions.get_mut(&id) else { continue };
                if !live[node].has(mention.local.0) {
                    if whole && !facts.patterns.contains_key(&id) && !partly.contains(&id) {
                        mention.access = Access::Matched;
                        moved.insert(node);
                    } else {
                        mention.ambiguous = true;
                    }
                }
            }
            _ => {}
        }
    }
    decide_captures(facts);
    moved
}

/// What the mentions inside a closure or async block do, by the one that decides.
fn decide_captures(facts: &mut Facts) {
    for (id, first) in facts.captured.clone() {
        if facts.mentions[&first].access == Access::Take {
            for each in [id, first] {
                facts.mentions.entry(each).and_modify(|mention| mention.access = Access::Captured);
            }
        } else if facts.mentions[&first].access == Access::Captured {
            facts.mentions.entry(id).and_modify(|mention| mention.access = Access::Captured);
        } else if facts.mentions[&first].access == Access::Copy {
            facts.mentions.entry(id).and_modify(|mention| mention.access = Access::Place);
        }
    }
}

/// For each node, before it: what may hold a value, what must, and what may have been borrowed.
fn forwards(graph: &Graph, facts: &Facts, moved: &BTreeSet<usize>, locals: usize) -> (Vec<Bits>, Vec<Bits>, Vec<Bits>) {
    let count = graph.events.len();
    let mut maybe = vec![Bits::new(locals, false); count];
    let mut borrowed = maybe.clone();
    let mut must = vec![Bits::new(locals, true); count];
    if let Some(first) = must.first_mut() {
        *first = Bits::new(locals, false);
    }
    let mut work: Vec<usize> = (0..count).rev().collect();
    while let Some(node) = work.pop() {
        let state = (maybe[node].clone(), must[node].clone(), borrowed[node].clone());
        let (may, sure, lent) = transfer(graph.events[node], facts, moved.contains(&node), state);
        for &next in &graph.next[node] {
            if maybe[next].or(&may) | must[next].and(&sure) | borrowed[next].or(&lent) {
                work.push(next);
            }
        }
    }
    (maybe, must, borrowed)
}

fn transfer(event: Event, facts: &Facts, moved: bool, (mut may, mut sure, mut lent): (Bits, Bits, Bits)) -> (Bits, Bits, Bits) {
    let mut init = |local: LocalId, on: bool| {
        may.set(local.0, on);
        sure.set(local.0, on);
    };
    match event {
        Event::Init(local) => init(local, true),
        Event::End(local) => {
            init(local, false);
            lent.set(local.0, false);
        }
        Event::Mention(id) => {
            let mention = &facts.mentions[&id];
            match mention.access {
                // The box may stay where it is.
                Access::Take if facts.unboxed.contains(&id) && lent.has(mention.local.0) => sure.set(mention.local.0, false),
                Access::Take | Access::Captured => init(mention.local, false),
                // The assignment ends what holds the old value.
                Access::Put => {
                    facts.keepers_of(mention.local).for_each(|(_, keeper)| init(keeper, false));
                    init(mention.local, true);
                }
                Access::Kept => {
                    init(mention.local, false);
                    init(facts.keepers[&id].local, true);
                    if facts.keepers[&id].stays {
                        lent.set(mention.local.0, true);
                    }
                }
                Access::Place if mention.passing => {}
                Access::Place => lent.set(mention.local.0, true),
                Access::Copy | Access::Matched | Access::Part | Access::Apart | Access::PutBack => {}
            }
        }
        Event::Matched(id, _) if moved && facts.mentions[&id].access != Access::Part => init(facts.mentions[&id].local, false),
        Event::HandOver(local) => {
            // What holds nothing, as a future that was ready, has no place either.
            let held = may.has(local.0);
            may.set(local.0, false);
            sure.set(local.0, false);
            lent.set(local.0, held || lent.has(local.0));
        }
        Event::None | Event::Boundary(_) | Event::Held(_) | Event::Matched(..) | Event::Arm(..) => {}
    }
    (may, sure, lent)
}
