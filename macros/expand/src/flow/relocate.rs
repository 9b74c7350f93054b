//! Locals that leave their slots before their last statement, where rustc then tells whether it moves them.
use std::collections::BTreeSet;

use super::{
    Facts,
    bits::Bits,
    solve::{Event, Graph, reachable},
};
use crate::names::LocalId;

/// Finds the ambiguous mentions whose local can become a native one before the statement: the machine does not leave the segment
/// within the local's scope any more, and nothing that is used later can have borrowed the slot.
pub(super) fn relocate(graph: &Graph, must: &[Bits], facts: &mut Facts) {
    let mut found = Vec::new();
    for (node, event) in graph.events.iter().enumerate() {
        let Event::Mention(id) = *event else { continue };
        let mention = &facts.mentions[&id];
        let local = mention.local;
        if !mention.ambiguous || !must[mention.start].has(local.0) || crosses(graph, mention.start, local) {
            continue;
        }
        let borrowers = borrowers(facts, local);
        if !mentioned_later(graph, facts, node, &borrowers) && borrowers.is_disjoint(&facts.guards) {
            found.push(id);
        }
    }
    for id in found {
        facts.mentions.entry(id).and_modify(|mention| mention.native = true);
    }
}

/// Whether one of the locals is mentioned on some path from `node` on, in another statement.
fn mentioned_later(graph: &Graph, facts: &Facts, node: usize, locals: &BTreeSet<LocalId>) -> bool {
    let Event::Mention(id) = graph.events[node] else { return true };
    let start = facts.mentions[&id].start;
    reachable(graph, node, &|event| match event {
        Event::Mention(other) => {
            let other = &facts.mentions[&other];
            other.start != start && locals.contains(&other.local)
        }
        _ => false,
    })
}

/// Whether some path from `start` leaves the segment before the scope of `local` ends.
fn crosses(graph: &Graph, start: usize, local: LocalId) -> bool {
    let mut seen = BTreeSet::from([start]);
    let mut work = vec![start];
    while let Some(node) = work.pop() {
        match graph.events[node] {
            Event::Boundary(_) => return true,
            Event::End(ended) if ended == local => continue,
            _ => work.extend(graph.next[node].iter().filter(|next| seen.insert(**next))),
        }
    }
    false
}

/// The locals that may hold a borrow of `local`: linked to it by statements that mention two of them together.
fn borrowers(facts: &Facts, local: LocalId) -> BTreeSet<LocalId> {
    let mut seen = BTreeSet::from([local]);
    let mut work = vec![local];
    while let Some(next) = work.pop() {
        work.extend(facts.together.get(&next).into_iter().flatten().filter(|linked| seen.insert(**linked)));
    }
    seen.remove(&local);
    seen
}
