//! A call that moves a local or borrows it, which only rustc knows: the local lives on in a future, its keeper.
//!
//! The keeper owns the local, and is polled once, which makes the call. It never ends. If the call moves the local, nothing is
//! left to drop in the keeper. If not, the local stays there, where the call's result may borrow it, until the keeper is dropped:
//! that is where the source drops the local.
use core::{
    convert::Infallible,
    future::Future,
    marker::PhantomData,
    mem::ManuallyDrop,
    pin::Pin,
    task::{Context, Poll, RawWaker, RawWakerVTable, Waker},
};

use crate::{part::PartSlot, slot::Slot};

/// Does nothing: nobody waits for a keeper.
static NOBODY: RawWakerVTable = RawWakerVTable::new(|data| RawWaker::new(data, &NOBODY), |_| {}, |_| {}, |_| {});

/// The end of a keeper, which it does not reach.
#[derive(Debug)]
pub struct Stay;

impl Future for Stay {
    type Output = Infallible;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Infallible> {
        Poll::Pending
    }
}

/// The waker of a keeper that is to end: its data is the number of what was moved out of the local since.
static ENDING: RawWakerVTable = RawWakerVTable::new(|data| RawWaker::new(data, &ENDING), |_| {}, |_| {}, |_| {});

/// Where a keeper waits until it is to end: then it gets the number of what was moved out of its local since.
#[derive(Debug)]
pub struct Rest;

impl Future for Rest {
    type Output = u8;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<u8> {
        if !core::ptr::eq(cx.waker().vtable(), &ENDING) {
            return Poll::Pending;
        }
        // SAFETY: that is the waker of `end_keeper`, which points to a number.
        Poll::Ready(unsafe { cx.waker().data().cast::<u8>().read() })
    }
}

/// Ends a keeper: it drops what is left of its local when the parts of this number are gone.
#[inline(always)]
pub fn end_keeper<F: Future<Output = ()>>(keeper: F, gone: u8) {
    let mut keeper = keeper;
    // SAFETY: not moved from here on. It holds nothing but its local, which lends nothing any more.
    let _ = poll_with(unsafe { Pin::new_unchecked(&mut keeper) }, &gone, &ENDING);
}

/// Polls a keeper with a waker that points to this.
#[inline(always)]
fn poll_with<F: Future, D>(keeper: Pin<&mut F>, data: &D, table: &'static RawWakerVTable) -> Poll<F::Output> {
    let raw = RawWaker::new((&raw const *data).cast(), table);
    // SAFETY: the functions of the table do nothing.
    let waker = ManuallyDrop::new(unsafe { Waker::from_raw(raw) });
    keeper.poll(&mut Context::from_waker(&waker))
}

/// What the arm around a keeper lends it for the call. It comes by way of the context, so that the keeper does not store it.
#[derive(Debug)]
pub struct Lending<L>(PhantomData<fn() -> L>);

impl<L> Lending<L> {
    /// Of whatever.
    #[inline(always)]
    pub const fn new() -> Self {
        Lending(PhantomData)
    }

    /// Of this. For code that is never run, where types are inferred but lifetimes are not compared.
    pub const fn of(&self, _: *const L) {}
}

impl<L> Default for Lending<L> {
    fn default() -> Self {
        Self::new()
    }
}

impl<L> Future for Lending<L> {
    type Output = L;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<L> {
        // SAFETY: only `Slot::keep` polls it, with a waker that points to what is lent: references, which may be copied.
        Poll::Ready(unsafe { cx.waker().data().cast::<L>().read() })
    }
}

impl<F: Future<Output = Infallible>> Slot<F> {
    /// Makes the call of the keeper in the slot.
    ///
    /// # Safety
    /// The slot is full, and stays where it is until the keeper is dropped. The keeper's `Lending` is of this tuple of references.
    #[inline(always)]
    pub unsafe fn keep<L>(&self, lent: &L) {
        // SAFETY: full and pinned by contract.
        let _ = poll_with(unsafe { Pin::new_unchecked(&mut *self.ptr()) }, lent, &NOBODY);
    }
}

impl<F: Future<Output = ()>, R> PartSlot<'_, F, R> {
    /// As [`Slot::keep`], for a keeper that is told what is moved out of its local.
    ///
    /// # Safety
    /// As there.
    #[inline(always)]
    pub unsafe fn keep<L>(self, lent: &L) {
        // SAFETY: the caller's.
        let _ = poll_with(unsafe { Pin::new_unchecked(&mut *self.ptr()) }, lent, &NOBODY);
    }
}

/// The slot of a local, and in the same place that of its keeper, or of several: `S` is a `Slot`, or again a `Kept`.
///
/// A local is gone from its slot before a keeper of it is made.
#[repr(C)]
pub union Kept<T, S> {
    local: ManuallyDrop<Slot<T>>,
    keeper: ManuallyDrop<S>,
}

impl<T, S> Kept<T, S> {
    /// The slot of a local that holds `value`.
    #[inline(always)]
    pub const fn new(value: T) -> Self {
        Kept { local: ManuallyDrop::new(Slot::new(value)) }
    }

    /// An empty slot.
    #[inline(always)]
    pub const fn vacant() -> Self {
        Kept { local: ManuallyDrop::new(Slot::vacant()) }
    }

    /// The slot of the local.
    #[inline(always)]
    pub const fn local(&self) -> &Slot<T> {
        // SAFETY: a slot may be empty, and so is valid whatever the bytes.
        unsafe { &*(&raw const self.local).cast() }
    }

    /// The slot of the keeper.
    #[inline(always)]
    pub const fn keeper(&self) -> &S {
        // SAFETY: as in `local`.
        unsafe { &*(&raw const self.keeper).cast() }
    }
}

/// A local in its keeper, if something may have borrowed it in its slot: the keeper has the place of that, and begins with this, so that
/// the local stays where it is. rustc puts what is aligned to more than a byte before the byte that tells how far the keeper got.
#[repr(C)]
pub struct First<T>(pub T, [u16; 0]);

impl<T> First<T> {
    /// Of this local.
    #[inline(always)]
    pub const fn of(local: T) -> Self {
        First(local, [])
    }
}

/// The keeper begins with its local, of which rustc alone knows: ends the process if a rustc to come does otherwise.
#[inline(always)]
pub fn stays<T>(local: &T, keeper: *const ()) {
    const {
        assert!(
            align_of::<T>() > 1 || size_of::<T>() == 0,
            "a macro that wants a name gets bytes that may be borrowed: let it take `$x:expr`"
        )
    };
    if size_of::<T>() > 0 && (&raw const *local).addr() != keeper.addr() {
        elsewhere();
    }
}

/// What has borrowed the local does not find it any more. Nothing may run from here on: a panic does not leave this function.
#[cold]
extern "C" fn elsewhere() -> ! {
    panic!("`visible-async`: a keeper does not begin with its local: please report this")
}

impl<T> Slot<T> {
    /// Fills the slot with the result of a call, whose lifetimes only the source tells.
    ///
    /// # Safety
    /// `V` is `T` but for lifetimes, and the judge accepts what the source does with the result.
    #[inline(always)]
    pub unsafe fn receive<V>(&self, value: V) {
        // SAFETY: the place of a value of the same type.
        unsafe { self.ptr().cast::<V>().write(value) };
    }
}

/// For code that is never run: the two have the same type.
pub const fn alike<T>(_: *const T, _: &Slot<T>) {}

/// Runs a function when a panic unwinds through the call of a keeper: it drops what was declared after the local.
#[derive(Debug)]
pub struct Early<F: FnMut()>(pub F);

impl<F: FnMut()> Drop for Early<F> {
    #[inline(always)]
    fn drop(&mut self) {
        (self.0)();
    }
}

/// Ends the keepers of a local, and then gives it its new value: also if the drop of what they hold panics.
#[inline(always)]
pub fn renewed(end: impl FnOnce(), put: impl FnOnce()) {
    struct Then<F: FnOnce()>(Option<F>);
    impl<F: FnOnce()> Drop for Then<F> {
        #[inline(always)]
        fn drop(&mut self) {
            self.0.take().into_iter().for_each(|put| put());
        }
    }
    let then = Then(Some(put));
    end();
    drop(then);
}

/// `result` gets the value of a keeper's call. Code that can't be reached gives it its type: there lifetimes are not compared.
#[doc(hidden)]
#[macro_export]
macro_rules! __receive {
    ($value:ident, $result:ident) => {
        if false {
            loop {}
            $crate::__private::alike(&raw const $value, $result);
        }
        $result.receive($value);
    };
}

/// The keeper's `lending` is of `lent`.
#[doc(hidden)]
#[macro_export]
macro_rules! __lend {
    ($lending:ident, $lent:ident) => {
        if false {
            loop {}
            $lending.of(&raw const $lent);
        }
    };
}
