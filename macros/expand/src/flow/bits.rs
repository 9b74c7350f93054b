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

    /// Union.
    pub fn or(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a |= b);
    }

    /// Intersection.
    pub fn and(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= b);
    }
}
