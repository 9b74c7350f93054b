//! The machines that a machine polls, whatever is between them: a `join!`, a `select!`, a `FuturesUnordered`, a future of someone else's.
//! Without the feature `children` the hooks of this file are empty.
//!
//! [`enter`] puts a machine that is polled on a stack of this thread, for as long as it runs: the one below it is its parent. What it says
//! when it is suspended is kept in a table of the process, by the place of its state, until it ends or is dropped. The table has copies of a
//! tag and of what is static, so that nobody reads a machine there: one may run on another thread meanwhile. A place in the table is not
//! taken by something else: what has been polled is pinned, so it stays there until it is dropped, which takes it off the table first. Where
//! someone breaks that promise, a state that is no longer true is told, and nothing worse.
//!
//! A child counts where the parent is suspended at the point at which it polled that child last.
#[cfg(feature = "children")]
mod child;
#[cfg(feature = "children")]
mod running;

#[cfg(feature = "children")]
pub use child::{Child, roots};
#[cfg(feature = "children")]
pub(crate) use child::{Shown, children};
#[cfg(not(feature = "children"))]
pub use off::{enter, enter_opaque, gone};
#[cfg(feature = "children")]
pub use running::{Place, enter, enter_opaque, gone, place};

#[cfg(not(feature = "children"))]
mod off {
    use crate::Description;

    pub struct Entered;

    // It costs nothing.
    const _: () = assert!(size_of::<Entered>() == 0 && !core::mem::needs_drop::<Entered>());

    #[inline(always)]
    pub const fn enter<S>(_state: *mut S, _description: &'static Description) -> Entered {
        Entered
    }

    #[inline(always)]
    pub const fn enter_opaque<S>(_state: *const S, _description: &'static Description) -> Entered {
        Entered
    }

    #[inline(always)]
    pub const fn gone<S>(_state: *const S) {}

    impl Entered {
        #[inline(always)]
        pub const fn rests(self) {}
    }
}
