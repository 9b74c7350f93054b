//! The fields of each state: the places that it uses, and those that have to stand before them.
//!
//! A place that two states use has the same fields before it in both. So in any order of the shared places, a state has those that
//! stand before one of its own in another state. Most orders need few such fillers or none; in the order of declaration they are
//! the locals that are moved while younger ones live on. Sizes are not known here: a place counts as some words.
mod order;

use std::collections::{BTreeMap, BTreeSet};

use order::{Cost, Field, Search, Suspended};

use crate::{
    flow::{Facts, SegKind, bits::Bits},
    names::LocalId,
};

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

/// The places that states share, in the order of declaration.
struct Shared {
    places: Vec<LocalId>,
    /// Which of them, by their numbers, each state uses; behind the states the pairs.
    rows: Vec<Bits>,
}

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
        let shared = self.shared();
        let alone: Vec<Vec<LocalId>> = self.stored.iter().map(|stored| self.alone(stored, &shared.places)).collect();
        let search = self.search(&shared, &alone);
        let (cost, order) = search.best();
        let fields = search.settled(&order).into_iter().zip(alone).map(|(state, alone)| {
            let before = order.iter().filter(|at| state.has(**at)).map(|at| shared.places[*at]);
            before.chain(alone).collect()
        });
        (cost, fields.collect())
    }

    /// What an order of the shared places is judged by.
    fn search(&self, shared: &Shared, alone: &[Vec<LocalId>]) -> Search {
        let fields = |locals: &[LocalId]| locals.iter().map(|local| self.field(*local)).collect();
        let segments = self.facts.segs.iter().zip(&self.stored).enumerate();
        let suspended = segments.filter(|(_, (seg, _))| seg.kind == SegKind::Suspend).map(|(at, (_, stored))| Suspended {
            at,
            alone: fields(&alone[at]),
            stored: stored.iter().map(|local| self.field(*local)).collect(),
        });
        Search {
            shared: fields(&shared.places),
            rows: shared.rows.clone(),
            segments: self.stored.len(),
            suspended: suspended.collect(),
            favour: self.favour,
        }
    }

    /// What there is to know of a place.
    fn field(&self, local: LocalId) -> Field {
        Field { words: self.words(local), keeper: self.keepers.contains(&local), used: true }
    }

    /// The places that no other state uses, keepers first: of these, those that closures make last, as closures borrow more often.
    fn alone(&self, stored: &BTreeSet<LocalId>, shared: &[LocalId]) -> Vec<LocalId> {
        let alone = self.own.iter().copied().filter(|local| stored.contains(local) && !shared.contains(local));
        let mut alone: Vec<LocalId> = alone.collect();
        alone.sort_by_key(|local| (!self.keepers.contains(local), self.captured.contains(local)));
        alone
    }

    /// The places that two states or more use, or that are in use while another one gets its value that no state has beside them:
    /// such a pair is as a state of its own.
    fn shared(&self) -> Shared {
        let count = |local: &LocalId| self.stored.iter().filter(|stored| stored.contains(local)).count();
        let mut shared: BTreeSet<LocalId> = self.own.iter().copied().filter(|local| count(local) > 1).collect();
        let apart = |(a, b): &&(LocalId, LocalId)| !self.stored.iter().any(|stored| stored.contains(a) && stored.contains(b));
        let pairs: Vec<(LocalId, LocalId)> = self.overlaps.iter().filter(apart).copied().collect();
        shared.extend(pairs.iter().flat_map(|(a, b)| [*a, *b]));
        let places: Vec<LocalId> = self.own.iter().copied().filter(|local| shared.contains(local)).collect();
        let row = |has: &dyn Fn(&LocalId) -> bool| {
            let mut row = Bits::new(places.len(), false);
            places.iter().enumerate().filter(|(_, local)| has(local)).for_each(|(at, _)| row.set(at, true));
            row
        };
        let states = self.stored.iter().map(|stored| row(&|local| stored.contains(local)));
        let rows = states.chain(pairs.iter().map(|(a, b)| row(&|local| local == a || local == b))).collect();
        Shared { places, rows }
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
}
