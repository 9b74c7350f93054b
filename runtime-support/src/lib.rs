//! `#[visible_async]`: an `async fn` whose state machine can be read.
#![no_std]
pub use visible_async_macros::visible_async;
