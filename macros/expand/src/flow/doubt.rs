//! What the file at hand tells of methods, where it can't be meant.
use std::collections::BTreeSet;

use super::{
    Facts, Use,
    bits::Bits,
    graph::{Event, Graph},
};
use crate::names::LocalId;

/// A method that the file declares to consume was called on a local that is mentioned again: it is another method, and so may be
/// the others of these names that are called on that local.
pub(super) fn doubt(graph: &Graph, live: &[Bits], facts: &mut Facts) {
    let hinted = |event: &Event| match event {
        Event::Mention(id) => facts.hinted.get(id).and_then(|id| facts.mentions.get(id)),
        _ => None,
    };
    let again = graph.events.iter().zip(live).filter_map(|(event, live)| {
        let local = hinted(event)?.local;
        live.has(local.0).then_some(local)
    });
    let doubtful: BTreeSet<LocalId> = again.collect();
    for id in &facts.hinted {
        let first = facts.captured.get(id).copied();
        for id in first.into_iter().chain([*id]) {
            let own = facts.mentions.get_mut(&id).filter(|mention| doubtful.contains(&mention.local));
            match own.map(|mention| (mention.role, mention)) {
                Some((Use::Receiver(true), mention)) => (mention.role, mention.guess) = (Use::Receiver(false), false),
                Some((Use::Value, mention)) if first.is_some() => (mention.role, mention.guess) = (Use::Unknown, false),
                _ => {}
            }
        }
    }
}
