//! The machines that a machine polls where its types do not tell: in a `join!`, a `select!`, a `FuturesUnordered`, a `dyn Future`. Under the
//! feature `children`; without it the hooks of this file are empty, and a machine has no byte more.
//!
//! # How it is known
//! [`Machine::poll`](crate::machine::Machine) is the one place where each annotated future is polled. It puts itself on a stack of this thread
//! for as long as it runs; what is polled meanwhile finds it there, and is its child, whatever stands between the two. A machine has a
//! [`Node`](node::Node) once it is pending; that holds the description, a copy of the tag, and in which state the parent was. The parent's node
//! lists it; one that has no parent is a root, and in a list of the process.
//!
//! - A child stays listed while it is pending and alive, until another machine, or none, polls it: a parent need not poll each child each time,
//!   and a `FuturesUnordered` polls those that were woken.
//! - It is awaited if its parent is in the state in which it polled the child last: perhaps in a later round of a loop. Else it is told apart:
//!   the parent waits for something else, and does not poll it.
//!
//! # Why it is sound
//! - The node belongs to its machine, by an `Arc` in a field beside the state: no address of a machine is kept, so none can be stale, where
//!   the machine is moved (before its first poll: it is pinned then), leaked, forgotten, or its memory used anew. (A map from addresses to
//!   entries would cost no byte, but a lock of all threads at each poll, and an argument for each of these.) Parents and children know each
//!   other by a `Weak`, so that nothing is kept for longer.
//! - Whoever looks reads the node alone: atomics, and the list under a lock. Never the child itself, its tag or its locals: another thread may
//!   be polling it, and if it was leaked they may hold dangling borrows. While it runs the node says so.
//! - A machine leaves its parent's list first thing when it is dropped, before any of its locals is, when it is ready, and when a panic leaves its poll.
//! - No code of the user's runs under a lock, nor while the stack is borrowed, and nobody holds two locks: looking never waits for a poll, and a
//!   lock that is poisoned is used as it is. A thread that is being torn down, and has no stack, keeps no children.
//! - The one `unsafe` is in [`running`]: a child that is left pending reads the tag of the parent in whose poll it is.
//!
//! # What it costs
//! A pointer in each machine; on the heap a node and its place in the parent's list while a child is pending. About 22 ns for a machine that is
//! never pending, 30 ns for each poll that a child rests again after, 140 ns for one that begins, rests once and ends. README.md says in which run.
//!
//! # What it does not see
//! - A task that is spawned has no parent, whoever waits for its handle, as in a `JoinSet`: its executor polls it. One that does so within a poll
//!   (a `LocalSet`, a `block_on` inside a future) makes it a child of the machine that is being polled.
//! - A child that was ready in the poll that it was made in, or has not been polled: there is nothing to wait for.
#[cfg(feature = "children")]
mod child;
#[cfg(feature = "children")]
mod listing;
#[cfg(feature = "children")]
mod node;
#[cfg(feature = "children")]
mod running;

#[cfg(feature = "children")]
pub use child::{Child, roots};
#[cfg(feature = "children")]
pub use listing::Polls;
#[cfg(feature = "children")]
pub(crate) use listing::{Listing, awaited};
#[cfg(not(feature = "children"))]
pub use off::{Listing, Own, awaited, enter, point, reached};
#[cfg(feature = "children")]
pub use running::{Own, enter, point, reached};

#[cfg(not(feature = "children"))]
mod off {
    use core::{
        fmt::{self, Write},
        task::Poll,
    };

    use crate::{Description, Local, View};

    /// What a machine keeps of its children: nothing.
    pub struct Own;

    /// A machine runs while this lives.
    pub struct Running;

    // It costs nothing.
    const _: () = assert!(size_of::<Own>() == 0 && !core::mem::needs_drop::<Own>() && !core::mem::needs_drop::<Running>());

    impl Own {
        #[inline(always)]
        pub const fn new() -> Self {
            Own
        }

        #[inline(always)]
        pub const fn end(&mut self) {}
    }

    #[inline(always)]
    pub const fn enter<S>(_own: &mut Own, _state: *mut S, _description: &'static Description) -> Running {
        Running
    }

    impl Running {
        #[inline(always)]
        pub const fn leave<T>(self, _polled: &Poll<T>) {}
    }

    #[inline(always)]
    pub const fn reached() {}

    #[inline(always)]
    pub const fn point(_tag: u8) {}

    /// What is told of the children of a machine.
    pub struct Listing;

    impl Listing {
        #[inline(always)]
        pub const fn of(_: View<'_>) -> Self {
            Listing
        }

        #[inline(always)]
        pub fn rest(&self, _awaited: bool, _: &mut dyn Write) -> fmt::Result {
            Ok(())
        }
    }

    #[inline(always)]
    pub fn awaited(_: &Local<'_>, f: &mut dyn Write, leaf: impl FnOnce(&mut dyn Write) -> fmt::Result) -> fmt::Result {
        leaf(f)
    }
}
