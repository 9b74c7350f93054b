//! What the measured functions await, and what polls them.
use std::future::Future;
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// Ready at once.
pub struct Now(u64);

impl Future for Now {
    type Output = u64;

    #[inline]
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u64> {
        Poll::Ready(self.0)
    }
}

/// Ready at once, with `value`.
#[inline]
pub fn now(value: u64) -> Now {
    Now(value)
}

/// Pending a number of times.
pub struct Countdown(u64);

impl Future for Countdown {
    type Output = u64;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u64> {
        if self.0 == 0 {
            return Poll::Ready(7);
        }
        self.0 -= 1;
        Poll::Pending
    }
}

/// Pending `polls` times.
#[inline]
pub fn pause(polls: u64) -> Countdown {
    Countdown(polls)
}

/// Holds a borrow; ready at once.
pub struct Add<'a>(&'a mut u64, u64);

impl Future for Add<'_> {
    type Output = u64;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u64> {
        let value = self.1;
        *self.0 = self.0.wrapping_add(value);
        Poll::Ready(*self.0)
    }
}

/// Adds to `word`.
#[inline]
pub fn add(word: &mut u64, value: u64) -> Add<'_> {
    Add(word, value)
}

/// A little work between the awaits.
#[inline]
pub const fn mix(a: u64, b: u64) -> u64 {
    (a ^ b).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Polls until the end, by way of a reference that the compiler can't see through.
#[inline(always)]
pub fn drive(future: impl Future<Output = u64>) -> u64 {
    let mut future = pin!(future);
    let cx = &mut Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = black_box(future.as_mut()).poll(cx) {
            return value;
        }
    }
}
