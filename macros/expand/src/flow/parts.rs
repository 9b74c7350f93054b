//! Partial moves: `let right = both.right;`, after which `both.left` lives on.
use super::{
    Access, Facts, Mention, Use,
    solve::{Event, Graph},
};
use crate::names::{LocalId, MentionId};

/// Decides which by-value mentions of a field move it out of a slot. One whose field, or whose whole local, is mentioned again is a
/// copy.
pub fn decide(graph: &Graph, facts: &mut Facts) {
    let nodes: Vec<(usize, MentionId)> = graph
        .events
        .iter()
        .enumerate()
        .filter_map(|(node, event)| match event {
            Event::Mention(id) if moves(graph, facts, node, *id) => Some((node, *id)),
            _ => None,
        })
        .collect();
    for (node, id) in &nodes {
        let local = facts.mentions[id].local;
        let same = |other: &&(usize, MentionId)| facts.mentions[&other.1].local == local && other.1 != *id;
        let earlier: Vec<&(usize, MentionId)> = nodes
            .iter()
            .filter(same)
            .filter(|(from, _)| until_renewed(graph, facts, *from, local).any(|after| after == *node))
            .collect();
        // Which arm was taken before can't be told here.
        let arms = |id: &MentionId| facts.patterns.get(id).is_some_and(|parting| parting.pat.is_none());
        if earlier.iter().all(|(from, id)| dominates(graph, *from, *node) && !arms(id)) {
            let before = earlier.iter().map(|(_, id)| *id).collect();
            facts.mentions.entry(*id).and_modify(|mention| (mention.access, mention.before) = (Access::Part, before));
        }
    }
}

fn moves(graph: &Graph, facts: &Facts, node: usize, id: MentionId) -> bool {
    let (mention, by_pattern) = (&facts.mentions[&id], facts.patterns.contains_key(&id));
    if (mention.role != Use::Part && !by_pattern) || mention.native || facts.copies.contains(&mention.local) {
        return false;
    }
    !until_renewed(graph, facts, node, mention.local).any(|node| match graph.events[node] {
        Event::Mention(other) => {
            let back = facts.assigned.contains(&other);
            let other = &facts.mentions[&other];
            other.local == mention.local && other.role != Use::Assign && (back || overlap(mention, other, by_pattern))
        }
        _ => false,
    })
}

/// The nodes after `node`, up to where the local gets a new value or its scope ends.
fn until_renewed<'g>(graph: &'g Graph, facts: &'g Facts, node: usize, local: LocalId) -> impl Iterator<Item = usize> + 'g {
    graph.walk(&graph.next[node], move |node| match graph.events[node] {
        Event::Init(other) | Event::End(other) => other != local,
        Event::Mention(id) => facts.mentions[&id].local != local || facts.mentions[&id].role != Use::Assign,
        _ => true,
    })
}

/// Whether the other mention reaches what `one` moves: one of the two mentions the other's field, or all of the local. What a
/// pattern leaves may be mentioned.
fn overlap(one: &Mention, other: &Mention, by_pattern: bool) -> bool {
    let path = |mention: &Mention| mention.field.clone().unwrap_or_default();
    let (one, other) = (path(one), path(other));
    one.starts_with(&other) || (!by_pattern && other.starts_with(&one))
}

/// Whether each path from the beginning to `to` passes `by`.
fn dominates(graph: &Graph, by: usize, to: usize) -> bool {
    graph.walk(&[0], |node| node != by).all(|node| node != to)
}
