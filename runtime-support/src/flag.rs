//! Whether a local holds a value: [`Flag`].
use core::cell::Cell;

/// Whether a local that is initialised or moved on some paths only is live while the machine is suspended.
#[repr(transparent)]
pub struct Flag(pub(crate) Cell<bool>);

// SAFETY: as for `Slot`: only emitted code reads or writes it, on the thread that has the machine exclusively.
unsafe impl Sync for Flag {}

impl Flag {
    /// A flag that is down.
    #[inline(always)]
    pub const fn new() -> Self {
        Flag(Cell::new(false))
    }

    /// Whether the local is live.
    #[inline(always)]
    pub const fn get(&self) -> bool {
        self.0.get()
    }

    /// Remembers over a suspension whether the local is live.
    #[inline(always)]
    pub fn set(&self, live: bool) {
        self.0.set(live);
    }
}

impl Default for Flag {
    fn default() -> Self {
        Self::new()
    }
}
