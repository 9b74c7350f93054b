//! rustc's own state machine in a wrapper.
use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use crate::{Description, Local, StateInfo, View, Visible, VisibleFuture, report::Inside, tree, visible::Holds};

/// A future that shows nothing of its inside.
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

impl<F: Future> Visible for Opaque<F> {
    fn state_info(&self) -> StateInfo {
        Description::OPAQUE_STATE
    }

    fn describe(&self) -> &'static Description {
        Description::OPAQUE
    }

    fn look<'a>(&'a self, _: &mut dyn FnMut(Local<'a>)) {}

    fn inside(&self) -> Inside {
        Inside::opaque::<F>(Description::OPAQUE)
    }
}

impl<F: Future> VisibleFuture for Opaque<F> {
    fn state(&self) -> StateInfo {
        self.state_info()
    }
}

impl<F: Future> fmt::Debug for Opaque<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tree::fmt(View::of(self), f)
    }
}
