//! What is live where: the control flow graph of the body, and what three analyses say of it.
//!
//! 1. Liveness (backwards): is a local mentioned again before it is assigned anew? Tells a move from a copy at a by-value mention.
//! 2. Initialisation (forwards, maybe and must): what owns a value at each boundary between segments.
//! 3. Borrows (forwards): what may have been borrowed keeps its slot until its scope ends, as in rustc's own coroutines.
pub(crate) mod bits;
mod build;
mod doubt;
mod droppable;
mod facts;
mod graph;
mod holds;
mod hosts;
pub mod keep;
mod known;
mod lent;
pub mod moved;
pub mod native;
mod parts;
pub mod pattern;
pub mod proof;
mod relocate;
pub mod scalars;
mod slots;
mod solve;
mod typed;
mod ways;

use std::{collections::BTreeMap, sync::Arc};

use build::build_with;
pub use droppable::MayDrop;
pub use facts::{Access, Facts, Leave, Mention, SegKind, Segment, Statement, Use};
pub use keep::{Keepable, Keeper};
pub use lent::Lent;
pub use parts::{Base, Capturing, Gone, Matched, Matching, Part, Parting, Site};
pub use ways::Way;

use crate::{
    ir::{Block, Local},
    names::{LocalId, MentionId},
    resolve::beside::Declared,
};

/// Builds the graph of a body, assigns its segments, and solves the analyses: once more if closures may copy out of boxes, and if there are
/// keepers to be declared, or locals that leaf futures can take over.
pub fn build(
    body: &mut Block,
    arguments: &[LocalId],
    locals: &mut Vec<Local>,
    declared: &Arc<Declared>,
    early: BTreeMap<MentionId, LocalId>,
) -> Facts {
    let run = |begin: Facts, body: &Block, locals: &[Local]| {
        let (mut body, mut locals) = (body.clone(), locals.to_vec());
        let solved = build_with(begin, &mut body, arguments, &mut locals, declared);
        (body, locals, solved)
    };
    let mut begin = Facts { early, ..Facts::default() };
    let first = run(begin.clone(), body, locals);
    begin.copied.clone_from(&first.2.facts.copied);
    let (once, known, mut solved) = if begin.copied.is_empty() { first } else { run(begin.clone(), body, locals) };
    let facts = &solved.facts;
    let keepers = keep::keepers(&once, facts, &known, locals);
    if facts.keepable.is_empty() && facts.given.is_empty() {
        (*body, *locals) = (once, known);
    } else {
        let given = facts.given.clone();
        let with = |keepers| Facts { keepers, given: given.clone(), settled: true, ..begin.clone() };
        let (twice, known, again) = run(with(keepers.clone()), body, locals);
        // What may be borrowed does not move, and what is moved out of in parts shares no place.
        let moves = |keeper: &Keeper| again.facts.watched.contains(&keeper.local) && again.facts.is_parted(keeper.of);
        let fit: BTreeMap<_, _> =
            keepers.iter().filter(|(_, keeper)| !moves(keeper)).map(|(id, each)| (*id, each.clone())).collect();
        if fit.len() < keepers.len() {
            solved = build_with(with(fit), body, arguments, locals, declared);
        } else {
            (*body, *locals, solved) = (twice, known, again);
        }
    }
    lent::lent(&mut solved, body, locals);
    solved.facts
}
