//! An order of the places that states share: one in which few states have fillers.
use std::collections::BTreeSet;

use crate::flow::bits::Bits;

/// Up to so many shared places, better orders than that of declaration are looked for.
const MOST_SORTED: usize = 16;

/// What the states of an order weigh, and how often keepers do not stand side by side at the front.
pub(super) type Cost = (usize, usize);

/// A field of a state.
#[derive(Clone, Copy)]
pub(super) struct Field {
    /// What it counts as.
    pub(super) words: usize,
    /// A keeper has it.
    pub(super) keeper: bool,
    /// The state uses it: it is no filler.
    pub(super) used: bool,
}

/// A state that decides how large the machine is: one that is passed through has no future beside its locals.
pub(super) struct Suspended {
    /// Its number among the segments.
    pub(super) at: usize,
    /// The places that no other state uses.
    pub(super) alone: Vec<Field>,
    /// All that it uses.
    pub(super) stored: Vec<Field>,
}

/// What an order of the shared places is judged by. A place is known by its number in the order of declaration.
pub(super) struct Search {
    /// The shared places.
    pub(super) shared: Vec<Field>,
    /// Which of them each segment uses; and pairs that are as segments here.
    pub(super) rows: Vec<Bits>,
    /// How many segments there are.
    pub(super) segments: usize,
    /// Those that count.
    pub(super) suspended: Vec<Suspended>,
    /// What a keeper counts less if it stands in front of all but keepers, in half words.
    pub(super) favour: usize,
}

impl Search {
    /// An order with few fillers, and its cost: that of declaration, or one that is better. What many states have comes first in
    /// another.
    pub(super) fn best(&self) -> (Cost, Vec<usize>) {
        let order: Vec<usize> = (0..self.shared.len()).collect();
        let least = (self.suspended.iter().map(|state| self.weigh(state.stored.iter().copied()).0).sum(), 0);
        let cost = self.cost(&order);
        if cost <= least || order.len() > MOST_SORTED {
            return (cost, order);
        }
        let mut by_use = order.clone();
        by_use.sort_by_key(|at| std::cmp::Reverse(self.rows[..self.segments].iter().filter(|row| row.has(*at)).count()));
        let first = self.improved(order.clone(), cost, least);
        if by_use == order {
            return first;
        }
        let cost = self.cost(&by_use);
        let second = self.improved(by_use, cost, least);
        if second.0 < first.0 { second } else { first }
    }

    /// A better order and its cost, by moving one place after the other.
    fn improved(&self, mut order: Vec<usize>, mut cost: Cost, least: Cost) -> (Cost, Vec<usize>) {
        let (mut improved, count) = (true, order.len());
        // One that is seen again is no better than the best by then.
        let mut seen = BTreeSet::from([order.clone()]);
        while improved && cost > least {
            improved = false;
            for (from, to) in (0..count).flat_map(|from| (0..count).map(move |to| (from, to))) {
                let mut other = order.clone();
                let place = other.remove(from);
                other.insert(to, place);
                if !seen.insert(other.clone()) {
                    continue;
                }
                let found = self.cost(&other);
                if found < cost {
                    (order, cost, improved) = (other, found, true);
                }
            }
        }
        (cost, order)
    }

    /// The shared fields of each segment in this order.
    pub(super) fn settled(&self, order: &[usize]) -> Vec<Bits> {
        let none = Bits::new(order.len(), false);
        let (mut rows, mut before) = (self.rows.clone(), vec![none.clone(); order.len()]);
        let mut grew = true;
        while grew {
            grew = false;
            for row in &mut rows {
                let mut seen = none.clone();
                for &at in order {
                    if row.has(at) {
                        grew |= before[at].or(&seen);
                        seen.set(at, true);
                    }
                }
                for &at in order {
                    if seen.has(at) {
                        grew |= row.or(&before[at]);
                    }
                }
            }
        }
        rows.truncate(self.segments);
        rows
    }

    /// What the states cost in this order, and how often keepers do not stand side by side at the front: one that has moved its local is
    /// a byte, and has room beside the tag.
    fn cost(&self, order: &[usize]) -> Cost {
        let rows = self.settled(order);
        let mut cost = (0, 0);
        for state in &self.suspended {
            let (row, used) = (&rows[state.at], &self.rows[state.at]);
            let shared = order.iter().filter(|at| row.has(**at)).map(|at| Field { used: used.has(*at), ..self.shared[*at] });
            let (weight, groups) = self.weigh(shared.chain(state.alone.iter().copied()));
            cost = (cost.0 + weight, cost.1 + groups);
        }
        cost
    }

    /// What a state with these fields costs: nobody knows how large the futures are, so not just the largest state counts. And how many
    /// groups of keepers stand behind other fields.
    fn weigh(&self, fields: impl Iterator<Item = Field>) -> (usize, usize) {
        let (mut words, mut front, mut groups) = (0, 0, 0);
        let (mut all_keepers, mut keeper_before) = (true, true);
        for field in fields {
            words += field.words;
            all_keepers &= field.keeper;
            front += usize::from(all_keepers && field.used);
            groups += usize::from(field.keeper && !keeper_before);
            keeper_before = field.keeper;
        }
        ((2 * words - self.favour * front).pow(2), groups)
    }
}
