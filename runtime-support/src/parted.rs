//! Whether a local is still whole where parts of it were mentioned by value: it is if all of them are `Copy`.
//!
//! As for [`Kind`], rustc finds it where it knows all types, at the end of the step function.
use core::marker::PhantomData;

use crate::{
    inspect::{Value, Whole},
    kinds::{Kind, Typed},
};

/// As `K`, of a local of which the parts `P` are moved out, or copied.
#[derive(Clone, Copy, Debug)]
pub struct Parted<K, P>(PhantomData<(K, P)>);

/// For code that is never run.
pub const fn parted<P: Copy, K: Copy>(_parts: P, _kind: K) -> Parted<K, P> {
    Parted(PhantomData)
}

/// A part that is `Copy`.
#[derive(Clone, Copy, Debug)]
pub struct Stays;

/// Another part.
#[derive(Clone, Copy, Debug)]
pub struct Leaves;

/// Parts of a local: one and the others, and none.
pub trait Parts {
    /// Mentioned by value, all of them stay where they are.
    const STAY: bool;
}

impl Parts for () {
    const STAY: bool = true;
}

impl<P: Parts> Parts for (Stays, P) {
    const STAY: bool = P::STAY;
}

impl<P> Parts for (Leaves, P) {
    const STAY: bool = false;
}

impl<T, K: Kind<T>, P: Parts> Kind<T> for Parted<K, P> {
    const COPY: bool = K::COPY;
    const OWNS: bool = K::OWNS;
    const WHOLE: bool = K::WHOLE || P::STAY;

    fn holds() -> bool {
        K::holds()
    }

    fn value(value: &T) -> Value<'_> {
        K::value(value)
    }

    fn whole(value: &T) -> Option<Whole<'_>> {
        K::whole(value)
    }
}

impl<T> Typed<T> {
    /// The type of a part.
    pub fn part<P>(&self, _place: impl Fn(*const T) -> *const P) -> Typed<P> {
        Typed::NEW
    }
}

impl<T: Copy> Typed<T> {
    /// It is `Copy`.
    pub const fn stays(self) -> Stays {
        Stays
    }
}

/// What is true of any other part.
pub trait StaysSecond {
    /// It may be moved.
    fn stays(&self) -> Leaves;
}

impl<T> StaysSecond for Typed<T> {
    fn stays(&self) -> Leaves {
        Leaves
    }
}
