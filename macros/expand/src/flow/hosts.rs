//! Locals that go to a keeper while other fields of them are mentioned again. The keeper holds the local where it was, so that these
//! mentions find their fields; what they move out, it is told at the end.
use std::collections::BTreeSet;

use super::{
    Access, Facts, Use,
    graph::{Event, Graph},
};
use crate::names::MentionId;

/// Notes which mentions come after each call of a field that could make such a keeper, or that it can't.
pub(super) fn hosts(graph: &Graph, facts: &mut Facts) {
    for (node, event) in graph.events.iter().enumerate() {
        let Event::Mention(id) = *event else { continue };
        if !facts.mentions[&id].apart || !facts.keepable.contains_key(&id) {
            continue;
        }
        match hosted(graph, facts, node, id) {
            Some(hosted) => drop(facts.keepable.entry(id).and_modify(|keepable| keepable.hosted = Some(hosted))),
            None => drop(facts.keepable.remove(&id)),
        }
    }
}

/// The mentions of the local after the call at `node` that move parts out of it. None if some of them may be reached otherwise: what
/// they move out would belong to the local or to its keeper. None also if what happens to the local then is more than that, or may
/// be: then that has the keeper.
fn hosted(graph: &Graph, facts: &Facts, node: usize, id: MentionId) -> Option<BTreeSet<MentionId>> {
    let local = facts.mentions[&id].local;
    let others = |node: usize| match graph.events[node] {
        Event::Mention(other) if other != id && facts.mentions[&other].local == local => Some(other),
        _ => None,
    };
    let scope = graph.walk(&graph.next[node], |node| graph.events[node] != Event::End(local));
    let after: BTreeSet<MentionId> = scope.filter_map(others).collect();
    let otherwise = graph.walk(&[0], |at| at != node).filter_map(others);
    let parted = |id: &MentionId| matches!(facts.mentions[id].access, Access::Part | Access::Apart | Access::PutBack);
    let leaves = |id: &MentionId| parted(id) || (after.contains(id) && facts.mentions[id].native);
    let plain = |id: &MentionId| {
        let mention = &facts.mentions[id];
        let known = !mention.ambiguous || mention.role == Use::Part || facts.patterns.contains_key(id);
        known && matches!(mention.access, Access::Place | Access::Copy | Access::Part)
    };
    let can_be = after.iter().all(plain) && !otherwise.into_iter().any(|other| leaves(&other));
    can_be.then(|| after.iter().copied().filter(leaves).collect())
}
