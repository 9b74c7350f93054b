//! How a leaf future reaches the locals and the tag of its machine without keeping where they are.
//!
//! A leaf future is an `async` block of emitted code, in which rustc places the temporaries of one statement. The locals that it
//! mentions have slots in the machine around it. A reference to each of them would be a word that rustc's own future does not have,
//! so the machine says at each poll where they are: [`Slot::poll_leaf`] puts a [`Frame`] around the waker, and [`Locals`] and
//! [`At`], which only the leaf future itself awaits, find it there.
use core::{
    future::{Future, IntoFuture},
    marker::PhantomData,
    mem::ManuallyDrop,
    pin::Pin,
    ptr,
    task::{Context, Poll, Waker},
};

use crate::{children, slot::Slot, trace};

/// What a leaf future is told at each poll. The waker comes first, and is the caller's: what it is compared to, cloned to, or wakes
/// is the same.
#[repr(C)]
struct Frame {
    waker: ManuallyDrop<Waker>,
    locals: *const (),
    tag: *mut u8,
}

impl Frame {
    /// The frame that `poll_leaf` made.
    ///
    /// # Safety
    /// `cx` is the one that a leaf future was polled with by `poll_leaf`.
    #[inline(always)]
    unsafe fn of<'c>(cx: &'c Context<'_>) -> &'c Frame {
        // SAFETY: by contract the waker is the first field of a frame, whose provenance `poll_leaf` has exposed.
        unsafe { &*ptr::with_exposed_provenance(ptr::from_ref(cx.waker()).addr()) }
    }
}

impl<F: Future> Slot<F> {
    /// Polls the leaf future in the slot, and tells it where its locals and the tag of the machine are.
    ///
    /// # Safety
    /// As for [`Slot::poll`]; and `L` is the type that the leaf future's [`Locals`] have, and `tag` may be written.
    #[inline(always)]
    pub unsafe fn poll_leaf<L>(&self, locals: L, tag: *mut u8, cx: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the copy is not dropped, and does not outlive `cx`.
        let waker = ManuallyDrop::new(unsafe { ptr::read(cx.waker()) });
        let frame = Frame { waker, locals: (&raw const locals).cast(), tag };
        (&raw const frame).expose_provenance();
        // SAFETY: full and pinned by contract.
        unsafe { self.poll(&mut Context::from_waker(&frame.waker)) }
    }
}

/// The locals of a leaf future: `L` is a tuple of references to slots. Awaiting it gives them; it takes no time and no space.
pub struct Locals<L>(PhantomData<fn() -> L>);

impl<L> Clone for Locals<L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L> Copy for Locals<L> {}

impl<L> Locals<L> {
    /// # Safety
    /// It, and what it makes, is awaited directly in a leaf future that [`Slot::poll_leaf`] polls with locals of this type.
    #[inline(always)]
    pub unsafe fn of(_: L) -> Self {
        Locals(PhantomData)
    }

    /// A suspension point of the leaf future: the machine's tag is `TAG` while it waits there.
    #[inline(always)]
    pub fn at<const TAG: u8, F: IntoFuture>(self, future: F) -> At<F::IntoFuture, TAG, TAG> {
        At(future.into_future())
    }

    /// One in an argument of a macro that waits: the machine's tag is `BACK` when it is ready.
    #[inline(always)]
    pub fn at_in<const TAG: u8, const BACK: u8, F: IntoFuture>(self, future: F) -> At<F::IntoFuture, TAG, BACK> {
        At(future.into_future())
    }

    /// The same where locals are mentioned afterwards: it tells anew where they are.
    #[inline(always)]
    pub fn again<const TAG: u8, F: IntoFuture>(self, future: F) -> Again<F::IntoFuture, L, TAG, TAG> {
        Again { at: self.at(future), locals: PhantomData }
    }

    /// The same in an argument of a macro that waits.
    #[inline(always)]
    pub fn again_in<const TAG: u8, const BACK: u8, F: IntoFuture>(self, future: F) -> Again<F::IntoFuture, L, TAG, BACK> {
        Again { at: self.at_in(future), locals: PhantomData }
    }

    /// Before a macro that waits: the machine's tag is `TAG` while it does.
    #[inline(always)]
    pub const fn enter<const TAG: u8>(self) -> Enter<L, TAG> {
        Enter(self)
    }
}

impl<L> Future for Locals<L> {
    type Output = L;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<L> {
        // SAFETY: by the contract of `Locals::of`.
        Poll::Ready(unsafe { Frame::of(cx).locals.cast::<L>().read() })
    }
}

/// A suspension point of a leaf future.
pub struct At<F, const TAG: u8, const BACK: u8>(F);

impl<F: Future, const TAG: u8, const BACK: u8> Future for At<F, TAG, BACK> {
    type Output = F::Output;

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        if BACK == TAG {
            trace::point(TAG);
        }
        children::point(TAG);
        // SAFETY: the field is pinned whenever this is: nothing moves it, and there is no `Drop`.
        let output = unsafe { self.map_unchecked_mut(|at| &mut at.0) }.poll(cx);
        if output.is_pending() || BACK != TAG {
            // SAFETY: by the contract of `Locals::of`; by that of `poll_leaf` the tag may be written.
            unsafe { *Frame::of(cx).tag = if output.is_pending() { TAG } else { BACK } };
            children::point(BACK);
        }
        output
    }
}

/// A suspension point that tells anew where the locals are.
pub struct Again<F, L, const TAG: u8, const BACK: u8> {
    at: At<F, TAG, BACK>,
    locals: PhantomData<fn() -> L>,
}

impl<F: Future, L, const TAG: u8, const BACK: u8> Future for Again<F, L, TAG, BACK> {
    /// The output of the future, and where the locals are.
    type Output = (F::Output, L);

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<(F::Output, L)> {
        // SAFETY: as in `At::poll`.
        let output = unsafe { self.map_unchecked_mut(|again| &mut again.at) }.poll(cx);
        // SAFETY: by the contract of `Locals::of`.
        output.map(|output| (output, unsafe { Frame::of(cx).locals.cast::<L>().read() }))
    }
}

/// The start of a macro that waits.
pub struct Enter<L, const TAG: u8>(Locals<L>);

impl<L, const TAG: u8> Future for Enter<L, TAG> {
    type Output = ();

    #[inline(always)]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        trace::begun(TAG);
        children::point(TAG);
        // SAFETY: as for `At`.
        unsafe { *Frame::of(cx).tag = TAG };
        Poll::Ready(())
    }
}
