//! Futures at the leaves: pending as often as the run says, waking each time.
use crate::log::{event, pending};
use crate::values::{Log, ReadError, log};
use std::future::Future;
use std::marker::PhantomPinned;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Ready with a value after the number of polls that the run sets. Not `Unpin`, and it notices being moved.
#[must_use]
pub struct Leaf<T> {
    name: String,
    value: Option<T>,
    left: u32,
    address: usize,
    _pinned: PhantomPinned,
}

impl<T> Future for Leaf<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        // SAFETY: nothing is moved out but `value`, which is never pinned.
        let this = unsafe { self.get_unchecked_mut() };
        event(format!("poll {}", this.name));
        let address = std::ptr::from_mut(this).addr();
        assert!(this.address == 0 || this.address == address, "{} was moved after its first poll", this.name);
        this.address = address;
        if this.left == 0 {
            return Poll::Ready(this.value.take().expect("polled after it was ready"));
        }
        this.left -= 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl<T> Drop for Leaf<T> {
    fn drop(&mut self) {
        let end = if self.value.is_none() { "done" } else { "unfinished" };
        event(format!("drop leaf {} ({end})", self.name));
    }
}

/// A leaf future with this value.
pub fn leaf<T>(name: impl Into<String>, value: T) -> Leaf<T> {
    pending_for(pending(), name.into(), value)
}

/// A leaf future that is ready at once, whatever the run says.
pub fn ready<T>(name: impl Into<String>, value: T) -> Leaf<T> {
    pending_for(0, name.into(), value)
}

fn pending_for<T>(left: u32, name: String, value: T) -> Leaf<T> {
    event(format!("leaf {name}"));
    Leaf { name, value: Some(value), left, address: 0, _pinned: PhantomPinned }
}

/// Waits for nothing in particular.
pub async fn tick(name: &str) {
    leaf(name, ()).await;
}

/// Loads a value of this name: an ordinary `async fn` of its own.
pub async fn load(name: &str) -> Log {
    let started = log(format!("load {name}"));
    leaf(name, ()).await;
    started.touch("loaded");
    log(name)
}

/// Fails if told so.
///
/// # Errors
/// When `fails`.
pub async fn fail(name: &str, fails: bool) -> Result<Log, ReadError> {
    leaf(name, ()).await;
    if fails { Err(ReadError(log(format!("error {name}")))) } else { Ok(log(name)) }
}
