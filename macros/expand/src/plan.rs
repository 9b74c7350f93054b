//! Stage 4: decides what is emitted; builds no tokens.
pub mod frame;
pub mod generics;
pub mod layout;
mod places;
