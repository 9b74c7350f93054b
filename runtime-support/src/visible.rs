//! The future that an annotated function returns.
use core::{convert::Infallible, fmt, future::Future, ops::Deref, pin::Pin};

use crate::{
    Description, Local, StateInfo, View,
    local::{self, LocalError, LocalName},
    owns::Owns,
    report::Inside,
};

/// What every machine shows, whatever its states are called: what functions take that look at any of them, as
/// [`View::of`](crate::View::of) does. To look, call the methods of [`VisibleFuture`], or those of a `View`.
pub trait Visible: Future + fmt::Debug {
    /// The state that the machine is in.
    fn state_info(&self) -> StateInfo;

    /// As [`VisibleFuture::description`].
    fn describe(&self) -> &'static Description;

    /// As [`VisibleFuture::locals`].
    fn look<'a>(&'a self, see: &mut dyn FnMut(Local<'a>));

    /// For reports.
    #[doc(hidden)]
    fn inside(&self) -> Inside {
        Inside::unknown::<Self>(self.describe(), size_of_val(self))
    }

    /// For trees.
    #[cfg(feature = "children")]
    #[doc(hidden)]
    fn polls(&self) -> crate::children::Polls<'_> {
        crate::children::Polls::NONE
    }
}

/// A future whose state can be seen: what a function annotated with `#[visible_async]` returns, and what holds that as a pointer does.
///
/// It is an ordinary future, for `.await` and for every executor. Nothing of this costs anything until it is called, nor takes a byte. `{:?}`
/// is one line that tells the state, `{:#?}` the tree of what the machine awaits, with its locals.
///
/// ```
/// use visible_async::{Value, VisibleFuture, visible_async};
///
/// #[visible_async]
/// async fn double(n: u32) -> u32 {
///     let n = std::future::ready(n).await;
///     n * 2
/// }
///
/// let machine = double(2);
/// assert_eq!(machine.state().name, "Start");
/// machine.locals(&mut |local| {
///     assert_eq!((local.name, local.type_name, local.size), ("n", "u32", 4));
///     assert!(matches!(local.value, Value::Debug(value) if format!("{value:?}") == "2"));
/// });
/// assert_eq!(format!("{machine:?}"), "double(Start)");
/// assert_eq!(format!("{machine:#?}"), "double(Start)\n    n: u32 = 2");
/// ```
///
/// # An enum of the states
/// `#[visible_async(enum = DoubleState)]` declares an enum of the states beside the function, with its visibility. `state` tells one of them
/// then, and [`local`](VisibleFuture::local) reads a local by its name, both checked by rustc: what isn't there does not compile.
///
/// ```
/// use visible_async::{VisibleFuture, visible_async};
///
/// #[visible_async(enum = DoubleState)]
/// async fn double(n: u32) -> u32 {
///     let n = std::future::ready(n).await;
///     n * 2
/// }
///
/// let machine = double(2);
/// assert!(matches!(machine.state(), DoubleState::Start));
/// assert_eq!(machine.local(DoubleState::n), Ok(&2_u32));
/// ```
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub trait VisibleFuture<S = StateInfo>: Visible {
    /// The state that the machine is in.
    fn state(&self) -> S;

    /// What is known of it before it runs.
    fn description(&self) -> &'static Description {
        self.describe()
    }

    /// Shows each local that is alive where the machine is suspended, in the order of declaration, and last the awaited future.
    ///
    /// A machine that has ended, or that is looked at while it runs, shows none.
    fn locals<'a>(&'a self, see: &mut dyn FnMut(Local<'a>)) {
        self.look(see);
    }

    /// Reads a live local: the last one of this name. `T` is its type, by value.
    ///
    /// # Errors
    /// It is not alive in this state, it has another type, or it may not be looked at: see [`LocalError`].
    fn local<T: Owns>(&self, name: LocalName<S>) -> Result<&T, LocalError>
    where
        Self: Sized,
    {
        local::read(View::of(self), name.text())
    }
}

macro_rules! forward {
    ([$($params:tt)*] $target:ty, $pointer:ty, [$($bounds:tt)*]) => {
        impl<$($params)*> Visible for $pointer
        where
            Self: Future $($bounds)*,
            $target: Visible,
        {
            fn state_info(&self) -> StateInfo {
                (**self).state_info()
            }

            fn describe(&self) -> &'static Description {
                (**self).describe()
            }

            fn look<'a>(&'a self, see: &mut dyn FnMut(Local<'a>)) {
                (**self).look(see);
            }

            fn inside(&self) -> Inside {
                (**self).inside()
            }

            #[cfg(feature = "children")]
            fn polls(&self) -> crate::children::Polls<'_> {
                (**self).polls()
            }
        }

        impl<S, $($params)*> VisibleFuture<S> for $pointer
        where
            Self: Future $($bounds)*,
            $target: VisibleFuture<S>,
        {
            fn state(&self) -> S {
                (**self).state()
            }
        }
    };
}

forward! { [F: ?Sized] F, &mut F, [] }
forward! { [P: Deref] P::Target, Pin<P>, [+ fmt::Debug] }
#[cfg(feature = "alloc")]
forward! { [F: ?Sized] F, alloc::boxed::Box<F>, [] }

/// The return type of a function pointer: stable Rust knows `!` as that, but not in `Future<Output = !>`.
pub trait Returns {
    /// The return type.
    type Output;
}

impl<R> Returns for fn() -> R {
    type Output = R;
}

/// Tells rustc what the user's body, in code that never runs, must return.
pub fn judge<R, F: Future<Output = R>>(body: F) -> F {
    body
}

/// A value to return from code that never runs: it tells rustc what an async block or a step function returns. Where rustc then finds
/// another type, it points here, for both alike.
#[cold]
pub fn returned<R>() -> R {
    unreachable!()
}

/// What a machine holds. The function that it runs has it in its signature only, where rustc looks for no lifetime.
pub trait Holds {
    /// The state.
    type State;
}

/// Tells rustc a lifetime that all within the machine outlives.
#[inline(always)]
pub const fn outlives<'a, M: Holds<State: 'a>>(_: *const M) {}

/// A place that code which never runs may come to, and no other code.
#[cold]
pub fn none() -> &'static Infallible {
    unreachable!()
}

/// The operand of an await in the judge, behind which it uses what the machine shows there.
pub const fn first<T>(operand: T, (): ()) -> T {
    operand
}

/// Asks rustc, in code that never runs, whether a value can leave its place here: it can't if something has borrowed it that is used later.
#[cold]
pub fn leaves<T>(value: T) -> T {
    value
}
