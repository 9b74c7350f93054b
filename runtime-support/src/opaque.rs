//! rustc's own state machine in a wrapper.
use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use crate::{Description, Local, StateInfo, View, Visible, VisibleFuture, children, report::Inside, tree, visible::Holds};

/// A future that shows nothing of its inside.
pub struct Opaque<F> {
    /// First, so that it is gone before the future is dropped.
    children: children::Own,
    future: F,
}

/// The first byte of every state of it.
static TAG: u8 = 0;

impl<F: Future> Opaque<F> {
    /// Wraps an async block.
    pub fn new(future: F) -> Self {
        Opaque { children: children::Own::new(), future }
    }
}

impl<F> Holds for Opaque<F> {
    type State = F;
}

impl<F: Future> Future for Opaque<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the future is not moved out of the wrapper.
        let this = unsafe { self.get_unchecked_mut() };
        let running = children::enter(&mut this.children, (&raw const TAG).cast_mut(), Description::OPAQUE);
        // SAFETY: the field is pinned whenever the wrapper is: nothing moves it, and there is no `Drop`.
        let polled = unsafe { Pin::new_unchecked(&mut this.future) }.poll(cx);
        running.leave(&polled);
        polled
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

    #[cfg(feature = "children")]
    fn polls(&self) -> children::Polls<'_> {
        children::Polls::of(&self.children)
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
