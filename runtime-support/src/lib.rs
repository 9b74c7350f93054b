//! `#[visible_async]`: an `async fn` whose state machine can be read.
#![no_std]
mod by_value;
mod keep;
mod leaf;
mod machine;
mod matched;
mod named;
mod opaque;
mod part;
mod question;
mod slot;
mod visible;

pub use visible::{StateInfo, VisibleFuture};
pub use visible_async_macros::visible_async;

/// What expansions name. No part of the interface: it changes with the macro.
#[doc(hidden)]
pub mod __private {
    pub use core::{
        future::{IntoFuture, pending},
        hint::unreachable_unchecked,
        mem::{drop, forget},
        ptr::read,
        task::{Context, Poll},
    };

    pub use crate::{
        __attempt as attempt, __attempt_leaf as attempt_leaf, __lend as lend, __moved_by_pattern as moved_by_pattern,
        __receive as receive,
        by_value::ByValue,
        keep::{Early, Kept, Lending, Stay, alike},
        leaf::Locals,
        machine::{Machine, State},
        matched::{Matched, Moved, Outcome, matched_at},
        named::Named,
        opaque::Opaque,
        part::{PartOwner, PartSlot, without_rest},
        question::{Branch, Flow, FromResidual, never},
        slot::{Flag, Owner, Slot},
        visible::{Returns, judge, outlives},
    };
}

/// `?` in a step function.
#[doc(hidden)]
#[macro_export]
macro_rules! __attempt {
    ($value:expr) => {
        match $crate::__private::Branch::branch($value) {
            ::core::ops::ControlFlow::Continue(value) => value,
            ::core::ops::ControlFlow::Break(residual) => {
                return ::core::task::Poll::Ready($crate::__private::FromResidual::from_residual(residual));
            }
        }
    };
}

/// `?` in a leaf future.
#[doc(hidden)]
#[macro_export]
macro_rules! __attempt_leaf {
    ($value:expr) => {
        match $crate::__private::Branch::branch($value) {
            ::core::ops::ControlFlow::Continue(value) => value,
            ::core::ops::ControlFlow::Break(residual) => {
                return $crate::__private::Flow::Return($crate::__private::FromResidual::from_residual(residual));
            }
        }
    };
}
