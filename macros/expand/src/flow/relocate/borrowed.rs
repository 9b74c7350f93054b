//! What may have borrowed a local that would leave its slot.
use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{
        Access, Facts, Mention,
        graph::{Event, Graph, walk},
    },
    Here, is_plain,
};
use crate::names::LocalId;

/// How certain it is to be that nothing has borrowed a local.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Certainty {
    /// By the names of methods and what operators stand beside.
    Likely,
    /// The same, though something may have borrowed it exclusively: before it comes to the mention, the statement may use that.
    There,
    /// By what is mentioned and dropped from the mention on.
    Ruled,
    /// By what is so from the beginning of its statement on.
    Whole,
}

impl Here<'_> {
    /// Whether something may have borrowed the local before the statement of the mention that is used from there on.
    pub(super) fn is_lent(&self, certainty: Certainty) -> bool {
        let (facts, mention) = (self.facts, self.mention);
        let (local, start, likely) = (mention.local, mention.start, matches!(certainty, Certainty::Likely | Certainty::There));
        let borrowers = self.borrowers(likely);
        let exclusive = facts.exclusive.iter().any(|(lent, by)| *lent == local && *by != start);
        let early = certainty == Certainty::Whole || (exclusive && certainty != Certainty::There);
        let from = if early { start } else { self.node };
        let held = |other: &LocalId| {
            let mut all = facts.keepers_of(*other).map(|(_, keeper)| keeper).chain([*other]);
            all.any(|each| self.maybe[start].has(each.0))
        };
        let is_guard = |other: &&LocalId| if likely { facts.guards.contains(other) } else { !is_plain(facts, **other) };
        let guard = borrowers.iter().filter(is_guard).any(held);
        mention.apart || held_around(facts, mention) || guard || mentioned_from(self.graph, facts, from, local, &borrowers)
    }

    /// The locals that may hold a borrow of the mention's local when its statement begins: linked to it by other statements that lend
    /// the one, or mention another borrower, and mention or bind the other, on a path to there.
    pub(super) fn borrowers(&self, likely: bool) -> BTreeSet<LocalId> {
        let (graph, facts, mention) = (self.graph, self.facts, self.mention);
        let before = mentioned_before(graph, self.previous, facts, mention.start);
        let own = before.get(&mention.local).into_iter().flatten().filter_map(|node| match graph.events[*node] {
            Event::Mention(id) => facts.mentions.get(&id),
            _ => None,
        });
        let lent: BTreeSet<usize> = own.filter(|other| lends(other)).map(|other| other.start).collect();
        let links = |local: LocalId| {
            let (lent, before) = (&lent, &before);
            facts.statements.iter().filter(|statement| statement.nodes.start != mention.start).flat_map(move |statement| {
                let around = statement.nodes.contains(&mention.start);
                let mentioned = if around { &statement.own } else { &statement.all };
                let bound = if around { &statement.bound } else { &statement.all_bound };
                let inside = if around { statement.nodes.start..statement.nodes.start + 1 } else { statement.nodes.clone() };
                let on_a_path = move |local: &LocalId| {
                    before.get(local).is_some_and(|nodes| nodes.range(statement.nodes.clone()).next().is_some())
                };
                let lends = local != mention.local || lent.range(inside).next().is_some();
                let links = mentioned.contains(&local) && on_a_path(&local) && lends;
                mentioned.iter().filter(move |local| on_a_path(local)).chain(bound).copied().filter(move |_| links)
            })
        };
        let holds = |local: &LocalId| !facts.is_number(*local, !likely) && !facts.fixed.contains(local);
        let mut seen = BTreeSet::from([mention.local]);
        let mut work = vec![mention.local];
        while let Some(next) = work.pop() {
            work.extend(links(next).filter(|linked| holds(linked) && seen.insert(*linked)).collect::<Vec<_>>());
        }
        if !likely {
            // What borrows the slot may go into what the statement itself makes.
            let own = facts.statements.iter().filter(|statement| statement.nodes.start == mention.start);
            let passed =
                own.filter(|statement| statement.all.iter().any(|local| *local != mention.local && seen.contains(local)));
            let made: Vec<LocalId> =
                passed.flat_map(|statement| statement.all.union(&statement.all_bound)).copied().filter(holds).collect();
            seen.extend(made);
        }
        seen.remove(&mention.local);
        seen
    }
}

/// Whether one of the borrowers is mentioned on some path from `node` on, before the scope of `local` ends.
fn mentioned_from(graph: &Graph, facts: &Facts, node: usize, local: LocalId, borrowers: &BTreeSet<LocalId>) -> bool {
    let found = |node: usize| matches!(graph.events[node], Event::Mention(id) if borrowers.contains(&facts.mentions[&id].local));
    graph.walk(&graph.next[node], |node| graph.events[node] != Event::End(local)).any(found)
}

/// Whether a temporary of a statement around the mention's may borrow its local.
fn held_around(facts: &Facts, mention: &Mention) -> bool {
    let around = facts.statements.iter().filter(|statement| statement.nodes.contains(&mention.start));
    around.into_iter().any(|statement| statement.nodes.start != mention.start && statement.held.contains(&mention.local))
}

/// Whether something of the mention's statement may hold a borrow of its local: no move or copy is a borrow.
const fn lends(mention: &Mention) -> bool {
    !mention.passing && !matches!(mention.access, Access::Take | Access::Captured | Access::Copy | Access::Put | Access::Kept)
}

/// The nodes of the mentions of each local that lie on a path to `end`.
pub(in crate::flow) fn mentioned_before(
    graph: &Graph,
    previous: &[Vec<usize>],
    facts: &Facts,
    end: usize,
) -> BTreeMap<LocalId, BTreeSet<usize>> {
    let mut found: BTreeMap<LocalId, BTreeSet<usize>> = BTreeMap::new();
    for node in walk(previous, &[end], |_| true) {
        if let Event::Mention(id) = graph.events[node] {
            found.entry(facts.mentions[&id].local).or_default().insert(node);
        }
    }
    found
}
