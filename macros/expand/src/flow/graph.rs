//! The control flow graph of a body: what happens, and what may follow.
use std::collections::BTreeSet;

use crate::{
    ir::SegId,
    names::{LocalId, MentionId},
};

/// Something that happens at a node of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Nothing.
    None,
    /// A local gets its first value.
    Init(LocalId),
    /// A mention.
    Mention(MentionId),
    /// The arm of a match moves out of its scrutinee; whether all of it.
    Matched(MentionId, bool),
    /// The arm with this number moves parts out of its scrutinee.
    Arm(MentionId, usize),
    /// A leaf future owns a local from here on, in its slot.
    HandOver(LocalId),
    /// The end of a local's scope; also its declaration.
    End(LocalId),
    /// The machine goes from one segment to another.
    Boundary(SegId),
    /// Wherever a leaf future may be suspended, or panic: what the machine has then. Nothing follows.
    Held(SegId),
}

/// The graph: an event and the successors of each node.
#[derive(Debug, Default)]
pub struct Graph {
    /// The events.
    pub events: Vec<Event>,
    /// The successors.
    pub next: Vec<Vec<usize>>,
}

impl Graph {
    /// The nodes on the paths from `starts`, these included; a path goes on from where `through` holds.
    pub fn walk<'g>(&'g self, starts: &[usize], through: impl Fn(usize) -> bool + 'g) -> impl Iterator<Item = usize> + 'g {
        walk(&self.next, starts, through)
    }

    /// The predecessors of each node.
    pub fn previous(&self) -> Vec<Vec<usize>> {
        let mut previous = vec![Vec::new(); self.next.len()];
        for (from, targets) in self.next.iter().enumerate() {
            for target in targets {
                previous[*target].push(from);
            }
        }
        previous
    }
}

/// The same along these edges: the successors, or the predecessors.
pub fn walk<'g>(
    edges: &'g [Vec<usize>],
    starts: &[usize],
    through: impl Fn(usize) -> bool + 'g,
) -> impl Iterator<Item = usize> + 'g {
    let (mut seen, mut work) = (BTreeSet::new(), starts.to_vec());
    std::iter::from_fn(move || {
        let node = loop {
            let next = work.pop()?;
            if seen.insert(next) {
                break next;
            }
        };
        if through(node) {
            work.extend(&edges[node]);
        }
        Some(node)
    })
}
