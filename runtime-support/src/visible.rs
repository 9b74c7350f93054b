//! The future that an annotated function returns.
use core::{future::Future, pin::Pin};

/// A future whose state can be seen: what a function annotated with `#[visible_async]` returns.
///
/// It is an ordinary future too, for `.await` and for every executor.
///
/// ```
/// use visible_async::{VisibleFuture, visible_async};
///
/// #[visible_async]
/// async fn double(n: u32) -> u32 {
///     let n = std::future::ready(n).await;
///     n * 2
/// }
///
/// assert_eq!(double(2).state().name, "Start");
/// ```
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub trait VisibleFuture: Future {
    /// The state that the machine is in.
    fn state(&self) -> StateInfo;
}

/// What is known of one state of a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StateInfo {
    /// The name of the state: `Start`, `AwaitFetch`, `Done`, `Panicked`; `Opaque` where the machine is rustc's own.
    pub name: &'static str,
    /// Its number, in the order of the source.
    pub index: u8,
    /// The line of the `.await` that the machine is suspended at; 0 in a state that is no suspension point.
    pub line: u32,
    /// The source text of the awaited expression; empty in a state that is no suspension point.
    pub text: &'static str,
}

impl StateInfo {
    /// For emitted code.
    #[doc(hidden)]
    pub const fn new(name: &'static str, index: u8, line: u32, text: &'static str) -> Self {
        StateInfo { name, index, line, text }
    }
}

impl<F: VisibleFuture + ?Sized> VisibleFuture for &mut F
where
    Self: Future,
{
    fn state(&self) -> StateInfo {
        (**self).state()
    }
}

impl<P> VisibleFuture for Pin<P>
where
    P: core::ops::Deref<Target: VisibleFuture>,
    Self: Future,
{
    fn state(&self) -> StateInfo {
        (**self).state()
    }
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
