//! Futures for tests: [`pending_n_times`], [`panic_at`].
use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

/// Pending a number of times, then ready: [`pending_n_times`].
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct PendingTimes<T> {
    left: usize,
    value: Option<T>,
}

/// A future that is pending `times` times, and wakes each time, then ready with `value`.
///
/// ```
/// use visible_async::driver::{block_on, pending_n_times};
///
/// assert_eq!(block_on(pending_n_times(2, "ready")), "ready");
/// ```
///
/// # Panics
/// When it is polled after it was ready.
pub const fn pending_n_times<T>(times: usize, value: T) -> PendingTimes<T> {
    PendingTimes { left: times, value: Some(value) }
}

impl<T> Unpin for PendingTimes<T> {}

impl<T> Future for PendingTimes<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        let Some(left) = self.left.checked_sub(1) else {
            return Poll::Ready(self.value.take().expect("`pending_n_times` polled after completion"));
        };
        self.left = left;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl<T> fmt::Debug for PendingTimes<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PendingTimes({} left)", self.left)
    }
}

/// Panics at a poll: [`panic_at`].
#[derive(Debug)]
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct PanicAt {
    poll: usize,
    polls: usize,
}

/// A future that panics at its `poll`th poll, from 1; before it is pending, and wakes each time.
///
/// ```
/// use visible_async::{driver::{Driver, Outcome, panic_at}, visible_async};
///
/// #[visible_async]
/// async fn fails() {
///     panic_at(1).await;
/// }
///
/// let step = Driver::new(fails()).step()?;
/// assert_eq!(step.outcome, Outcome::Panicked("`panic_at(1)` panics".into()));
/// assert_eq!(step.entered.name, "Panicked");
/// # Ok::<(), visible_async::driver::DriveError>(())
/// ```
///
/// # Panics
/// At that poll, and at each after it.
pub const fn panic_at(poll: usize) -> PanicAt {
    PanicAt { poll, polls: 0 }
}

impl Future for PanicAt {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.polls += 1;
        assert!(self.polls < self.poll, "`panic_at({})` panics", self.poll);
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}
