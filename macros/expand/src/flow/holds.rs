//! What the machine holds where it goes from one segment to another.
use std::collections::BTreeSet;

use super::{
    Facts, SegKind,
    bits::Bits,
    graph::{Event, Graph},
};
use crate::{ir::SegId, names::LocalId};

/// What holds before each node.
pub struct Found {
    /// The locals that are mentioned again.
    pub live: Vec<Bits>,
    /// Those that may hold a value.
    pub maybe: Vec<Bits>,
    /// Those that hold one.
    pub must: Vec<Bits>,
    /// Those that may have been borrowed.
    pub borrowed: Vec<Bits>,
}

impl Found {
    /// Whether the local may hold a value that counts: plain data is gone with its last mention, and so is a reference.
    fn holds(&self, local: LocalId, node: usize, facts: &Facts) -> bool {
        let plain = facts.scalars.contains_key(&local) || facts.copies.contains(&local);
        let wanted = !plain || self.live[node].has(local.0) || self.borrowed[node].has(local.0);
        self.maybe[node].has(local.0) && wanted
    }

    /// Whether its slot is in use.
    pub fn stores(&self, local: LocalId, node: usize, facts: &Facts) -> bool {
        self.holds(local, node, facts) || self.borrowed[node].has(local.0)
    }

    /// Notes what the machine has when it enters the segment.
    pub fn enter(&self, graph: &Graph, facts: &mut Facts, locals: usize, (node, seg): (usize, SegId)) {
        let within = mentioned_within(graph, facts, node);
        (0..locals).map(LocalId).for_each(|local| self.hold(local, node, within.contains(&local), facts, seg));
    }

    /// Notes what it has of the local when it enters the segment; `within`: a leaf future mentions it there.
    fn hold(&self, local: LocalId, node: usize, within: bool, facts: &mut Facts, seg: SegId) {
        let kept = within || facts.segs[seg.0].kind == SegKind::Start;
        let holds = self.holds(local, node, facts) || (kept && self.maybe[node].has(local.0));
        let segment = &mut facts.segs[seg.0];
        if holds || self.borrowed[node].has(local.0) {
            segment.stored.insert(local);
        }
        if holds {
            segment.live.insert(local);
        }
        if holds && !self.must[node].has(local.0) {
            segment.maybe.insert(local);
        }
    }
}

/// The locals that a leaf future mentions, at the node that stands for it.
fn mentioned_within(graph: &Graph, facts: &Facts, node: usize) -> BTreeSet<LocalId> {
    let Event::Held(seg) = graph.events[node] else { return BTreeSet::new() };
    let inside = graph.events[..node].iter().rev().take_while(|event| **event != Event::Boundary(seg));
    let mention = |event: &Event| if let Event::Mention(id) = event { facts.mentions.get(id) } else { None };
    inside.filter_map(mention).map(|mention| mention.local).collect()
}
