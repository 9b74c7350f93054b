//! [`Machine`]: the future that an annotated function returns.
use core::{
    convert::Infallible,
    fmt,
    future::Future,
    marker::{PhantomData, PhantomPinned},
    mem,
    pin::Pin,
    task::{Context, Poll},
};

use crate::{
    Description, Local, StateInfo, StateKind, View, Visible, VisibleFuture, children,
    held::Held,
    local::StateName,
    report::Inside,
    saved::{Kinds, Saved},
    trace, tree,
    visible::Holds,
};

/// What emitted code says of the state enum of a machine.
///
/// # Safety
/// The type is a `#[repr(u8)]` enum whose first byte is the tag; `DESCRIPTION` lists its variants but for the last two, `Done` and
/// `Panicked`, which own nothing; `drop_live` drops what the state owns at a suspension point, and nothing in any other state; `live` tells
/// where that is, and what may have borrowed it.
pub unsafe trait State {
    /// The types of all saved locals, as a tuple: decides whether the machine is `Sync`.
    type Saved;
    /// The states by their tags, and which may follow which.
    const DESCRIPTION: &'static Description;
    /// The tag after the end.
    const DONE: u8 = Self::DESCRIPTION.len();
    /// The tag after a panic, and while the machine runs.
    const PANICKED: u8 = Self::DONE + 1;
    /// The live locals of a suspended machine, in the order of declaration; last the awaited future.
    fn live(&self, see: &mut dyn FnMut(&[Held]));
    /// Drops the live locals of a suspended machine, in the order in which the source would.
    ///
    /// # Safety
    /// `this` is valid, and the state is not used afterwards except to write its tag.
    unsafe fn drop_live(this: *mut Self);
}

/// What came of a step: a `Poll`, with the type of the state.
pub enum Stepped<S, T, K> {
    /// The machine has returned this.
    Ready(T),
    /// It is suspended.
    Pending,
    /// Never there.
    Of(PhantomData<(*mut S, K)>, Infallible),
}

/// Returned by code that never runs, it tells rustc what a step returns, and the type of the state, before it sees the step. Where rustc
/// then finds another type, it points here.
#[cold]
pub fn returned_by<S, T, K>(_state: *mut S) -> Stepped<S, T, K> {
    unreachable!()
}

/// The types of the saved locals, in code that never runs: what is known of them, rustc knows where all else has told their types.
pub fn types<S: State<Saved: Saved>>(_state: *mut S) -> <S::Saved as Saved>::Types {
    S::Saved::types()
}

/// Returned by code that never runs, it tells what can be shown of the saved locals.
#[cold]
pub fn shown<S, T, K>(_state: *mut S, _kinds: K) -> Stepped<S, T, K> {
    unreachable!()
}

/// The function that takes a machine from one suspension point to the next. The type of the state is found by what it returns: a machine
/// that had it beside the function would name the futures in it twice, and with them those in these, and so on.
pub trait Step {
    /// The state.
    type State: State;
    /// What the machine returns.
    type Output;
    /// What can be shown of the saved locals.
    type Kinds;
    /// Runs the machine whose state is at this place.
    fn step(&self, state: *mut (), cx: &mut Context<'_>) -> Poll<Self::Output>;
}

impl<P, S: State, T, K> Step for P
where
    P: Fn(*mut (), &mut Context<'_>) -> Stepped<S, T, K>,
{
    type State = S;
    type Output = T;
    type Kinds = K;

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
    children: children::Own,
    /// A machine without slots must not be moved either, as rustc's futures must not.
    _pinned: PhantomPinned,
}

// SAFETY: `&Machine` gives no access to the saved locals. The bound is there so that a machine is `Sync` just where rustc's own
// future would be.
unsafe impl<P: Step + Sync> Sync for Machine<P> where <P::State as State>::Saved: Sync {}

// SAFETY: the state holds the saved locals, and flags. Said here, so that rustc need not look through the slots.
unsafe impl<P: Step + Send> Send for Machine<P> where <P::State as State>::Saved: Send {}

impl<P: Step> Machine<P> {
    /// Where its state begins.
    pub(crate) const STATE: usize = mem::offset_of!(Self, state);

    /// A machine in its first state. `step` runs it until the next suspension point or the end.
    #[inline(always)]
    pub const fn new<S, T, K>(state: S, step: P) -> Self
    where
        P: Fn(*mut (), &mut Context<'_>) -> Stepped<S, T, K> + Step<State = S>,
    {
        Machine { state, step, children: children::Own::new(), _pinned: PhantomPinned }
    }
}

/// Shows the live locals of a state, and where the state begins. There is none: the places are where they would be.
pub(crate) fn rested<S: State>(tag: u8, see: &mut dyn FnMut(*const (), &[Held])) {
    if tag >= S::DONE {
        return;
    }
    #[cfg(feature = "alloc")]
    let mut state = alloc::boxed::Box::<S>::new_zeroed();
    #[cfg(not(feature = "alloc"))]
    let mut state = mem::MaybeUninit::<S>::zeroed();
    let place = state.as_mut_ptr();
    // SAFETY: the tag is the first byte, and one of the enum's. The fields are slots, empty or full, and flags and what is left of parts, for which
    // zeros are valid: so the state is. It is only read, and dropped by nobody.
    let state = unsafe {
        place.cast::<u8>().write(tag);
        &*place
    };
    state.live(&mut |held| see(place.cast_const().cast(), held));
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
        let running = children::enter(&mut this.children, state, P::State::DESCRIPTION);
        let _trace = trace::enter(state, P::State::DESCRIPTION);
        let unwind = Unwind(state);
        let polled = this.step.step(state.cast(), cx);
        mem::forget(unwind);
        if polled.is_ready() {
            // SAFETY: the tag is the first byte of the state.
            unsafe { *state.cast::<u8>() = P::State::DONE };
        }
        running.leave(&polled);
        polled
    }
}

impl<P: Step<Kinds: Kinds<<P::State as State>::Saved>>> Visible for Machine<P> {
    fn state_info(&self) -> StateInfo {
        // SAFETY: the tag is the first byte of the state; while the machine is borrowed nobody polls it.
        let tag = unsafe { *(&raw const self.state).cast::<u8>() };
        self.describe().of(tag)
    }

    fn describe(&self) -> &'static Description {
        P::State::DESCRIPTION
    }

    fn look<'a>(&'a self, see: &mut dyn FnMut(Local<'a>)) {
        let state = self.state_info();
        self.state.live(&mut |held| {
            let full = state.locals.iter().zip(held).enumerate().filter(|(_, (_, held))| held.is_full());
            for (at, (name, held)) in full {
                // SAFETY: the machine is suspended, and neither polled nor dropped while it is borrowed.
                let Some(mut local) = (unsafe { held.look::<_, P::Kinds>(name) }) else { continue };
                local.awaited = state.kind == StateKind::Suspended && at + 1 == state.locals.len();
                #[cfg(feature = "children")]
                {
                    local.polls = self.polls();
                }
                see(local);
            }
        });
    }

    fn inside(&self) -> Inside {
        Inside::of::<P>()
    }

    #[cfg(feature = "children")]
    fn polls(&self) -> children::Polls<'_> {
        children::Polls::of(&self.children)
    }
}

impl<P: Step<Kinds: Kinds<<P::State as State>::Saved>>, S: StateName> VisibleFuture<S> for Machine<P> {
    fn state(&self) -> S {
        S::of(self.state_info())
    }
}

impl<P: Step<Kinds: Kinds<<P::State as State>::Saved>>> fmt::Debug for Machine<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tree::fmt(View::of(self), f)
    }
}

impl<P: Step> Holds for Machine<P> {
    type State = P::State;
}

impl<P: Step> Drop for Machine<P> {
    #[inline]
    fn drop(&mut self) {
        self.children.end();
        // SAFETY: the machine is suspended, has not begun, or has ended: the state owns what it has, and is gone after this.
        unsafe { P::State::drop_live(&raw mut self.state) };
    }
}
