//! The compiler behind `#[visible_async]`, as an ordinary library: tokens in, tokens out.
//!
//! [`pipeline`] is the table of contents: it names the stages in the order in which they run.
#![forbid(unsafe_code)]

pub mod body;
pub mod diag;
pub mod dump;
mod edition;
mod emit;
pub mod flow;
pub mod ir;
pub mod lower;
pub mod names;
pub mod parse;
mod pipeline;
mod plan;
pub mod resolve;

pub use emit::owns::derive as derive_owns;
pub use pipeline::{expand, expand_beside};
