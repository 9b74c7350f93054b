//! Whether a type is `Send` or `Sync`, whatever it is.
//!
//! Rust code can't ask whether a type has a trait, but `Iterator::fuse` does: it leaves alone what is `FusedIterator`, which is asked again
//! after its end. So an iterator that is `FusedIterator` if a type is `Send` tells. The answer is rustc's, when it generates code: it knows
//! all types then, those of `async` blocks and of type parameters as well.
use core::{cell::Cell, iter::FusedIterator, marker::PhantomData};

/// Counts how often it is asked; `SYNC`: about `Sync`, not `Send`.
struct Asked<'a, T: ?Sized, const SYNC: bool>(&'a Cell<u8>, PhantomData<fn(&T)>);

impl<T: ?Sized, const SYNC: bool> Iterator for Asked<'_, T, SYNC> {
    type Item = ();

    fn next(&mut self) -> Option<()> {
        self.0.update(|times| times + 1);
        None
    }
}

impl<T: ?Sized + Send> FusedIterator for Asked<'_, T, false> {}

impl<T: ?Sized + Sync> FusedIterator for Asked<'_, T, true> {}

/// Asks twice.
fn asked<T: ?Sized, const SYNC: bool>() -> bool {
    let times = Cell::new(0);
    let mut fuse = Asked::<T, SYNC>(&times, PhantomData).fuse();
    let _ends = (fuse.next(), fuse.next());
    times.get() > 1
}

/// Whether the type is `Send`.
pub fn is_send<T: ?Sized>() -> bool {
    asked::<T, false>()
}

/// Whether the type is `Sync`.
pub fn is_sync<T: ?Sized>() -> bool {
    asked::<T, true>()
}

/// Whether `fuse` is still like that: std does not promise it.
pub fn is_known() -> bool {
    is_send::<Cell<u8>>() && !is_send::<*const u8>() && is_sync::<u8>() && !is_sync::<Cell<u8>>()
}
