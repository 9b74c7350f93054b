//! The saved locals to which something is lent that is declared behind the suspension point: a reference to it may go into them, which no
//! type that the machine has can name.
//!
//! Input: `let mut list = vec![&first]; f().await; let last = name(); list.push(&last);`
//! Output: behind the await, `let list = anew!(list);`
use std::collections::{BTreeMap, BTreeSet};

use super::Marks;
use crate::{
    flow::{
        Facts, Mention, Use,
        graph::{Event, Graph},
    },
    ir::{Local, SegId},
    names::{LocalId, MentionId},
};

/// Each of them, with the segment where that is; `innermost`: the innermost statement of each node.
pub(super) fn anew(
    graph: &Graph,
    facts: &Facts,
    marks: &Marks,
    locals: &[Local],
    innermost: &[usize],
) -> BTreeSet<(SegId, LocalId)> {
    let finder = Finder { facts, marks, locals, slots: facts.slots() };
    let mut segs = BTreeMap::<SegId, Vec<Lending<'_>>>::new();
    for statement in &facts.statements {
        let bound: Vec<LocalId> = statement.bound.iter().filter(|local| !finder.slots.contains(local)).copied().collect();
        let mut mentions = BTreeMap::<SegId, Vec<(MentionId, &Mention)>>::new();
        for node in statement.nodes.clone().filter(|node| innermost[*node] == statement.nodes.start) {
            let Event::Mention(id) = graph.events[node] else { continue };
            let Some(mention) = facts.mentions.get(&id) else { continue };
            mentions.entry(mention.seg).or_default().push((id, mention));
        }
        mentions
            .into_iter()
            .for_each(|(seg, mentions)| segs.entry(seg).or_default().push(Lending { mentions, bound: bound.clone() }));
    }
    segs.iter().flat_map(|(seg, statements)| finder.find(statements).into_iter().map(|local| (*seg, local))).collect()
}

/// What a statement mentions in a segment, without the statements inside it.
struct Lending<'a> {
    mentions: Vec<(MentionId, &'a Mention)>,
    /// The locals without a slot that it binds.
    bound: Vec<LocalId>,
}

struct Finder<'a> {
    facts: &'a Facts,
    marks: &'a Marks,
    locals: &'a [Local],
    slots: BTreeSet<LocalId>,
}

impl Finder<'_> {
    /// The locals of the user's that the segment may find in their slots, and to which it lends something.
    fn find(&self, statements: &[Lending<'_>]) -> BTreeSet<LocalId> {
        let mentions =
            statements.iter().flat_map(|statement| &statement.mentions).filter(|(id, mention)| self.takes(*id, mention));
        let found = mentions.map(|(_, mention)| mention.local);
        let found: BTreeSet<LocalId> = found.filter(|local| self.slots.contains(local) && !self.locals[local.0].temp).collect();
        found.into_iter().filter(|local| self.is_lent_to(*local, statements)).collect()
    }

    /// Whether something without a slot is lent to the local, or to what stands beside it: `if let Some(list) = &mut lists { list.push(&x) }`,
    /// `swap(&mut list, &mut lists)`.
    fn is_lent_to(&self, local: LocalId, statements: &[Lending<'_>]) -> bool {
        let (mut through, mut work) = (BTreeSet::from([local]), vec![local]);
        while let Some(next) = work.pop() {
            let takes = |(id, mention): &(MentionId, &Mention)| mention.local == next && self.takes(*id, mention);
            for statement in statements.iter().filter(|statement| statement.mentions.iter().any(takes)) {
                if statement.mentions.iter().any(|(_, mention)| !through.contains(&mention.local) && self.lends(mention)) {
                    return true;
                }
                let beside = statement.mentions.iter().map(|(_, mention)| mention.local).filter(|local| self.holds(*local));
                work.extend(statement.bound.iter().copied().chain(beside).filter(|local| through.insert(*local)));
            }
        }
        false
    }

    /// Whether it may be, or give, a reference to what has no slot.
    fn lends(&self, mention: &Mention) -> bool {
        let is_number = mention.role == Use::Value && self.facts.is_number(mention.local, false);
        !self.slots.contains(&mention.local) && !is_number
    }

    /// Whether a reference may go into what is mentioned.
    fn takes(&self, id: MentionId, mention: &Mention) -> bool {
        let changed = mention.role == Use::Assign || self.marks.changed.contains(&id);
        (changed || !self.marks.shared.contains(&id)) && self.holds(mention.local)
    }

    /// Whether the local may hold a reference to another.
    fn holds(&self, local: LocalId) -> bool {
        !(self.facts.is_number(local, false) || self.facts.fixed.contains(&local) || self.facts.texts.contains(&local))
    }
}
