//! The future that an annotated function returns.
use core::future::Future;

/// A future whose state can be seen: what a function annotated with `#[visible_async]` returns.
///
/// It is an ordinary future too, for `.await` and for every executor.
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub trait VisibleFuture: Future {}

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
