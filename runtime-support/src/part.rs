//! Locals of which a part is moved out while the rest lives on: [`PartSlot`] and [`PartOwner`].
//!
//! Which fields a value has only rustc knows. So the rest is dropped by a closure in the emitted code, which moves the value in and
//! forgets what was moved out before: Rust's own rules for partial moves then drop the fields that are left. It captures nothing, so that
//! its type is all that there is of it; a byte beside the machine's tag tells it which parts are gone. [`rests`] hides the type of the
//! value: in an `async fn` around the machine rustc takes each lifetime in the two types for another one, and could not tell that they fit.
use core::{cell::Cell, marker::PhantomData, mem};

use crate::{
    flag::Flag,
    named::Named,
    slot::{Owner, Slot, moves},
};

/// What is left of a local: 0 if it is whole, else the number by which `R`, which drops the rest, knows what is gone.
#[repr(transparent)]
pub struct Left<R>(Cell<u8>, PhantomData<R>);

// SAFETY: as for `Flag`: only emitted code reads or writes it, on the thread that has the machine exclusively.
unsafe impl<R> Sync for Left<R> {}

impl<R> Left<R> {
    /// All of it.
    #[inline(always)]
    pub const fn new() -> Self {
        Left(Cell::new(0), PhantomData)
    }
}

impl<R> Default for Left<R> {
    fn default() -> Self {
        Self::new()
    }
}

/// The slot of a local that is moved out of in parts.
pub struct PartSlot<'s, T, R> {
    /// Where the value is.
    pub slot: &'s Slot<T>,
    /// What is left of it.
    pub left: &'s Left<R>,
}

impl<T, R> Clone for PartSlot<'_, T, R> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T, R> Copy for PartSlot<'_, T, R> {}

impl<'s, T, R> PartSlot<'s, T, R> {
    /// As [`Slot::within`].
    #[inline(always)]
    pub const fn within<'f>(self, _frame: &'f ()) -> PartSlot<'f, T, R>
    where
        's: 'f,
    {
        self
    }

    /// As [`Slot::named`].
    ///
    /// # Safety
    /// As there; and nothing was moved out.
    #[inline(always)]
    pub const unsafe fn named<'f>(self, frame: &'f ()) -> Named<'f, T>
    where
        's: 'f,
    {
        // SAFETY: the caller's.
        unsafe { self.slot.named(frame) }
    }

    /// The place of the value.
    #[inline(always)]
    pub const fn ptr(self) -> *mut T {
        self.slot.ptr()
    }

    /// As [`Slot::place`].
    #[inline(always)]
    pub const fn place(self) -> *const () {
        self.slot.place()
    }

    /// Reads the value and leaves it.
    ///
    /// # Safety
    /// As for [`Slot::read`].
    #[inline(always)]
    pub const unsafe fn read(self) -> T {
        // SAFETY: the caller's.
        unsafe { self.slot.read() }
    }

    /// Reads the value and leaves it.
    ///
    /// # Safety
    /// As for [`Slot::copy`].
    #[inline(always)]
    pub const unsafe fn copy(self) -> T {
        // SAFETY: the caller's.
        unsafe { self.slot.copy() }
    }

    /// As [`Slot::take_noted`].
    ///
    /// # Safety
    /// As there; and nothing was moved out.
    #[inline(always)]
    pub unsafe fn take_noted(self, live: &Flag) -> T {
        moves::<T>(self.gone() == 0);
        // SAFETY: the caller's.
        unsafe { self.slot.take_noted(live) }
    }

    /// Writes `value` into an empty slot for the next state, which owns it.
    #[inline(always)]
    pub fn store(self, value: T) {
        self.restored();
        self.slot.store(value);
    }

    /// The parts that are gone, by their number.
    #[inline(always)]
    pub fn gone(self) -> u8 {
        self.left.0.get()
    }

    /// The last part that was gone is back.
    #[inline(always)]
    pub fn restored(self) {
        self.left.0.set(0);
    }

    /// From here on the parts of this number are gone.
    #[inline(always)]
    pub fn lacks(self, gone: u8) {
        self.left.0.set(gone);
    }
}

impl<'s, T, R: Fn(*mut (), u8) + Copy> PartSlot<'s, T, R> {
    /// Takes over a full slot.
    ///
    /// # Safety
    /// As for [`Slot::own`].
    #[inline(always)]
    pub const unsafe fn own(self) -> PartOwner<'s, T, R> {
        // SAFETY: the caller's.
        PartOwner { owner: mem::ManuallyDrop::new(unsafe { self.slot.own() }), slot: self }
    }

    /// Takes over a slot that is full if `live`.
    ///
    /// # Safety
    /// As for [`Slot::own_if`].
    #[inline(always)]
    pub const unsafe fn own_if(self, live: bool) -> PartOwner<'s, T, R> {
        // SAFETY: the caller's.
        PartOwner { owner: mem::ManuallyDrop::new(unsafe { self.slot.own_if(live) }), slot: self }
    }

    /// The owner of a slot that is empty as yet. Writes nothing: the place may still serve another local.
    #[inline(always)]
    pub const fn own_empty(self) -> PartOwner<'s, T, R> {
        PartOwner { owner: mem::ManuallyDrop::new(self.slot.own_empty()), slot: self }
    }

    /// Writes `value` into an empty slot.
    #[inline(always)]
    pub fn fill(self, value: T) -> PartOwner<'s, T, R> {
        self.restored();
        PartOwner { owner: mem::ManuallyDrop::new(self.slot.fill(value)), slot: self }
    }

    /// As [`Slot::put_noted`].
    ///
    /// # Safety
    /// As there.
    #[inline(always)]
    pub unsafe fn put_noted(self, live: &Flag, value: T) {
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
    pub unsafe fn renew(self, value: T) {
        // SAFETY: the caller's. The machine owns the new value.
        mem::ManuallyDrop::new(unsafe { self.own() }).put(value);
    }

    /// The parts of this number are moved out next; `rest` drops what is left.
    #[inline(always)]
    pub fn part(self, gone: u8, _rest: R) {
        const { assert!(size_of::<R>() == 0, "a closure that captures nothing") };
        self.lacks(gone);
    }

    /// Drops what is left of a value of which these parts are gone.
    #[inline(always)]
    fn drop_rest(value: T, gone: u8) {
        // SAFETY: `R` has no bytes, and a part is gone: `part` got a value of it, if not here then where else the local is parted.
        let rest: R = unsafe { mem::transmute_copy(&()) };
        rest((&raw mut *mem::ManuallyDrop::new(value)).cast(), gone);
    }
}

/// `rest`, which drops what is left of a value, for one that it finds there.
///
/// # Safety
/// It is called with a value of this type.
#[inline(always)]
pub unsafe fn rests<T, F: Fn(T, u8) + Copy>(_value: *mut T, rest: F) -> impl Fn(*mut (), u8) + Copy {
    // SAFETY: by contract.
    move |value, gone| rest(unsafe { value.cast::<T>().read() }, gone)
}

/// Drops what is left of the value of a [`PartSlot`].
pub struct PartOwner<'s, T, R: Fn(*mut (), u8) + Copy> {
    owner: mem::ManuallyDrop<Owner<'s, T>>,
    pub(crate) slot: PartSlot<'s, T, R>,
}

// SAFETY: as for `Owner`.
unsafe impl<T: Send, R: Fn(*mut (), u8) + Copy> Sync for PartOwner<'_, T, R> {}

impl<T, R: Fn(*mut (), u8) + Copy> PartOwner<'_, T, R> {
    /// Moves the value out.
    ///
    /// # Safety
    /// The slot is full, and nothing was moved out of it.
    #[inline(always)]
    pub unsafe fn take(&self) -> T {
        moves::<T>(self.slot.gone() == 0);
        // SAFETY: the caller's.
        unsafe { self.owner.take() }
    }

    /// Assigns: drops what is left of the old value, and writes `value`, also when that drop panics.
    #[inline(always)]
    pub fn put(&self, value: T) {
        let gone = self.slot.gone();
        self.slot.restored();
        if gone == 0 || !self.owner.is_live() {
            return self.owner.put(value);
        }
        // SAFETY: live, so full but for the parts that are forgotten; given up by this.
        let old = unsafe { self.owner.take() };
        self.owner.put(value);
        PartSlot::<T, R>::drop_rest(old, gone);
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
        let gone = self.slot.gone();
        if gone != 0 && self.owner.is_live() {
            self.slot.restored();
            // SAFETY: live, so full but for the parts that are forgotten; given up by this.
            PartSlot::<T, R>::drop_rest(unsafe { self.owner.take() }, gone);
        }
    }
}

impl<T, R: Fn(*mut (), u8) + Copy> Drop for PartOwner<'_, T, R> {
    #[inline(always)]
    fn drop(&mut self) {
        self.drop_rest();
        // SAFETY: dropped once, here.
        unsafe { mem::ManuallyDrop::drop(&mut self.owner) };
    }
}
