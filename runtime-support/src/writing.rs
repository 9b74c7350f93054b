//! An end for trees that have none: machines that reach themselves by their locals.

/// How deep machines may stand in one another.
const DEPTH: usize = 100;

/// How many machines a tree may have: one that reaches itself twice would have as good as no end.
const MOST: usize = 2000;

/// A machine that is being written.
pub struct Writing;

impl Writing {
    /// None if there are too many.
    pub fn begin() -> Option<Writing> {
        let (depth, begun) = counts::begin();
        let writing = Writing;
        (depth < DEPTH && begun < MOST).then_some(writing)
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        counts::end();
    }
}

/// Of this thread: how many machines are being written, and how many have been begun since none was.
#[cfg(feature = "std")]
mod counts {
    use core::cell::Cell;

    std::thread_local! {
        static COUNTS: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
    }

    pub fn begin() -> (usize, usize) {
        COUNTS.with(|counts| {
            let (depth, begun) = counts.get();
            let begun = if depth == 0 { 0 } else { begun };
            counts.set((depth + 1, begun + 1));
            (depth, begun)
        })
    }

    pub fn end() {
        COUNTS.with(|counts| {
            let (depth, begun) = counts.get();
            counts.set((depth - 1, begun));
        });
    }
}

/// Of all threads together.
#[cfg(all(not(feature = "std"), target_has_atomic = "ptr"))]
mod counts {
    use core::sync::atomic::{AtomicUsize, Ordering};

    static WRITING: AtomicUsize = AtomicUsize::new(0);
    static BEGUN: AtomicUsize = AtomicUsize::new(0);

    pub fn begin() -> (usize, usize) {
        let depth = WRITING.fetch_add(1, Ordering::Relaxed);
        if depth == 0 {
            BEGUN.store(0, Ordering::Relaxed);
        }
        (depth, BEGUN.fetch_add(1, Ordering::Relaxed))
    }

    pub fn end() {
        WRITING.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A target that can't count them is too small for a machine that reaches itself.
#[cfg(all(not(feature = "std"), not(target_has_atomic = "ptr")))]
mod counts {
    pub const fn begin() -> (usize, usize) {
        (0, 0)
    }

    pub const fn end() {}
}
