//! The future that an annotated function returns.
use core::{fmt, future::Future, ops::Deref, pin::Pin};

use crate::{Description, Local, StateInfo, report::Inside};

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
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub trait VisibleFuture: Future + fmt::Debug {
    /// The state that the machine is in.
    fn state(&self) -> StateInfo;

    /// What is known of it before it runs.
    fn description(&self) -> &'static Description;

    /// Shows each local that is alive where the machine is suspended, in the order of declaration, and last the awaited future.
    ///
    /// A machine that has ended, or that is looked at while it runs, shows none.
    fn locals(&self, see: &mut dyn FnMut(Local<'_>));

    /// For reports.
    #[doc(hidden)]
    fn inside(&self) -> Inside {
        Inside::unknown::<Self>(self.description(), size_of_val(self))
    }
}

macro_rules! forward {
    () => {
        fn state(&self) -> StateInfo {
            (**self).state()
        }

        fn description(&self) -> &'static Description {
            (**self).description()
        }

        fn locals(&self, see: &mut dyn FnMut(Local<'_>)) {
            (**self).locals(see);
        }

        fn inside(&self) -> Inside {
            (**self).inside()
        }
    };
}

impl<F: VisibleFuture + ?Sized> VisibleFuture for &mut F
where
    Self: Future,
{
    forward! {}
}

impl<P: Deref<Target: VisibleFuture> + fmt::Debug> VisibleFuture for Pin<P>
where
    Self: Future,
{
    forward! {}
}

#[cfg(feature = "alloc")]
impl<F: VisibleFuture + ?Sized> VisibleFuture for alloc::boxed::Box<F>
where
    Self: Future,
{
    forward! {}
}

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

/// Asks rustc, in code that never runs, whether a value can leave its place here: it can't if something has borrowed it that is used later.
#[cold]
pub fn leaves<T>(value: T) -> T {
    value
}
