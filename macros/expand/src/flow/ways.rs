//! Which state may follow which, and why: what the diagrams of a machine show.
use std::collections::BTreeSet;

use super::{Facts, SegKind};
use crate::ir::SegId;

/// Why the machine goes from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// What it waited for is ready.
    Ready,
    /// A loop begins again.
    Again,
    /// A loop is over, or a `break` has left a block.
    Break,
    /// `?` has returned.
    Question,
    /// `return`, or the end of the function.
    Return,
}

impl Facts {
    /// Notes that the segment may return.
    pub(super) fn ends(&mut self, seg: SegId, way: Way) {
        if let Some(segment) = self.segs.get_mut(seg.0) {
            segment.ends.insert(way);
        }
    }

    /// The ways from each state in which the machine rests to the next, and to its end, which is none; a way leads through the states that are
    /// passed through.
    pub fn ways(&self) -> BTreeSet<(SegId, Option<SegId>, Way)> {
        let rests = |seg: SegId| self.segs[seg.0].kind.rests();
        let mut all = BTreeSet::new();
        for from in (0..self.segs.len()).map(SegId).filter(|seg| rests(*seg)) {
            let (mut seen, mut work) = (BTreeSet::new(), vec![(from, Way::Ready)]);
            while let Some((seg, way)) = work.pop() {
                let segment = &self.segs[seg.0];
                all.extend(segment.ends.iter().map(|end| (from, None, *end)));
                for exit in &segment.exits {
                    let way = way.max(self.way(seg, *exit));
                    if rests(*exit) {
                        all.insert((from, Some(*exit), way));
                    } else if seen.insert((*exit, way)) {
                        work.push((*exit, way));
                    }
                }
            }
        }
        all
    }

    /// Why one segment runs into another.
    fn way(&self, from: SegId, to: SegId) -> Way {
        match self.segs[to.0].kind {
            SegKind::Head if from >= to => Way::Again,
            SegKind::Join if self.breaks.contains(&(from, to)) => Way::Break,
            _ => Way::Ready,
        }
    }
}
