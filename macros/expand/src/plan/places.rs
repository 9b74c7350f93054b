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

/// What the states have to have places for.
pub struct Places<'f> {
    facts: &'f Facts,
    /// Those that have a place of their own, in the order of declaration.
    own: Vec<LocalId>,
    /// The places in use, by segment.
    stored: Vec<BTreeSet<LocalId>>,
    /// Pairs of places of which the second is filled while the first is in use.
    overlaps: BTreeSet<(LocalId, LocalId)>,
}

impl<'f> Places<'f> {
    /// Of the saved locals but for those that have a place beside the tag; `kept`: the locals whose places others have.
    pub fn new(facts: &'f Facts, saved: &[LocalId], kept: &BTreeMap<LocalId, LocalId>, beside_tag: &[LocalId]) -> Self {
        let saved: Vec<LocalId> = saved.iter().copied().filter(|local| !beside_tag.contains(local)).collect();
        let place = |local: &LocalId| kept.get(local).copied().unwrap_or(*local);
        let overlaps = facts.overlaps.iter().filter(|(a, b)| saved.contains(a) && saved.contains(b));
        let overlaps = overlaps.map(|(a, b)| (place(a), place(b))).filter(|(a, b)| a != b);
        let stored = facts.segs.iter().map(|seg| seg.stored.iter().filter(|local| saved.contains(local)).map(place).collect());
        let stored = stored.collect();
        Places {
            facts,
            own: saved.iter().copied().filter(|local| !kept.contains_key(local)).collect(),
            stored,
            overlaps: overlaps.collect(),
        }
    }

    /// The fields of each state, in order.
    pub fn fields(&self) -> Vec<Vec<LocalId>> {
        let (shared, pairs) = self.shared();
        let order = self.best(shared, &pairs);
        let states = self.settled(&order, &pairs);
        let fields = self.stored.iter().zip(states).map(|(stored, state)| {
            let before = order.iter().enumerate().filter(|(at, _)| state.has(*at)).map(|(_, local)| *local);
            before.chain(self.own.iter().copied().filter(|local| stored.contains(local) && !order.contains(local))).collect()
        });
        fields.collect()
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

    /// What a place counts as.
    fn words(&self, local: LocalId) -> usize {
        if self.facts.scalars.contains_key(&local) { 1 } else { 3 }
    }

    /// The states that decide how large the machine is, among what goes with the segments: a state that is passed through has no
    /// future beside its locals.
    fn suspended<T>(&self, by_segment: impl IntoIterator<Item = T>) -> impl Iterator<Item = T> {
        by_segment.into_iter().zip(&self.facts.segs).filter(|(_, seg)| seg.kind == SegKind::Suspend).map(|(each, _)| each)
    }

    /// The largest state in this order, and the sum of all.
    fn cost(&self, order: &[LocalId], pairs: &[(LocalId, LocalId)]) -> (usize, usize) {
        let sizes = self.suspended(self.settled(order, pairs).into_iter().zip(&self.stored)).map(|(state, stored)| {
            let fields = order.iter().enumerate().filter(|(at, _)| state.has(*at)).map(|(_, local)| self.words(*local));
            let alone = stored.iter().filter(|local| !order.contains(local)).map(|local| self.words(*local));
            fields.sum::<usize>() + alone.sum::<usize>()
        });
        sizes.fold((0, 0), |(most, sum), size| (most.max(size), sum + size))
    }

    /// An order with few fillers: that of declaration, or one that is better.
    fn best(&self, mut order: Vec<LocalId>, pairs: &[(LocalId, LocalId)]) -> Vec<LocalId> {
        let least: usize = self.suspended(&self.stored).flatten().map(|local| self.words(*local)).sum();
        let mut cost = self.cost(&order, pairs);
        let count = order.len();
        let mut improved = count <= MOST_SORTED;
        while improved && cost.1 > least {
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
        order
    }
}
