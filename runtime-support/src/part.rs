//! Locals of which a part is moved out while the rest lives on: [`PartSlot`] and [`PartOwner`].
//!
//! Which fields a value has only rustc knows. So the rest is dropped by a function that the emitted code gives, which moves the
//! value in and forgets what was moved out before: Rust's own rules for partial moves then drop the fields that are left.
use core::{
    cell::Cell,
    future::Future,
    mem,
    pin::Pin,
    task::{Context, Waker},
};

use crate::{
    named::Named,
    slot::{Flag, Owner, Slot},
};

/// Drops what is left of the value that it gets, if any, and says which parts are gone.
type Rest<T> = fn(Option<T>) -> u32;

/// The slot of a local that is moved out of in parts.
#[repr(C)]
pub struct PartSlot<T> {
    slot: Slot<T>,
    rest: Cell<Option<Rest<T>>>,
}

// SAFETY: as for `Slot`.
unsafe impl<T: Send> Sync for PartSlot<T> {}

impl<T> PartSlot<T> {
    /// A slot that holds `value`, whole.
    #[inline(always)]
    pub const fn new(value: T) -> Self {
        PartSlot { slot: Slot::new(value), rest: Cell::new(None) }
    }

    /// An empty slot.
    #[inline(always)]
    pub const fn vacant() -> Self {
        PartSlot { slot: Slot::vacant(), rest: Cell::new(None) }
    }

    /// As [`Slot::within`].
    #[inline(always)]
    pub const fn within<'f>(&'f self, _frame: &'f ()) -> &'f Self {
        self
    }

    /// As [`Slot::named`].
    ///
    /// # Safety
    /// As there; and nothing was moved out.
    #[inline(always)]
    pub const unsafe fn named<'f>(&'f self, frame: &'f ()) -> Named<'f, T> {
        // SAFETY: the caller's.
        unsafe { self.slot.named(frame) }
    }

    /// The place of the value.
    #[inline(always)]
    pub const fn ptr(&self) -> *mut T {
        self.slot.ptr()
    }

    /// Takes over a full slot.
    ///
    /// # Safety
    /// As for [`Slot::own`].
    #[inline(always)]
    pub const unsafe fn own(&self) -> PartOwner<'_, T> {
        // SAFETY: the caller's.
        PartOwner { owner: mem::ManuallyDrop::new(unsafe { self.slot.own() }), slot: self }
    }

    /// Takes over a slot that is full if `live`.
    ///
    /// # Safety
    /// As for [`Slot::own_if`].
    #[inline(always)]
    pub const unsafe fn own_if(&self, live: bool) -> PartOwner<'_, T> {
        // SAFETY: the caller's.
        PartOwner { owner: mem::ManuallyDrop::new(unsafe { self.slot.own_if(live) }), slot: self }
    }

    /// The owner of a slot that is empty as yet. Writes nothing: the place may still serve another local.
    #[inline(always)]
    pub const fn own_empty(&self) -> PartOwner<'_, T> {
        PartOwner { owner: mem::ManuallyDrop::new(self.slot.own_empty()), slot: self }
    }

    /// Writes `value` into an empty slot.
    #[inline(always)]
    pub fn fill(&self, value: T) -> PartOwner<'_, T> {
        self.rest.set(None);
        PartOwner { owner: mem::ManuallyDrop::new(self.slot.fill(value)), slot: self }
    }

    /// Writes `value` into an empty slot for the next state, which owns it.
    #[inline(always)]
    pub fn store(&self, value: T) {
        self.rest.set(None);
        self.slot.store(value);
    }

    /// Reads the value and leaves it.
    ///
    /// # Safety
    /// As for [`Slot::read`].
    #[inline(always)]
    pub const unsafe fn read(&self) -> T {
        // SAFETY: the caller's.
        unsafe { self.slot.read() }
    }

    /// As [`Slot::take_noted`].
    ///
    /// # Safety
    /// As there; and nothing was moved out.
    #[inline(always)]
    pub unsafe fn take_noted(&self, live: &Flag) -> T {
        // SAFETY: the caller's.
        unsafe { self.slot.take_noted(live) }
    }

    /// As [`Slot::put_noted`].
    ///
    /// # Safety
    /// As there.
    #[inline(always)]
    pub unsafe fn put_noted(&self, live: &Flag, value: T) {
        // SAFETY: the caller's. The machine owns the new value.
        let owner = mem::ManuallyDrop::new(unsafe { self.own_if(live.get()) });
        live.set(true);
        owner.put(value);
    }

    /// Assigns in a leaf future, where something is surely left of the value.
    ///
    /// # Safety
    /// As for [`Slot::own`].
    #[inline(always)]
    pub unsafe fn renew(&self, value: T) {
        // SAFETY: the caller's. The machine owns the new value.
        mem::ManuallyDrop::new(unsafe { self.own() }).put(value);
    }

    /// A part is moved out next; `rest` drops what is left.
    #[inline(always)]
    pub fn part<R: Fn(T) + Copy>(&self, rest: R) {
        self.part_noted::<0, R>(rest);
    }

    /// A part is moved out next; `rest` drops what is left, when these parts are gone.
    #[inline(always)]
    pub fn part_noted<const GONE: u32, R: Fn(T) + Copy>(&self, _rest: R) {
        const { assert!(size_of::<R>() == 0, "a closure that captures nothing") };
        self.rest.set(Some(|value| {
            if let Some(value) = value {
                // SAFETY: `R` has no bytes, and there was a value of it: `_rest`.
                let rest: R = unsafe { mem::transmute_copy(&()) };
                rest(value);
            }
            GONE
        }));
    }

    /// The parts that are gone, by the number given with the last one.
    #[inline(always)]
    pub fn gone(&self) -> u32 {
        self.rest.get().map_or(0, |rest| rest(None))
    }

    /// The last part that was gone is back.
    #[inline(always)]
    pub fn restored(&self) {
        self.rest.set(None);
    }
}

/// Drops what is left of the value of a [`PartSlot`].
pub struct PartOwner<'s, T> {
    owner: mem::ManuallyDrop<Owner<'s, T>>,
    slot: &'s PartSlot<T>,
}

// SAFETY: as for `Owner`.
unsafe impl<T: Send> Sync for PartOwner<'_, T> {}

impl<T> PartOwner<'_, T> {
    /// Moves the value out.
    ///
    /// # Safety
    /// The slot is full, and nothing was moved out of it.
    #[inline(always)]
    pub unsafe fn take(&self) -> T {
        // SAFETY: the caller's.
        unsafe { self.owner.take() }
    }

    /// Assigns: drops what is left of the old value, and writes `value`, also when that drop panics.
    #[inline(always)]
    pub fn put(&self, value: T) {
        if !self.owner.is_live() {
            self.slot.rest.set(None);
            return self.owner.put(value);
        }
        let Some(rest) = self.slot.rest.take() else { return self.owner.put(value) };
        // SAFETY: live, so full but for the parts that `rest` forgets; given up by this.
        let old = unsafe { self.owner.take() };
        self.owner.put(value);
        rest(Some(old));
    }

    /// Drops now what is left of the value.
    #[inline(always)]
    pub fn end(&self) {
        self.drop_rest();
        self.owner.end();
    }

    /// Whether something of the value is left.
    #[inline(always)]
    pub fn is_live(&self) -> bool {
        self.owner.is_live()
    }

    /// Drops what a partial move has left, if there was one.
    #[inline(always)]
    fn drop_rest(&self) {
        if self.owner.is_live()
            && let Some(rest) = self.slot.rest.take()
        {
            // SAFETY: live, so full but for the parts that `rest` forgets; given up by this.
            rest(Some(unsafe { self.owner.take() }));
        }
    }
}

impl<T> Drop for PartOwner<'_, T> {
    #[inline(always)]
    fn drop(&mut self) {
        self.drop_rest();
        // SAFETY: dropped once, here.
        unsafe { mem::ManuallyDrop::drop(&mut self.owner) };
    }
}

/// A value that is made of parts of locals: `make` writes it, then waits for ever with what is left of them, which stays where it
/// was moved from and is not dropped here.
///
/// # Safety
/// What is left belongs to somebody else.
#[inline(always)]
pub unsafe fn without_rest<T, F: Future<Output = ()>>(make: impl FnOnce(*mut Option<T>) -> F) -> T {
    let mut made = None;
    let mut waiting = mem::ManuallyDrop::new(make(&raw mut made));
    // SAFETY: it is never moved nor dropped from here on.
    let waiting = unsafe { Pin::new_unchecked(&mut *waiting) };
    let _ = waiting.poll(&mut Context::from_waker(Waker::noop()));
    // SAFETY: written by the poll.
    unsafe { made.unwrap_unchecked() }
}

/// What a pattern binds of the value at a place, which may be a reference as far as the macro can see: then the names are references
/// too. What the pattern leaves of the value stays in its slot.
#[doc(hidden)]
#[macro_export]
macro_rules! __parts {
    ($place:expr, $whole:ident => $part:expr, $pat:pat => $names:expr) => {
        $crate::__private::without_rest(|made: *mut _| async move {
            let $whole = $place.read();
            let names = match $part {
                $pat => $names,
                _ => $crate::__private::unreachable_unchecked(),
            };
            made.write(::core::option::Option::Some(names));
            $crate::__private::pending::<()>().await
        })
    };
}
