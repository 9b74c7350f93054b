//! [`Machine`]: the future that an annotated function returns.
use core::{
    future::Future,
    marker::PhantomPinned,
    mem::{self, ManuallyDrop},
    pin::Pin,
    task::{Context, Poll},
};

use crate::visible::{StateInfo, VisibleFuture};

/// What emitted code says of the state enum of a machine.
///
/// # Safety
/// The type is a `#[repr(u8)]` enum whose first byte is the tag; `STATES` lists its variants but for the last two, `Done` and
/// `Panicked`, which own nothing; `drop_live` drops what the state owns at a suspension point, and nothing in any other state.
pub unsafe trait State {
    /// The types of all saved locals, as a tuple: decides whether the machine is `Sync`.
    type Saved;
    /// The states by their tags, without the two at the end: name, line and text.
    const STATES: &'static [(&'static str, u32, &'static str)];
    /// The tag after the end.
    const DONE: u8 = Self::STATES.len() as u8;
    /// The tag after a panic, and while the machine runs.
    const PANICKED: u8 = Self::DONE + 1;
    /// Drops the live locals of a suspended machine, in the order in which the source would.
    ///
    /// # Safety
    /// `this` is valid, and the state is not used afterwards except to write its tag.
    unsafe fn drop_live(this: *mut Self);
}

/// A state machine: its state, and the function that takes it from one suspension point to the next.
pub struct Machine<S: State, P> {
    state: ManuallyDrop<S>,
    step: P,
    /// A machine without slots must not be moved either, as rustc's futures must not.
    _pinned: PhantomPinned,
}

// SAFETY: `&Machine` gives no access to the saved locals. The bound is there so that a machine is `Sync` just where rustc's own
// future would be.
unsafe impl<S: State, P: Sync> Sync for Machine<S, P> where S::Saved: Sync {}

impl<S: State, P> Machine<S, P> {
    /// A machine in its first state. `step` runs it until the next suspension point or the end.
    #[inline(always)]
    pub const fn new<T>(state: S, step: P) -> Self
    where
        P: Fn(*mut S, &mut Context<'_>) -> T,
    {
        Machine { state: ManuallyDrop::new(state), step, _pinned: PhantomPinned }
    }
}

/// Drops what a machine owns when a panic leaves its step.
struct Unwind<S: State>(*mut S);

impl<S: State> Drop for Unwind<S> {
    #[cold]
    fn drop(&mut self) {
        // SAFETY: the pointer comes from `Machine::poll`, which has the machine exclusively; the tag is the first byte.
        unsafe {
            if *self.0.cast::<u8>() != S::DONE {
                let state = self.0;
                let poisoned = Poison(state);
                S::drop_live(state);
                drop(poisoned);
            }
        }
    }
}

/// Leaves the tag `PANICKED`, whatever happens.
struct Poison<S: State>(*mut S);

impl<S: State> Drop for Poison<S> {
    fn drop(&mut self) {
        // SAFETY: as in `Unwind::drop`.
        unsafe { *self.0.cast::<u8>() = S::PANICKED };
    }
}

impl<S: State, P, T> Future for Machine<S, P>
where
    P: Fn(*mut S, &mut Context<'_>) -> Poll<T>,
{
    type Output = T;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        // SAFETY: the state is not moved out of the machine.
        let this = unsafe { self.get_unchecked_mut() };
        let state: *mut S = &raw mut *this.state;
        let unwind = Unwind(state);
        let polled = (this.step)(state, cx);
        mem::forget(unwind);
        if polled.is_ready() {
            // SAFETY: the tag is the first byte of the state.
            unsafe { *state.cast::<u8>() = S::DONE };
        }
        polled
    }
}

impl<S: State, P, T> VisibleFuture for Machine<S, P>
where
    P: Fn(*mut S, &mut Context<'_>) -> Poll<T>,
{
    fn state(&self) -> StateInfo {
        // SAFETY: the tag is the first byte of the state; while the machine is borrowed nobody polls it.
        let tag = unsafe { *(&raw const *self.state).cast::<u8>() };
        let ended = if tag == S::DONE { "Done" } else { "Panicked" };
        let (name, line, text) = S::STATES.get(usize::from(tag)).copied().unwrap_or((ended, 0, ""));
        StateInfo { name, index: tag, line, text }
    }
}

impl<S: State, P> Drop for Machine<S, P> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the machine is suspended, has not begun, or has ended: the state owns what it has, and is gone after this.
        unsafe { S::drop_live(&raw mut *self.state) };
    }
}
