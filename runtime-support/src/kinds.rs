//! What can be shown of a value of a type, as far as the function tells that makes it: rustc finds the [`Kind`] of each saved local where
//! it knows all types, at the end of the step function. It takes no byte, and no time.
//!
//! A call of `kind` on a [`Typed`] finds the first of these that has the method for the type, as each derefs to the next.
use core::{fmt::Debug, marker::PhantomData, ops::Deref};

use crate::{
    Visible,
    inspect::{Value, View, Whole},
    owns::Owns,
};

/// How a value of a type is shown.
pub trait Kind<T> {
    /// The type is `Copy`: mentioned by value, it is not borrowed.
    const COPY: bool = false;
    /// It owns all that it reaches: nothing that it has borrowed can be gone.
    const OWNS: bool = false;
    /// It may hold an exclusive borrow of something: what is `Copy`, or owns all that it reaches, does not.
    const HOLDS: bool = !(Self::COPY || Self::OWNS);
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

impl<T> Typed<T> {
    /// Of whatever.
    pub const NEW: Self = Typed(PhantomData);
}

/// Each asks whether the type has these bounds, and is followed by the next.
macro_rules! ladder {
    ($($step:ident: [$($bound:ident)+] => $kind:ident, else $next:ident;)*) => { $(
        impl<T: $($bound +)+> $step<T> {
            /// That kind.
            pub const fn kind(&self) -> $kind {
                $kind
            }
        }

        impl<T> Deref for $step<T> {
            type Target = $next<T>;

            fn deref(&self) -> &$next<T> {
                &$next(PhantomData)
            }
        }

        #[doc = "The type, if it was none of the kinds before."]
        pub struct $next<T>(PhantomData<fn() -> T>);
    )* };
}

ladder! {
    Typed: [Visible] => Child, else NoMachine;
    NoMachine: [Debug Copy Owns] => Number, else NoNumber;
    NoNumber: [Debug Owns] => Owned, else NotOwned;
    NotOwned: [Debug Copy] => Copied, else NotCopied;
    NotCopied: [Debug] => Shown, else NotShown;
}

impl<T> NotShown<T> {
    /// Nothing can be shown.
    pub const fn kind(&self) -> Hidden {
        Hidden
    }

    /// The same.
    pub const fn awaited(&self) -> Hidden {
        Hidden
    }
}

/// A future that is awaited is asked less.
impl<T: Visible> Typed<T> {
    /// A machine.
    pub const fn awaited(&self) -> Child {
        Child
    }
}

impl<T: Debug> NotCopied<T> {
    /// No machine.
    pub const fn awaited(&self) -> Shown {
        Shown
    }
}
