//! `#[visible_async]`: an `async fn` whose state machine can be read.
#![no_std]
mod opaque;
mod visible;

pub use visible::VisibleFuture;
pub use visible_async_macros::visible_async;

/// What expansions name. No part of the interface: it changes with the macro.
#[doc(hidden)]
pub mod __private {
    pub use crate::opaque::Opaque;
    pub use crate::visible::{Returns, judge};
}
