//! [`Machine`]: the future that an annotated function returns.
use core::{
    convert::Infallible,
    future::Future,
    marker::{PhantomData, PhantomPinned},
    mem,
    pin::Pin,
    task::{Context, Poll},
};

use crate::visible::{Holds, StateInfo, VisibleFuture};

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

/// What came of a step: a `Poll`, with the type of the state.
pub enum Stepped<S, T> {
    /// The machine has returned this.
    Ready(T),
    /// It is suspended.
    Pending,
    /// Never there.
    Of(PhantomData<*mut S>, Infallible),
}

/// Returned by code that never runs, it tells rustc what a step returns, and the type of the state, before it sees the step. Where rustc
/// then finds another type, it points here.
#[cold]
pub fn returned_by<S, T>(_state: *mut S) -> Stepped<S, T> {
    unreachable!()
}

/// The function that takes a machine from one suspension point to the next. The type of the state is found by what it returns: a machine
/// that had it beside the function would name the futures in it twice, and with them those in these, and so on.
pub trait Step {
    /// The state.
    type State: State;
    /// What the machine returns.
    type Output;
    /// Runs the machine whose state is at this place.
    fn step(&self, state: *mut (), cx: &mut Context<'_>) -> Poll<Self::Output>;
}

impl<P, S: State, T> Step for P
where
    P: Fn(*mut (), &mut Context<'_>) -> Stepped<S, T>,
{
    type State = S;
    type Output = T;

    #[inline(always)]
    fn step(&self, state: *mut (), cx: &mut Context<'_>) -> Poll<T> {
        match self(state, cx) {
            Stepped::Ready(value) => Poll::Ready(value),
            Stepped::Pending => Poll::Pending,
        }
    }
}

/// A state machine: its state, of which nothing drops itself, and how it is run.
pub struct Machine<P: Step> {
    state: P::State,
    step: P,
    /// A machine without slots must not be moved either, as rustc's futures must not.
    _pinned: PhantomPinned,
}

// SAFETY: `&Machine` gives no access to the saved locals. The bound is there so that a machine is `Sync` just where rustc's own
// future would be.
unsafe impl<P: Step + Sync> Sync for Machine<P> where <P::State as State>::Saved: Sync {}

// SAFETY: the state holds the saved locals, and flags. Said here, so that rustc need not look through the slots.
unsafe impl<P: Step + Send> Send for Machine<P> where <P::State as State>::Saved: Send {}

impl<P: Step> Machine<P> {
    /// A machine in its first state. `step` runs it until the next suspension point or the end.
    #[inline(always)]
    pub const fn new<S, T>(state: S, step: P) -> Self
    where
        P: Fn(*mut (), &mut Context<'_>) -> Stepped<S, T> + Step<State = S>,
    {
        Machine { state, step, _pinned: PhantomPinned }
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

impl<P: Step> Future for Machine<P> {
    type Output = P::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<P::Output> {
        // SAFETY: the state is not moved out of the machine.
        let this = unsafe { self.get_unchecked_mut() };
        let state = &raw mut this.state;
        let unwind = Unwind(state);
        let polled = this.step.step(state.cast(), cx);
        mem::forget(unwind);
        if polled.is_ready() {
            // SAFETY: the tag is the first byte of the state.
            unsafe { *state.cast::<u8>() = P::State::DONE };
        }
        polled
    }
}

impl<P: Step> VisibleFuture for Machine<P> {
    fn state(&self) -> StateInfo {
        // SAFETY: the tag is the first byte of the state; while the machine is borrowed nobody polls it.
        let tag = unsafe { *(&raw const self.state).cast::<u8>() };
        let ended = if tag == P::State::DONE { "Done" } else { "Panicked" };
        let (name, line, text) = P::State::STATES.get(usize::from(tag)).copied().unwrap_or((ended, 0, ""));
        StateInfo { name, index: tag, line, text }
    }
}

impl<P: Step> Holds for Machine<P> {
    type State = P::State;
}

impl<P: Step> Drop for Machine<P> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the machine is suspended, has not begun, or has ended: the state owns what it has, and is gone after this.
        unsafe { P::State::drop_live(&raw mut self.state) };
    }
}
