//! What a pattern binds of a local that is a value or a reference, as only types tell: it is matched behind a reference, where patterns
//! bind references, and a closure that is never called tells of what type each name is.
use core::marker::PhantomData;

/// The type of a name.
#[derive(Debug)]
pub struct Bound<U>(PhantomData<fn() -> U>);

/// The type of what the closure gives, which is never called.
#[inline(always)]
pub fn bound<U>(_: impl FnOnce() -> U) -> Bound<U> {
    Bound(PhantomData)
}

/// An array of as many elements as its pattern has.
#[inline(always)]
pub const fn array<T, const N: usize>(array: [T; N]) -> [T; N] {
    array
}

impl<U> Bound<U> {
    /// The place that the name stands for.
    #[inline(always)]
    pub fn place<'b, B: Binds<U>>(&self, binding: &'b B) -> &'b U {
        binding.place()
    }
}

/// A reference that is bound for a `U`: to one, or one itself.
pub trait Binds<U> {
    /// Where it is.
    fn place(&self) -> &U;
}

impl<U> Binds<U> for &mut U {
    #[inline(always)]
    fn place(&self) -> &U {
        self
    }
}

impl<'a, U> Binds<&'a mut U> for &'a mut U {
    #[inline(always)]
    fn place(&self) -> &&'a mut U {
        self
    }
}

impl<'a, U> Binds<&'a U> for &'a U {
    #[inline(always)]
    fn place(&self) -> &&'a U {
        self
    }
}
