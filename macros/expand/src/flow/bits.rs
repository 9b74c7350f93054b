//! Sets of locals.

/// A set of small numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// The empty set of numbers below `len`, or all of them.
    pub fn new(len: usize, full: bool) -> Self {
        Bits(vec![if full { u64::MAX } else { 0 }; len.div_ceil(64)])
    }

    /// Whether `at` is in.
    pub fn has(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 == 1
    }

    /// Puts `at` in, or takes it out.
    pub fn set(&mut self, at: usize, on: bool) {
        let bit = 1 << (at % 64);
        if on { self.0[at / 64] |= bit } else { self.0[at / 64] &= !bit }
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
        let mut changed = false;
        for (a, b) in self.0.iter_mut().zip(&other.0) {
            let joined = both(*a, *b);
            changed |= joined != *a;
            *a = joined;
        }
        changed
    }
}
