//! The operands of `.await`, `?` and `return`, and what a `for` goes over. Where one is no future, nothing that `?` takes, missing, or no
//! iterator, rustc has said so in the judge: the machine says nothing more.
use core::{
    future::{Future, IntoFuture},
    marker::PhantomData,
    ops::{ControlFlow, Deref},
    pin::Pin,
    task::{Context, Poll},
};

use crate::question::Branch;

/// The operand of an `.await`, a `?` or a `return`, or what a `for` goes over.
pub struct Operand<T>(pub T);

impl<F: IntoFuture> Operand<F> {
    /// What `.await` polls.
    #[inline(always)]
    #[track_caller]
    pub fn into_future(self) -> F::IntoFuture {
        self.0.into_future()
    }
}

impl<I: IntoIterator> Operand<I> {
    /// What a `for` goes over.
    #[inline(always)]
    #[track_caller]
    #[expect(clippy::should_implement_trait, reason = "a trait's would be there for what is no iterator, too")]
    pub fn into_iter(self) -> I::IntoIter {
        self.0.into_iter()
    }
}

impl<T: Branch> Operand<T> {
    /// Goes on with the output or leaves with the residual.
    #[inline(always)]
    pub fn branch(self) -> ControlFlow<T::Residual, T::Output> {
        self.0.branch()
    }
}

impl Operand<PhantomData<fn()>> {
    /// The value of a `return` that names none.
    #[inline(always)]
    pub const fn nothing(self) {}
}

/// What else an operand is, in code that does not compile: the methods of [`Operand`] come first where they exist.
impl<T> Deref for Operand<T> {
    type Target = Mistaken;

    fn deref(&self) -> &Mistaken {
        &Mistaken
    }
}

/// An operand that is none.
#[derive(Clone, Copy)]
pub struct Mistaken;

impl Mistaken {
    /// A future with whatever output is wanted.
    pub fn into_future<T>(self) -> Never<T> {
        Never(PhantomData)
    }

    /// An iterator with whatever items are wanted.
    pub fn into_iter<T>(self) -> Never<T> {
        Never(PhantomData)
    }

    /// A value of whatever type is wanted.
    pub fn branch<R, T>(self) -> ControlFlow<R, T> {
        self.nothing()
    }

    /// The same.
    pub fn nothing<T>(self) -> T {
        unreachable!("rustc has refused this function")
    }
}

/// A future or an iterator that there is not.
pub struct Never<T>(PhantomData<fn() -> T>);

impl<T> Future for Never<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<T> {
        Poll::Pending
    }
}

impl<T> Iterator for Never<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        None
    }
}
