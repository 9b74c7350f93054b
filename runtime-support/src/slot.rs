//! Where a saved local lives: [`Slot`], and who drops it while the machine runs: [`Owner`].
//!
//! Invariants of the design that the `unsafe` blocks of this file and of emitted code lean on:
//!
//! 1. **A slot does not move while it is full and borrowed.** Slots are fields of a `#[repr(u8)]` enum inside a pinned machine, at
//!    the same offset in every variant that has them; a transition never moves a slot.
//! 2. **One owner.** While the machine is suspended the state owns its live slots; while it runs each live slot has one
//!    [`Owner`] on the stack. A transition forgets the owners: the next state owns the slots.
//! 3. **The judge.** rustc has type-checked and borrow-checked the user's own body, so the accesses that emitted code makes
//!    through raw places are those of a program that rustc accepts.
use core::{
    cell::{Cell, UnsafeCell},
    future::Future,
    marker::{PhantomData, PhantomPinned},
    mem::{self, ManuallyDrop, MaybeUninit},
    pin::Pin,
    task::{Context, Poll},
};

use crate::{children, flag::Flag, named::Named, trace};

/// The place of one saved local in the state of a machine; it may be empty, and does not know whether it is.
#[repr(transparent)]
pub struct Slot<T>(UnsafeCell<MaybeUninit<T>>, PhantomPinned);

// SAFETY: a `&Slot<T>` gives safe code nothing. Emitted code reaches the value through it only while it polls or drops the
// machine, so on the thread that has the machine exclusively (invariant 2): sharing the slot moves `T` between threads at most.
unsafe impl<T: Send> Sync for Slot<T> {}
// SAFETY: as without it; said here, it takes rustc fewer steps, of which it makes at most `recursion_limit` in machines that hold
// machines.
unsafe impl<T: Send> Send for Slot<T> {}

impl<T> Slot<T> {
    /// A slot that holds `value`.
    #[inline(always)]
    pub const fn new(value: T) -> Self {
        Slot(UnsafeCell::new(MaybeUninit::new(value)), PhantomPinned)
    }

    /// An empty slot.
    #[inline(always)]
    pub const fn vacant() -> Self {
        Slot(UnsafeCell::new(MaybeUninit::uninit()), PhantomPinned)
    }

    /// The place of the value. Emitted code dereferences it where the source mentions the local.
    #[inline(always)]
    pub const fn ptr(&self) -> *mut T {
        self.0.get().cast()
    }

    /// Where the slot is, whatever it holds.
    #[inline(always)]
    pub const fn place(&self) -> *const () {
        self.ptr().cast_const().cast()
    }

    /// The same slot, for no longer than `frame` lives: what a macro of the user's expands to may capture it, but not carry it off.
    #[inline(always)]
    pub const fn within<'f>(&'f self, _frame: &'f ()) -> &'f Self {
        self
    }

    /// The value by a name, for a macro that wants one.
    ///
    /// # Safety
    /// The slot is full wherever the macro reaches the value.
    #[inline(always)]
    pub const unsafe fn named<'f>(&'f self, _frame: &'f ()) -> Named<'f, T> {
        Named(self.ptr(), PhantomData)
    }

    /// Takes over a full slot: dropping the owner drops the value.
    ///
    /// # Safety
    /// The slot is full, and nobody else owns it.
    #[inline(always)]
    pub const unsafe fn own(&self) -> Owner<'_, T> {
        Owner { slot: self, live: Cell::new(true) }
    }

    /// Takes over a slot that is full if `live`.
    ///
    /// # Safety
    /// As for [`Slot::own`] if `live`.
    #[inline(always)]
    pub const unsafe fn own_if(&self, live: bool) -> Owner<'_, T> {
        Owner { slot: self, live: Cell::new(live) }
    }

    /// The owner of a slot that is empty as yet.
    #[inline(always)]
    pub const fn own_empty(&self) -> Owner<'_, T> {
        Owner { slot: self, live: Cell::new(false) }
    }

    /// Writes `value` into an empty slot.
    #[inline(always)]
    pub fn fill(&self, value: T) -> Owner<'_, T> {
        // SAFETY: the pointer is valid for writes; the old content, if any, was given up by its owner (invariant 2).
        unsafe { self.ptr().write(value) };
        Owner { slot: self, live: Cell::new(true) }
    }

    /// Writes `value` into an empty slot for the next state, which owns it.
    #[inline(always)]
    pub fn store(&self, value: T) {
        // SAFETY: as in `fill`.
        unsafe { self.ptr().write(value) };
    }

    /// Reads the value: it is moved, or owns nothing.
    ///
    /// # Safety
    /// The slot is full, and its value is given up or plain data.
    #[inline(always)]
    pub const unsafe fn read(&self) -> T {
        // SAFETY: full by contract.
        unsafe { self.ptr().read() }
    }

    /// Reads the value and leaves it: for locals whose type is `Copy`, or a `&mut` that the source reborrows here.
    ///
    /// # Safety
    /// The slot is full, and the source uses the local again: the judge accepts that for such types only.
    #[inline(always)]
    pub const unsafe fn copy(&self) -> T {
        const {
            assert!(
                !mem::needs_drop::<T>(),
                "a local that is moved is mentioned again: behind a call that never returns, write `unreachable!()` after that call; else it is \
                 a bug in visible-async, please report it",
            );
        };
        // SAFETY: full by contract.
        unsafe { self.read() }
    }

    /// Moves the value out in a leaf future, which the machine may drop before it gets here: the flag tells.
    ///
    /// # Safety
    /// The slot is full.
    #[inline(always)]
    pub unsafe fn take_noted(&self, live: &Flag) -> T {
        moves::<T>(live.0.replace(false));
        // SAFETY: full by contract, and given up.
        unsafe { self.read() }
    }

    /// Assigns in a leaf future: as [`Owner::put`].
    ///
    /// # Safety
    /// The slot is full if `live` says so.
    #[inline(always)]
    pub unsafe fn put_noted(&self, live: &Flag, value: T) {
        // SAFETY: by contract. The machine owns the new value, also when the drop of the old one panics.
        ManuallyDrop::new(unsafe { self.own_if(live.0.replace(true)) }).put(value);
    }
}

impl<F: Future> Slot<F> {
    /// Polls the future in the slot.
    ///
    /// # Safety
    /// The slot is full, and stays where it is until the future is dropped (invariant 1).
    #[inline(always)]
    pub unsafe fn poll(&self, cx: &mut Context<'_>) -> Poll<F::Output> {
        trace::reached();
        children::reached();
        // SAFETY: full and pinned by contract; nobody else holds a reference to the awaited future.
        let future = unsafe { Pin::new_unchecked(&mut *self.ptr()) };
        // By a pointer, so that rustc leaves the inlining to LLVM: there nothing aliases what the future is reached by, as in rustc's own
        // machines.
        let poll: fn(Pin<&mut F>, &mut Context<'_>) -> Poll<F::Output> = F::poll;
        poll(future, cx)
    }
}

/// Drops a future after it was ready, and passes its output on. If that drop panics the output is forgotten, as rustc does.
///
/// # Safety
/// The slot is full, and nobody else owns it.
#[inline(always)]
pub unsafe fn finish<F: Future>(slot: &Slot<F>, output: F::Output) -> F::Output {
    let output = ManuallyDrop::new(output);
    // SAFETY: full and ours by contract.
    unsafe { slot.ptr().drop_in_place() };
    ManuallyDrop::into_inner(output)
}

/// Drops the value of a slot when it goes out of scope, as the local itself would be dropped: at the end of its block, on
/// `return`, `?`, `break` and while a panic unwinds.
pub struct Owner<'s, T> {
    slot: &'s Slot<T>,
    live: Cell<bool>,
}

// SAFETY: as for `Slot`. A leaf future may have owners; whether the machine is `Sync` the types of the saved locals tell.
unsafe impl<T: Send> Sync for Owner<'_, T> {}

impl<T> Owner<'_, T> {
    /// Moves the value out.
    ///
    /// # Safety
    /// The slot is full.
    #[inline(always)]
    pub unsafe fn take(&self) -> T {
        moves::<T>(self.live.replace(false));
        // SAFETY: full by contract, and given up by the line above.
        unsafe { self.slot.read() }
    }

    /// Assigns: drops the old value if there is one, then writes `value`, also when that drop panics.
    #[inline(always)]
    pub fn put(&self, value: T) {
        struct Write<'a, 'o, T>(&'a Owner<'o, T>, MaybeUninit<T>);
        impl<T> Drop for Write<'_, '_, T> {
            #[inline(always)]
            fn drop(&mut self) {
                // SAFETY: the second field is full until here, and read once; the slot's old value is gone.
                unsafe { self.0.slot.ptr().write(self.1.assume_init_read()) };
                self.0.live.set(true);
            }
        }
        let write = Write(self, MaybeUninit::new(value));
        if self.live.replace(false) {
            // SAFETY: `live` says that the slot is full, and it is given up by the line above.
            unsafe { self.slot.ptr().drop_in_place() };
        }
        drop(write);
    }

    /// Drops the value now, if there is one.
    #[inline(always)]
    pub fn end(&self) {
        if self.live.replace(false) {
            // SAFETY: `live` said that the slot is full, and it is given up.
            unsafe { self.slot.ptr().drop_in_place() };
        }
    }

    /// Whether the slot is full.
    #[inline(always)]
    pub const fn is_live(&self) -> bool {
        self.live.get()
    }

    /// Gives the slot up to another owner, which it tells whether the slot is full.
    #[inline(always)]
    pub fn pass_on(self) -> bool {
        let live = self.is_live();
        self.live.set(false);
        live
    }
}

/// Emitted code moves a value once, all of which `is_there`: what rustc accepted does. It is told nevertheless, as the judge does not see
/// what the machine does.
#[inline(always)]
pub(crate) fn moves<T>(is_there: bool) {
    if !is_there && mem::needs_drop::<T>() {
        moved_twice();
    }
}

#[cold]
#[inline(never)]
fn moved_twice() -> ! {
    panic!("a bug in visible-async: a value was moved twice. Please report it")
}

impl<T> Drop for Owner<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        self.end();
    }
}
