//! The fields of each state: the places that it uses, and those that have to stand before them.
//!
//! A place that two states use has the same fields before it in both. So in any order of the shared places, a state has those that
//! stand before one of its own in another state. Most orders need few such fillers or none; in the order of declaration they are
//! the locals that are moved while younger ones live on. Sizes are not known here: a place counts as some words.
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    flow::{Facts, SegKind, bits::Bits},
    names::LocalId,
};

/// Up to so many shared places, better orders than that of declaration are looked for.
const MOST_SORTED: usize = 16;

/// The keepers that have the place of their local, and the fields of each state, in order.
///
/// A keeper that a state has beside its local is one of them, as one of the two is gone there, and one whose local may be borrowed.
/// Others are where that leaves fewer fillers. What is moved out of in parts has more than a slot.
pub fn places(facts: &Facts, saved: &[LocalId], beside_tag: &[LocalId]) -> (BTreeMap<LocalId, LocalId>, Vec<Vec<LocalId>>) {
    let pairs = facts.keepers.values().map(|keeper| (keeper.local, keeper.of));
    let can = |(keeper, of): &(LocalId, LocalId)| saved.contains(keeper) && saved.contains(of) && !facts.is_parted(*of);
    let beside = |(keeper, of): &(LocalId, LocalId)| {
        let both = facts.segs.iter().any(|seg| seg.stored.contains(keeper) && seg.stored.contains(of));
        both || facts.watched.contains(keeper)
    };
    let (beside, others): (Vec<_>, Vec<_>) = pairs.filter(can).partition(beside);
    let mut kept = BTreeMap::from_iter(beside);
    let mut best = Places::new(facts, saved, &kept, beside_tag).fields();
    for (keeper, of) in others {
        let with = kept.clone().into_iter().chain([(keeper, of)]).collect();
        let found = Places::new(facts, saved, &with, beside_tag).fields();
        if found.0 < best.0 {
            (kept, best) = (with, found);
        }
    }
    if kept.len() == facts.keepers.len() {
        return (kept, best.1);
    }
    let ordered = Places { favour: 1, ..Places::new(facts, saved, &kept, beside_tag) };
    let fields = ordered.fields().1;
    (kept, fields)
}

/// What the states of an order weigh, and how often keepers do not stand side by side at the front.
type Cost = (usize, usize);

/// What the states have to have places for.
struct Places<'f> {
    facts: &'f Facts,
    /// Those that have a place of their own, in the order of declaration.
    own: Vec<LocalId>,
    /// Those of them that are keepers.
    keepers: BTreeSet<LocalId>,
    /// Those of them of what a closure captures.
    captured: BTreeSet<LocalId>,
    /// Those of them that keepers have as well.
    kept: BTreeSet<LocalId>,
    /// What a keeper counts less if it stands in front of all but keepers, in half words: if it is a byte, it has room beside the tag.
    favour: usize,
    /// The places in use, by segment.
    stored: Vec<BTreeSet<LocalId>>,
    /// Pairs of places of which the second is filled while the first is in use.
    overlaps: BTreeSet<(LocalId, LocalId)>,
}

impl<'f> Places<'f> {
    /// Of the saved locals but for those that have a place beside the tag; `kept`: the locals whose places others have.
    fn new(facts: &'f Facts, saved: &[LocalId], kept: &BTreeMap<LocalId, LocalId>, beside_tag: &[LocalId]) -> Self {
        let saved: Vec<LocalId> = saved.iter().copied().filter(|local| !beside_tag.contains(local)).collect();
        let place = |local: &LocalId| kept.get(local).copied().unwrap_or(*local);
        let overlaps = facts.overlaps.iter().filter(|(a, b)| saved.contains(a) && saved.contains(b));
        let overlaps = overlaps.map(|(a, b)| (place(a), place(b))).filter(|(a, b)| a != b);
        let stored = facts.segs.iter().map(|seg| seg.stored.iter().filter(|local| saved.contains(local)).map(place).collect());
        let captured = facts.keepers.values().filter(|keeper| keeper.own.iter().any(|id| facts.captured.contains_key(id)));
        Places {
            facts,
            own: saved.iter().copied().filter(|local| !kept.contains_key(local)).collect(),
            kept: kept.values().copied().collect(),
            keepers: facts.keepers.values().map(|keeper| keeper.local).collect(),
            captured: captured.map(|keeper| keeper.local).collect(),
            favour: 0,
            stored: stored.collect(),
            overlaps: overlaps.collect(),
        }
    }

    /// The fields of each state, in order, and what they cost.
    fn fields(&self) -> (Cost, Vec<Vec<LocalId>>) {
        let (shared, pairs) = self.shared();
        let (cost, order) = self.best(shared, &pairs);
        let states = self.settled(&order, &pairs);
        let fields = self.stored.iter().zip(states).map(|(stored, state)| {
            let before = order.iter().enumerate().filter(|(at, _)| state.has(*at)).map(|(_, local)| *local);
            before.chain(self.alone(stored, &order)).collect()
        });
        (cost, fields.collect())
    }

    /// The places that no other state uses, keepers first: of these, those that closures make last, as closures borrow more often.
    fn alone(&self, stored: &BTreeSet<LocalId>, order: &[LocalId]) -> impl Iterator<Item = LocalId> + use<> {
        let alone = self.own.iter().copied().filter(|local| stored.contains(local) && !order.contains(local));
        let mut alone: Vec<LocalId> = alone.collect();
        alone.sort_by_key(|local| (!self.keepers.contains(local), self.captured.contains(local)));
        alone.into_iter()
    }

    /// The places that two states or more use, or that are in use while another one gets its value that no state has beside them;
    /// and the pairs of these.
    fn shared(&self) -> (Vec<LocalId>, Vec<(LocalId, LocalId)>) {
        let count = |local: &LocalId| self.stored.iter().filter(|stored| stored.contains(local)).count();
        let mut shared: BTreeSet<LocalId> = self.own.iter().copied().filter(|local| count(local) > 1).collect();
        let apart = |(a, b): &&(LocalId, LocalId)| !self.stored.iter().any(|stored| stored.contains(a) && stored.contains(b));
        let pairs: Vec<(LocalId, LocalId)> = self.overlaps.iter().filter(apart).copied().collect();
        shared.extend(pairs.iter().flat_map(|(a, b)| [*a, *b]));
        (self.own.iter().copied().filter(|local| shared.contains(local)).collect(), pairs)
    }

    /// The shared fields of each state, by their positions in this order.
    fn settled(&self, order: &[LocalId], pairs: &[(LocalId, LocalId)]) -> Vec<Bits> {
        let row = |has: &dyn Fn(&LocalId) -> bool| {
            let mut row = Bits::new(order.len(), false);
            order.iter().enumerate().filter(|(_, local)| has(local)).for_each(|(at, _)| row.set(at, true));
            row
        };
        let states = self.stored.iter().map(|stored| row(&|local| stored.contains(local)));
        let mut rows: Vec<Bits> = states.chain(pairs.iter().map(|(a, b)| row(&|local| local == a || local == b))).collect();
        let mut before = vec![Bits::new(order.len(), false); order.len()];
        loop {
            let was = (rows.clone(), before.clone());
            for row in &mut rows {
                let mut seen = Bits::new(order.len(), false);
                for at in (0..order.len()).filter(|at| row.has(*at)) {
                    before[at].or(&seen);
                    seen.set(at, true);
                }
                (0..order.len()).filter(|at| seen.has(*at)).for_each(|at| row.or(&before[at]));
            }
            if (&rows, &before) == (&was.0, &was.1) {
                rows.truncate(self.stored.len());
                return rows;
            }
        }
    }

    /// What a place counts as. A keeper is a byte if the call has moved its local, and else a word larger than that. A leaf future
    /// knows where it waits, and holds more than the future that it waits for.
    fn words(&self, local: LocalId) -> usize {
        match local {
            keeper if self.keepers.contains(&keeper) => 2,
            local if self.kept.contains(&local) => 4,
            leaf if let Some(held) = self.facts.leaves.get(&leaf) => 4 + 3 * held,
            number if self.facts.scalars.contains_key(&number) || self.facts.is_number(number, false) => 1,
            _ => 3,
        }
    }

    /// What states with these fields cost, of which some are in use: nobody knows how large their futures are, so not just the largest of
    /// them counts.
    fn weight<'a>(&self, states: impl Iterator<Item = (Vec<LocalId>, &'a BTreeSet<LocalId>)>) -> usize {
        let weight = |(fields, stored): (Vec<LocalId>, &BTreeSet<LocalId>)| {
            let front = fields.iter().take_while(|local| self.keepers.contains(local)).filter(|local| stored.contains(local));
            let words: usize = fields.iter().map(|local| self.words(*local)).sum();
            (2 * words - self.favour * front.count()).pow(2)
        };
        states.map(weight).sum()
    }

    /// The states that decide how large the machine is, among what goes with the segments: a state that is passed through has no
    /// future beside its locals.
    fn suspended<T>(&self, by_segment: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
        by_segment.into_iter().zip(&self.facts.segs).filter(|(_, seg)| seg.kind == SegKind::Suspend).map(|(each, _)| each)
    }

    /// What the states cost in this order, and how often keepers do not stand side by side at the front: one that has moved its local is
    /// a byte, and has room beside the tag.
    fn cost(&self, order: &[LocalId], pairs: &[(LocalId, LocalId)]) -> Cost {
        let states = self.suspended(self.settled(order, pairs).into_iter().zip(&self.stored)).map(|(state, stored)| {
            let shared = order.iter().enumerate().filter(|(at, _)| state.has(*at)).map(|(_, local)| *local);
            (shared.chain(self.alone(stored, order)).collect::<Vec<LocalId>>(), stored)
        });
        let states: Vec<(Vec<LocalId>, &BTreeSet<LocalId>)> = states.collect();
        let groups = states.iter().map(|(fields, _)| {
            let groups = fields.chunk_by(|a, b| self.keepers.contains(a) == self.keepers.contains(b));
            groups.skip(1).filter(|group| self.keepers.contains(&group[0])).count()
        });
        let groups = groups.sum();
        (self.weight(states.into_iter()), groups)
    }

    /// An order with few fillers, and its cost: that of declaration, or one that is better. What many states have comes first in
    /// another.
    fn best(&self, order: Vec<LocalId>, pairs: &[(LocalId, LocalId)]) -> (Cost, Vec<LocalId>) {
        let least = self.suspended(&self.stored).map(|stored| (stored.iter().copied().collect(), stored));
        let least = (self.weight(least), 0);
        let cost = self.cost(&order, pairs);
        if cost <= least || order.len() > MOST_SORTED {
            return (cost, order);
        }
        let mut by_use = order.clone();
        by_use.sort_by_key(|local| std::cmp::Reverse(self.stored.iter().filter(|stored| stored.contains(local)).count()));
        let found = [order, by_use].map(|order| self.improved(order, pairs, least));
        found.into_iter().min_by_key(|(cost, _)| *cost).unwrap_or_default()
    }

    /// A better order and its cost, by moving one place after the other.
    fn improved(&self, mut order: Vec<LocalId>, pairs: &[(LocalId, LocalId)], least: Cost) -> (Cost, Vec<LocalId>) {
        let (mut cost, mut improved, count) = (self.cost(&order, pairs), true, order.len());
        while improved && cost > least {
            improved = false;
            for (from, to) in (0..count).flat_map(|from| (0..count).map(move |to| (from, to))) {
                let mut other = order.clone();
                let local = other.remove(from);
                other.insert(to, local);
                let found = self.cost(&other, pairs);
                if found < cost {
                    (order, cost, improved) = (other, found, true);
                }
            }
        }
        (cost, order)
    }
}
