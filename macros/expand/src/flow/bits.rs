//! Sets of locals.

/// A set of small numbers. Most are below 64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits {
    first: u64,
    others: Vec<u64>,
}

impl Bits {
    /// The empty set of numbers below `len`, or all of them.
    pub fn new(len: usize, full: bool) -> Self {
        let first = if full { u64::MAX } else { 0 };
        Bits { first, others: vec![first; len.saturating_sub(1) / 64] }
    }

    /// Whether `at` is in.
    pub fn has(&self, at: usize) -> bool {
        let word = if at < 64 { self.first } else { self.others[at / 64 - 1] };
        word >> (at % 64) & 1 == 1
    }

    /// Puts `at` in, or takes it out.
    pub fn set(&mut self, at: usize, on: bool) {
        let word = if at < 64 { &mut self.first } else { &mut self.others[at / 64 - 1] };
        let bit = 1 << (at % 64);
        if on { *word |= bit } else { *word &= !bit }
    }

    /// Union; whether that is more.
    pub fn or(&mut self, other: &Self) -> bool {
        self.with(other, |a, b| a | b)
    }

    /// Intersection; whether that is less.
    pub fn and(&mut self, other: &Self) -> bool {
        self.with(other, |a, b| a & b)
    }

    fn with(&mut self, other: &Self, both: fn(u64, u64) -> u64) -> bool {
        let was = self.first;
        self.first = both(was, other.first);
        let mut changed = self.first != was;
        if !self.others.is_empty() {
            for (a, b) in self.others.iter_mut().zip(&other.others) {
                let was = *a;
                *a = both(was, *b);
                changed |= *a != was;
            }
        }
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn beyond_the_first_word() {
        for len in [1, 64, 65, 128, 129, 200] {
            let (mut some, mut all) = (Bits::new(len, false), Bits::new(len, true));
            assert!(!some.has(len - 1) && all.has(len - 1));
            some.set(len - 1, true);
            assert!(some.has(len - 1) && !all.or(&some) && all.and(&some));
            assert!(all == some && all.has(0) == (len == 1));
            all.set(len - 1, false);
            assert!(!all.has(len - 1) && all.or(&some));
        }
    }
}
