//! `#[visible_async]`: an `async fn` whose state machine can be read.
#![no_std]
#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod anew;
mod attempt;
mod auto;
mod bound;
mod by_value;
mod children;
mod columns;
mod description;
mod diagram;
#[cfg(feature = "driver")]
pub mod driver;
mod flag;
mod held;
mod holder;
mod inside;
mod inspect;
mod keep;
mod kinds;
mod leaf;
mod local;
mod machine;
mod made;
mod matched;
mod named;
mod opaque;
mod operand;
mod owns;
mod part;
mod parted;
mod plain;
mod question;
mod report;
mod saved;
#[cfg(feature = "serde")]
mod serialize;
mod slot;
mod trace;
mod tree;
mod visible;
mod writing;

#[cfg(feature = "children")]
pub use children::{Child, roots};
pub use description::{Description, On, StateInfo, StateKind, Transition};
pub use diagram::Diagram;
pub use inspect::{Local, Value, View};
pub use local::{LocalError, LocalName, StateName};
pub use owns::Owns;
pub use report::{SendReport, SendRow, SizeReport, SizeRow};
pub use visible::{Visible, VisibleFuture};
pub use visible_async_macros::{Owns, visible_async};

/// What expansions name. No part of the interface: it changes with the macro.
#[doc(hidden)]
pub mod __private {
    pub use core::{
        future::pending,
        hint::unreachable_unchecked,
        marker::PhantomData,
        mem::{ManuallyDrop, drop, forget},
        ptr::read,
        task::{Context, Poll},
    };

    /// The traits by which rustc is asked what kinds there are.
    pub mod kinds {
        pub use crate::{
            kinds::{AwaitedSecond, AwaitedThird, Second, Third},
            parted::StaysSecond,
        };
    }

    #[cfg(feature = "driver")]
    pub use inventory;

    #[cfg(feature = "driver")]
    pub use crate::driver::Known;
    pub use crate::{
        __anew as anew, __attempt as attempt, __attempt_leaf as attempt_leaf, __dbg as dbg, __is_box as is_box, __known as known,
        __lend as lend, __moved_by_pattern as moved_by_pattern, __parts as parts, __receive as receive, Description, On,
        anew::same,
        bound::{array, bound},
        by_value::{ByValue, pinned},
        description::{passed, start, suspended},
        flag::Flag,
        held::Held,
        holder::{Holder, Near},
        keep::{Early, First, Kept, Lending, Rest, Stay, alike, end_keeper, renewed, stays},
        kinds::Number,
        leaf::Locals,
        machine::{Machine, State, Stepped, returned_by, shown, types},
        made::without_rest,
        matched::{Matched, Moved, Outcome, drops, lent, matched_at},
        named::Named,
        opaque::Opaque,
        operand::Operand,
        part::{Left, PartOwner, PartSlot, rests},
        parted::{Leaves, parted},
        plain::{copied, has_to_drop, lent_text, owns_nothing, plain, promoted},
        question::{Branch, Flow, never},
        report::{Own, beside, shown_beside},
        saved::{Many, many},
        slot::{Owner, Slot, finish},
        visible::{Returns, first, judge, leaves, none, outlives, returned},
    };
}

/// `?` in a step function. What leaves early does so through a `?` of rustc's own, with the span of the user's: where that can't be, rustc
/// has said so in the judge. The value has that span too, for an error about its
/// type, and so no fragment of its own (`ident` has the span of the macro).
#[doc(hidden)]
#[macro_export]
macro_rules! __attempt {
    ($value:expr, $early:tt => $leave:expr) => {
        match $crate::__private::Operand($value).branch() {
            ::core::ops::ControlFlow::Continue($early) => $early,
            ::core::ops::ControlFlow::Break($early) => {
                return $crate::__private::Stepped::Ready((move || $crate::__private::never($leave))());
            }
        }
    };
}

/// Tells [`driver::Coverage`] of a function, whether it will run or not.
#[doc(hidden)]
#[macro_export]
#[cfg(feature = "driver")]
macro_rules! __known {
    ($description:ident) => {
        $crate::__private::inventory::submit! { $crate::__private::Known(&$description) }
    };
}

/// There is nobody to be told.
#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "driver"))]
macro_rules! __known {
    ($description:ident) => {};
}

/// `dbg!`, with the text of what it is given, and its place.
#[doc(hidden)]
#[macro_export]
macro_rules! __dbg {
    ($file:expr, $line:expr, $column:expr; $text:literal => $value:expr) => {
        match $value {
            value => {
                ::std::eprintln!("[{}:{}:{}] {} = {:#?}", $file, $line, $column, $text, &value);
                value
            }
        }
    };
    ($file:expr, $line:expr, $column:expr; $($text:literal => $value:expr),+) => {
        ($($crate::__dbg!($file, $line, $column; $text => $value)),+)
    };
}

/// `?` in a leaf future.
#[doc(hidden)]
#[macro_export]
macro_rules! __attempt_leaf {
    ($value:expr, $early:tt => $leave:expr) => {
        match $crate::__private::Operand($value).branch() {
            ::core::ops::ControlFlow::Continue($early) => $early,
            ::core::ops::ControlFlow::Break($early) => {
                return $crate::__private::Flow::Return((move || $crate::__private::never($leave))());
            }
        }
    };
}
