//! Locals that go to a keeper while other fields of them are mentioned again. The keeper holds the local where it was, so that these
//! mentions find their fields; what they move out, it is told at the end.
use std::collections::BTreeSet;

use super::{
    Access, Facts, Mention, Use,
    graph::{Event, Graph, walk},
};
use crate::names::MentionId;

/// Notes which mentions come after each call of a field that could make such a keeper, or that it can't. No keeper takes a local of which
/// a part is gone already: it would drop that again.
pub(super) fn hosts(graph: &Graph, facts: &mut Facts) {
    let previous = graph.previous();
    for (node, event) in graph.events.iter().enumerate() {
        let Event::Mention(id) = *event else { continue };
        if !facts.keepable.contains_key(&id) {
            continue;
        }
        if is_parted_before(graph, &previous, facts, node, id) {
            facts.keepable.remove(&id);
            continue;
        }
        if !facts.mentions[&id].apart {
            continue;
        }
        match hosted(graph, facts, node, id) {
            Some(hosted) => drop(facts.keepable.entry(id).and_modify(|keepable| keepable.hosted = Some(hosted))),
            None => drop(facts.keepable.remove(&id)),
        }
    }
}

/// Whether a part of the local may have been moved out on the way to `node`.
fn is_parted_before(graph: &Graph, previous: &[Vec<usize>], facts: &Facts, node: usize, id: MentionId) -> bool {
    let local = facts.mentions[&id].local;
    let mut scope =
        walk(previous, &previous[node], |node| ![Event::Init(local), Event::End(local)].contains(&graph.events[node]));
    scope.any(|node| match graph.events[node] {
        Event::Mention(other) => facts.mentions[&other].local == local && parts(&facts.mentions[&other]),
        _ => false,
    })
}

/// Whether the mention moves a part of its local, or puts it back.
const fn parts(mention: &Mention) -> bool {
    matches!(mention.access, Access::Part | Access::Apart | Access::PutBack)
}

/// The mentions of the local after the call at `node` that move parts out of it. None if some of them may be reached otherwise: what
/// they move out would belong to the local or to its keeper. None also if what happens to the local then is more than that, or may
/// be: then that has the keeper.
fn hosted(graph: &Graph, facts: &Facts, node: usize, id: MentionId) -> Option<BTreeSet<MentionId>> {
    let local = facts.mentions[&id].local;
    let field = |id: MentionId| facts.mentions[&id].field.clone().unwrap_or_default();
    let others = |node: usize| match graph.events[node] {
        Event::Mention(other) if other != id && facts.mentions[&other].local == local => Some(other),
        _ => None,
    };
    let scope: Vec<usize> = graph.walk(&graph.next[node], |node| graph.events[node] != Event::End(local)).collect();
    // Called again, it would have to go to its keeper again.
    if scope.contains(&node) {
        return None;
    }
    let after: BTreeSet<MentionId> = scope.into_iter().filter_map(others).collect();
    let otherwise = graph.walk(&[0], |at| at != node).filter_map(others);
    let leaves = |id: &MentionId| parts(&facts.mentions[id]) || (after.contains(id) && facts.mentions[id].leaves.is_some());
    let plain = |id: &MentionId| {
        let mention = &facts.mentions[id];
        let known = !mention.ambiguous || mention.role == Use::Part || facts.patterns.contains_key(id);
        known && matches!(mention.access, Access::Place | Access::Copy | Access::Part)
    };
    // A field that gets a new value the keeper would take for moved.
    let own = field(id);
    let renewed = |id: &MentionId| {
        let other = field(*id);
        facts.assigned_fields.contains(id) && (own.starts_with(&other) || other.starts_with(&own))
    };
    let can_be = after.iter().all(plain) && !after.iter().any(renewed) && !otherwise.into_iter().any(|other| leaves(&other));
    can_be.then(|| after.iter().copied().filter(leaves).collect())
}
