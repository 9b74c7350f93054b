//! How a leaf future reaches a slot by how far it is: its owner [`Holder`], and [`Near`].
use core::{cell::Cell, marker::PhantomData, mem::ManuallyDrop, ptr};

use crate::slot::{Owner, Slot};

/// The bytes from one part of a machine to another.
fn distance<S>(from: usize, to: *const S) -> Option<i32> {
    i32::try_from(to.expose_provenance().wrapping_sub(from).cast_signed()).ok()
}

/// What is so far from there.
fn at<S>(from: usize, distance: i32) -> *const S {
    ptr::with_exposed_provenance(from.wrapping_add_signed(distance as isize))
}

/// Why the distance is known.
const SIZE: &str = "a machine of less than a gigabyte";

/// Where a slot or a flag is, for a leaf future that has waited since it was told.
pub struct Near<'s, S> {
    /// The bytes from here to there.
    away: Cell<i32>,
    slot: PhantomData<&'s S>,
}

// SAFETY: it is as good as the reference.
unsafe impl<S: Sync> Sync for Near<'_, S> {}

impl<'s, S> Near<'s, S> {
    /// Of nothing as yet.
    #[inline(always)]
    pub const fn new() -> Self {
        Near { away: Cell::new(0), slot: PhantomData }
    }

    /// Remembers where that is.
    ///
    /// # Safety
    /// This is a local of a leaf future that is a part of the same machine as the slot.
    #[inline(always)]
    pub unsafe fn mark(&self, slot: &'s S) {
        self.away.set(distance(self.addr(), &raw const *slot).expect(SIZE));
    }

    /// Where it is.
    ///
    /// # Safety
    /// It was marked.
    #[inline(always)]
    pub unsafe fn find(&self) -> &'s S {
        // SAFETY: `mark` has exposed it, and neither has moved since.
        unsafe { &*at(self.addr(), self.away.get()) }
    }

    fn addr(&self) -> usize {
        (&raw const *self).addr()
    }
}

impl<S> Default for Near<'_, S> {
    fn default() -> Self {
        Self::new()
    }
}

/// Drops the value of a slot where the leaf future ends the local's scope, or is dropped itself.
///
/// Both are parts of one machine, which does not move: so it is enough to know how far the slot is from here. That fits beside the byte
/// that tells how far the leaf future got, where a reference would be a word that rustc's own future does not have.
pub struct Holder<'s, T> {
    /// Twice the bytes from here to the slot, and one more if the slot is full.
    away: Cell<i32>,
    slot: PhantomData<&'s Slot<T>>,
}

// SAFETY: as for `Owner`.
unsafe impl<T: Send> Sync for Holder<'_, T> {}

impl<'s, T> Holder<'s, T> {
    /// Of no slot as yet.
    #[inline(always)]
    pub const fn new() -> Self {
        Holder { away: Cell::new(0), slot: PhantomData }
    }

    /// Takes over a full slot.
    ///
    /// # Safety
    /// As for [`Slot::own`]. This is a local of a leaf future that is a part of the same machine as the slot.
    #[inline(always)]
    pub unsafe fn hold(&self, slot: &'s Slot<T>) {
        // SAFETY: the caller's.
        unsafe { self.hold_if(slot, true) };
    }

    /// Takes over a slot that is full if `live`.
    ///
    /// # Safety
    /// As for [`Holder::hold`].
    #[inline(always)]
    pub unsafe fn hold_if(&self, slot: &'s Slot<T>, live: bool) {
        let away = distance(self.addr(), slot.ptr()).and_then(|away| away.checked_mul(2));
        self.away.set(away.expect(SIZE) | i32::from(live));
    }

    /// Moves the value out.
    ///
    /// # Safety
    /// The slot is full.
    #[inline(always)]
    pub unsafe fn take(&self) -> T {
        // SAFETY: the caller's.
        unsafe { self.owner(false).take() }
    }

    /// Assigns: as [`Owner::put`].
    #[inline(always)]
    pub fn put(&self, value: T) {
        // The new value is there also when the drop of the old one panics.
        self.owner(true).put(value);
    }

    /// Drops the value now, if there is one.
    #[inline(always)]
    pub fn end(&self) {
        if self.is_live() {
            self.owner(false).end();
        }
    }

    /// Whether the slot is full.
    #[inline(always)]
    pub const fn is_live(&self) -> bool {
        self.away.get() & 1 == 1
    }

    fn addr(&self) -> usize {
        (&raw const *self).addr()
    }

    /// The slot's owner up to here; from here on this is it if `live`.
    #[inline(always)]
    fn owner(&self, live: bool) -> ManuallyDrop<Owner<'s, T>> {
        let (away, was_live) = (self.away.get() & !1, self.is_live());
        self.away.set(away | i32::from(live));
        let slot = at::<Slot<T>>(self.addr(), away / 2);
        // SAFETY: `hold_if` has exposed the slot, and neither has moved since; full if it was live, and given up above.
        ManuallyDrop::new(unsafe { (*slot).own_if(was_live) })
    }
}

impl<T> Default for Holder<'_, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Drop for Holder<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        self.end();
    }
}
