//! Partial moves: `let right = both.right;`, after which `both.left` lives on.
use std::collections::BTreeSet;

use super::{
    Access, Facts, Mention, Use,
    solve::{Event, Graph, reachable},
};
use crate::names::MentionId;

/// Decides which by-value mentions of a field move it out of a slot. One whose field, or whose whole local, is mentioned again is a
/// copy.
pub fn decide(graph: &Graph, facts: &mut Facts) {
    let nodes: Vec<(usize, MentionId)> = graph
        .events
        .iter()
        .enumerate()
        .filter_map(|(node, event)| match event {
            Event::Mention(id) if moves(graph, facts, node, &facts.mentions[id]) => Some((node, *id)),
            _ => None,
        })
        .collect();
    for (node, id) in &nodes {
        let same = |other: &&(usize, MentionId)| facts.mentions[&other.1].local == facts.mentions[id].local && other.1 != *id;
        let earlier: Vec<&(usize, MentionId)> =
            nodes.iter().filter(same).filter(|(from, _)| leads(graph, *from, *node)).collect();
        if earlier.iter().all(|(from, _)| dominates(graph, *from, *node)) {
            let before = earlier.iter().map(|(_, id)| *id).collect();
            facts.mentions.entry(*id).and_modify(|mention| (mention.access, mention.before) = (Access::Part, before));
        }
    }
}

fn moves(graph: &Graph, facts: &Facts, node: usize, mention: &Mention) -> bool {
    if mention.role != Use::Part || mention.native || facts.copies.contains(&mention.local) {
        return false;
    }
    !reachable(graph, node, &|event| match event {
        Event::Mention(other) => {
            let other = &facts.mentions[&other];
            other.local == mention.local && other.role != Use::Assign && (other.field.is_none() || other.field == mention.field)
        }
        _ => false,
    })
}

fn leads(graph: &Graph, from: usize, to: usize) -> bool {
    let mut seen = BTreeSet::new();
    let mut work = graph.next[from].clone();
    while let Some(node) = work.pop() {
        if node == to {
            return true;
        }
        if seen.insert(node) {
            work.extend(&graph.next[node]);
        }
    }
    false
}

/// Whether each path from the beginning to `to` passes `by`.
fn dominates(graph: &Graph, by: usize, to: usize) -> bool {
    let mut seen = BTreeSet::from([by]);
    let mut work = vec![0];
    while let Some(node) = work.pop() {
        if node == to {
            return false;
        }
        if seen.insert(node) {
            work.extend(&graph.next[node]);
        }
    }
    true
}
