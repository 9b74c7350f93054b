//! What can be shown of a value of a type, as far as the function tells that makes it: rustc finds the [`Kind`] of each saved local where
//! it knows all types, at the end of the step function. It takes no byte, and no time.
//!
//! A call of `kind` on a [`Typed`] finds the first of these that has the method for the type, as each derefs to the next.
use core::{fmt, marker::PhantomData, ops::Deref};

use crate::{
    VisibleFuture,
    inspect::{Value, View},
    owns::Owns,
};

/// How a value of a type is shown.
pub trait Kind<T> {
    /// The type is `Copy`: mentioned by value, it is not borrowed.
    const COPY: bool = false;
    /// It is a `&mut`, or a box of one: what it points to may be lent for longer than it is there.
    const EXCLUSIVE: bool = false;
    /// It may hold an exclusive borrow of something: what is `Copy`, or owns all that it reaches, does not.
    const HOLDS: bool = true;
    /// Shows it.
    fn value(value: &T) -> Value<'_>;
}

/// A machine.
#[derive(Clone, Copy, Debug)]
pub struct Child;

/// A `&mut` to what is `Debug`.
#[derive(Clone, Copy, Debug)]
pub struct Exclusive;

/// `Debug` and `Copy`.
#[derive(Clone, Copy, Debug)]
pub struct Copied;

/// `Debug`, and known to own all that it reaches.
#[derive(Clone, Copy, Debug)]
pub struct Owned;

/// `Debug`.
#[derive(Clone, Copy, Debug)]
pub struct Shown;

/// Anything else.
#[derive(Clone, Copy, Debug)]
pub struct Hidden;

impl<T: VisibleFuture> Kind<T> for Child {
    // As far as one can tell.
    const EXCLUSIVE: bool = true;

    fn value(value: &T) -> Value<'_> {
        Value::Machine(View::of(value))
    }
}

/// Points to what it may lend for longer than it is there itself.
pub trait Lends {}

impl<T: ?Sized> Lends for &mut T {}

#[cfg(feature = "alloc")]
impl<T: Lends + ?Sized> Lends for alloc::boxed::Box<T> {}

impl<T: Lends + fmt::Debug> Kind<T> for Exclusive {
    const EXCLUSIVE: bool = true;

    fn value(value: &T) -> Value<'_> {
        Value::Debug(value)
    }
}

impl<T: fmt::Debug + Copy> Kind<T> for Copied {
    const COPY: bool = true;
    const HOLDS: bool = false;

    fn value(value: &T) -> Value<'_> {
        Value::Debug(value)
    }
}

impl<T: fmt::Debug + Owns> Kind<T> for Owned {
    const HOLDS: bool = false;

    fn value(value: &T) -> Value<'_> {
        Value::Debug(value)
    }
}

impl<T: fmt::Debug> Kind<T> for Shown {
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

/// The next to be asked.
macro_rules! ladder {
    ($($step:ident: $bound:path => $kind:ident, else $next:ident;)*) => {
        $(
            #[doc = "Whether the type is as the next kind wants it."]
            pub struct $step<T>(PhantomData<fn() -> T>);

            impl<T: $bound> $step<T> {
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
        )*
    };
}

/// `Debug` and `Copy`.
pub trait Plain: fmt::Debug + Copy {}
impl<T: fmt::Debug + Copy> Plain for T {}

/// A `&mut` to what is `Debug`.
pub trait Lending: fmt::Debug + Lends {}
impl<T: fmt::Debug + Lends> Lending for T {}

/// `Debug`, and known to own all that it reaches.
pub trait Owning: fmt::Debug + Owns {}
impl<T: fmt::Debug + Owns> Owning for T {}

ladder! {
    IfLends: Lending => Exclusive, else IfCopied;
    IfCopied: Plain => Copied, else IfOwned;
    IfOwned: Owning => Owned, else IfShown;
    IfShown: fmt::Debug => Shown, else Other;
}

impl<T: VisibleFuture> Typed<T> {
    /// A machine.
    pub const fn kind(&self) -> Child {
        Child
    }
}

impl<T> Deref for Typed<T> {
    type Target = IfLends<T>;

    fn deref(&self) -> &IfLends<T> {
        &IfLends(PhantomData)
    }
}

/// A type of which nothing can be shown.
pub struct Other<T>(PhantomData<fn() -> T>);

impl<T> Other<T> {
    /// Nothing can be shown.
    pub const fn kind(&self) -> Hidden {
        Hidden
    }
}
