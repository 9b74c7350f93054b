//! Saved locals to which an arm lends what it declares itself: [`anew!`](crate::__private::anew).
use crate::{
    part::{PartOwner, PartSlot},
    slot::{Owner, Slot},
};

impl<T> Slot<T> {
    /// The same slot, for values of the same type but for its lifetimes.
    ///
    /// # Safety
    /// `U` is `T` with other lifetimes, and the judge has accepted what goes into the slot.
    #[inline(always)]
    pub const unsafe fn anew<U>(&self) -> &Slot<U> {
        // SAFETY: lifetimes are no part of a value's layout. What is in the slot, and for how long, the judge has checked (invariant 3).
        unsafe { &*(&raw const *self).cast() }
    }
}

impl<'s, T, R> PartSlot<'s, T, R> {
    /// As [`Slot::anew`].
    ///
    /// # Safety
    /// As there.
    #[inline(always)]
    pub const unsafe fn anew<U>(self) -> PartSlot<'s, U, R> {
        // SAFETY: the caller's.
        PartSlot { slot: unsafe { self.slot.anew() }, left: self.left }
    }
}

impl<T> Owner<'_, T> {
    /// The same owner, for the slot that [`Slot::anew`] gave.
    ///
    /// # Safety
    /// It is the slot that this owns.
    #[inline(always)]
    pub const unsafe fn anew<U>(&self, _slot: &Slot<U>) -> &Owner<'_, U> {
        // SAFETY: as for the slot.
        unsafe { &*(&raw const *self).cast() }
    }
}

impl<T, R: Fn(*mut (), u8) + Copy> PartOwner<'_, T, R> {
    /// The place of the value, by the machine's own type.
    #[inline(always)]
    pub const fn ptr(&self) -> *mut T {
        self.slot.ptr()
    }

    /// As [`Owner::anew`].
    ///
    /// # Safety
    /// As there.
    #[inline(always)]
    pub const unsafe fn anew<U>(&self, _slot: PartSlot<'_, U, R>) -> &PartOwner<'_, U, R> {
        // SAFETY: as for the slot.
        unsafe { &*(&raw const *self).cast() }
    }
}

/// For code that is never run: the two have the same type.
pub const fn same<S>(_: &S, _: &S) {}

/// The slot of a saved local, with lifetimes of the arm at hand in its type. The machine's own type can't have them: it is there before and
/// after what the arm declares, and so nothing of that could be lent to the local.
///
/// rustc finds the type by the call of `same`. As that can't be reached, it does not compare the lifetimes there.
#[doc(hidden)]
#[macro_export]
macro_rules! __anew {
    ($slot:expr) => {{
        let anew = $slot.anew();
        if false {
            loop {}
            $crate::__private::same(&anew, &$slot);
        }
        anew
    }};
}
