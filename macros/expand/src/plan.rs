//! Stage 4: decides what is emitted; builds no tokens.
pub mod generics;
