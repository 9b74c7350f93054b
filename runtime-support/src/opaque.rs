//! rustc's own state machine in a wrapper.
use crate::{StateInfo, VisibleFuture, visible::Holds};
use core::future::Future;
use core::pin::Pin;
use core::task::{Context, Poll};

/// A future that shows nothing of its inside.
#[derive(Debug)]
pub struct Opaque<F>(F);

impl<F: Future> Opaque<F> {
    /// Wraps an async block.
    pub fn new(future: F) -> Self {
        Opaque(future)
    }
}

impl<F> Holds for Opaque<F> {
    type State = F;
}

impl<F: Future> Future for Opaque<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the field is pinned whenever the wrapper is: nothing moves it, and there is no `Drop`.
        unsafe { self.map_unchecked_mut(|opaque| &mut opaque.0) }.poll(cx)
    }
}

impl<F: Future> VisibleFuture for Opaque<F> {
    fn state(&self) -> StateInfo {
        StateInfo::new("Opaque", 0, 0, "")
    }
}
