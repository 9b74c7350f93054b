//! What may follow a state, for a picture: each state once.
use core::fmt;

use crate::{Description, On, StateInfo};

/// All of them.
const ALL: [On; 5] = [On::Ready, On::Again, On::Break, On::Question, On::Return];

/// What may follow a state.
#[derive(Clone)]
pub(super) struct Ways {
    description: &'static Description,
    by_number: [Reasons; 1 + u8::MAX as usize],
}

impl Ways {
    /// Those from this state.
    pub(super) fn new(description: &'static Description, from: StateInfo) -> Self {
        let mut by_number = [Reasons(0); _];
        for way in description.transitions().filter(|way| way.from.index == from.index) {
            by_number[usize::from(way.to.index)].0 |= bit(way.on);
        }
        Ways { description, by_number }
    }

    /// The states that may follow, by their numbers, and why.
    pub(super) fn iter(&self) -> impl Iterator<Item = (StateInfo, Reasons)> {
        self.description.states().zip(self.by_number).filter(|(_, reasons)| reasons.0 != 0)
    }
}

/// A set of [`On`].
#[derive(Clone, Copy)]
pub(super) struct Reasons(u8);

/// `?, return`
impl fmt::Display for Reasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for on in ALL.iter().filter(|on| self.0 & bit(**on) != 0) {
            f.write_str(if core::mem::take(&mut first) { "" } else { ", " })?;
            on.fmt(f)?;
        }
        Ok(())
    }
}

/// Its place in a set.
const fn bit(on: On) -> u8 {
    match on {
        On::Ready => 1,
        On::Again => 1 << 1,
        On::Break => 1 << 2,
        On::Question => 1 << 3,
        On::Return => 1 << 4,
    }
}
