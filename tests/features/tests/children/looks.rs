//! What the tests await, and how they look.
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use visible_async::{Child, View, Visible, visible_async};

/// Pending so many times.
pub struct Pause(pub u32);

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

/// Pending for ever.
pub struct Never;

impl Future for Never {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Pending
    }
}

#[visible_async]
pub async fn one(polls: u32) -> u32 {
    Pause(polls).await;
    polls
}

#[visible_async]
pub async fn two(polls: u32) -> u32 {
    Pause(polls).await;
    Pause(polls).await;
    polls
}

#[visible_async]
pub async fn never() {
    Never.await;
}

/// Hidden by its type.
pub type Hidden<T> = Pin<Box<dyn Future<Output = T> + Send>>;

pub fn polls<F: Future + ?Sized>(future: Pin<&mut F>) -> bool {
    future.poll(&mut Context::from_waker(Waker::noop())).is_ready()
}

/// `one@AwaitPause`, `!one@AwaitPause` if it is not awaited, `one@<running>`, with its children in parentheses.
pub fn name(child: &Child) -> String {
    let state = child.state().map_or("<running>", |state| state.name);
    let mark = if child.is_awaited() { "" } else { "!" };
    let below = names(&child.children());
    let below = if below.is_empty() { below } else { format!("({below})") };
    format!("{mark}{}@{state}{below}", child.description().function)
}

pub fn names(children: &[Child]) -> String {
    children.iter().map(name).collect::<Vec<_>>().join(" ")
}

/// The children of a machine.
pub fn below(machine: &impl Visible) -> String {
    names(&View::of(machine).children())
}
