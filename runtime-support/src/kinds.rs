//! What can be shown of a value of a type, as far as the function tells that makes it: rustc finds the [`Kind`] of each saved local where
//! it knows all types, at the end of the step function. It takes no byte, and no time.
//!
//! A call of `kind` on a [`Typed`] finds the first of these that has the method for the type: one of its own, one of a trait by value, one of
//! a trait by reference, and then the same of [`Other`], to which it derefs. Each `Deref` on the way would be a call that rustc checks, so
//! there is only one.
use core::{fmt::Debug, marker::PhantomData, ops::Deref};

use crate::{
    Visible, auto,
    inspect::{Value, View, Whole},
    owns::Owns,
};

/// How a value of a type is shown.
pub trait Kind<T> {
    /// The type is `Copy`: mentioned by value, it is not borrowed.
    const COPY: bool = false;
    /// It owns all that it reaches: nothing that it has borrowed can be gone.
    const OWNS: bool = false;
    /// Nothing leaves it where parts of it are mentioned by value.
    const WHOLE: bool = Self::COPY;
    /// It may hold an exclusive borrow of something: what owns all that it reaches does not, nor what is `Copy` and `Sync`. What is only `Copy`
    /// may, as a `&Cell<u8>` that `Cell::from_mut` has made.
    fn holds() -> bool {
        !(Self::OWNS || (Self::COPY && auto::is_known() && auto::is_sync::<T>()))
    }
    /// Shows it.
    fn value(value: &T) -> Value<'_>;
    /// The value itself, if it owns all that it reaches: only then it is of no type with a lifetime.
    fn whole(_: &T) -> Option<Whole<'_>> {
        None
    }
}

/// A machine.
#[derive(Clone, Copy, Debug)]
pub struct Child;

/// `Debug` and `Copy`, and known to own all that it reaches.
#[derive(Clone, Copy, Debug)]
pub struct Number;

/// `Debug`, and known to own all that it reaches.
#[derive(Clone, Copy, Debug)]
pub struct Owned;

/// `Debug` and `Copy`.
#[derive(Clone, Copy, Debug)]
pub struct Copied;

/// `Debug`.
#[derive(Clone, Copy, Debug)]
pub struct Shown;

/// Anything else.
#[derive(Clone, Copy, Debug)]
pub struct Hidden;

impl<T: Visible> Kind<T> for Child {
    fn value(value: &T) -> Value<'_> {
        Value::Machine(View::of(value))
    }
}

impl<T: Debug + Copy + Owns> Kind<T> for Number {
    const COPY: bool = true;
    const OWNS: bool = true;

    fn value(value: &T) -> Value<'_> {
        Value::Debug(value)
    }

    fn whole(value: &T) -> Option<Whole<'_>> {
        Some(Whole(value))
    }
}

impl<T: Debug + Owns> Kind<T> for Owned {
    const OWNS: bool = true;

    fn value(value: &T) -> Value<'_> {
        Value::Debug(value)
    }

    fn whole(value: &T) -> Option<Whole<'_>> {
        Some(Whole(value))
    }
}

impl<T: Debug + Copy> Kind<T> for Copied {
    const COPY: bool = true;

    fn value(value: &T) -> Value<'_> {
        Value::Debug(value)
    }
}

impl<T: Debug> Kind<T> for Shown {
    fn value(value: &T) -> Value<'_> {
        Value::Debug(value)
    }
}

impl<T> Kind<T> for Hidden {
    fn value(_: &T) -> Value<'_> {
        Value::Hidden
    }
}

/// The type of a saved local.
pub struct Typed<T>(PhantomData<fn() -> T>);

/// The same, if it is none of the first three kinds.
pub struct Other<T>(PhantomData<fn() -> T>);

impl<T> Typed<T> {
    /// Of whatever.
    pub const NEW: Self = Typed(PhantomData);
}

impl<T> Deref for Typed<T> {
    type Target = Other<T>;

    fn deref(&self) -> &Other<T> {
        &Other(PhantomData)
    }
}

impl<T> Clone for Other<T> {
    fn clone(&self) -> Self {
        *self
    }
}

/// It is behind a reference.
impl<T> Copy for Other<T> {}

/// What is asked second: a method of a trait, by value.
pub trait Second {
    /// The kind, if it is this one.
    type Kind;
    /// That kind.
    fn kind(self) -> Self::Kind;
}

/// What is asked third: a method of a trait, by reference.
pub trait Third {
    /// The kind, if it is this one.
    type Kind;
    /// That kind.
    fn kind(&self) -> Self::Kind;
}

/// What is asked of an awaited future second.
pub trait AwaitedSecond {
    /// That it is shown.
    fn awaited(self) -> Shown;
}

/// What is true of any other.
pub trait AwaitedThird {
    /// That it is not.
    fn awaited(&self) -> Hidden;
}

/// Each asks whether the type has these bounds.
macro_rules! asked {
    ($($ty:ident: [$($first:ident)+] => $one:ident, [$($second:ident)+] => $two:ident, [$($($third:ident)+)?] => $three:ident;)*) => { $(
        impl<T: $($first +)+> $ty<T> {
            /// That kind.
            pub const fn kind(self) -> $one {
                $one
            }
        }

        impl<T: $($second +)+> Second for $ty<T> {
            type Kind = $two;

            fn kind(self) -> $two {
                $two
            }
        }

        impl<T $(: $($third +)+)?> Third for $ty<T> {
            type Kind = $three;

            fn kind(&self) -> $three {
                $three
            }
        }
    )* };
}

asked! {
    Typed: [Visible] => Child, [Debug Copy Owns] => Number, [Debug Owns] => Owned;
    Other: [Debug Copy] => Copied, [Debug] => Shown, [] => Hidden;
}

/// A future that is awaited is asked less.
impl<T: Visible> Typed<T> {
    /// A machine.
    pub const fn awaited(self) -> Child {
        Child
    }
}

impl<T: Debug> AwaitedSecond for Typed<T> {
    fn awaited(self) -> Shown {
        Shown
    }
}

impl<T> AwaitedThird for Typed<T> {
    fn awaited(&self) -> Hidden {
        Hidden
    }
}
