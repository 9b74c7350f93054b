//! A value of several parts.
use std::cell::Cell;

use super::{Log, log};
use crate::log::event;

/// What its methods do with it, the corpus does not tell.
pub struct Order {
    pub log: Log,
    pub count: Cell<usize>,
    pub fee: usize,
    pub name: Log,
    pub inner: (Log, usize),
}

impl Order {
    /// An order of this name.
    #[must_use]
    pub fn new(name: &str) -> Order {
        Order { log: log(name), count: Cell::new(1), fee: 3, name: log("name"), inner: (log("inner"), 5) }
    }

    /// Looks at it.
    pub fn looked(&self) -> usize {
        event("looked");
        self.count.get()
    }

    /// Consumes it.
    #[must_use]
    pub fn eaten(self) -> usize {
        event("eaten");
        self.log.len() + self.name.len()
    }

    /// Lends a part of it.
    ///
    /// # Errors
    /// If its name is short.
    pub fn whole(&self) -> Result<&Log, usize> {
        if self.log.len() > 3 { Ok(&self.log) } else { Err(0) }
    }
}

/// Changes the number behind a shared reference.
pub fn raised(count: &Cell<usize>) -> usize {
    event("raised");
    count.set(count.get() + 7);
    count.get()
}
