//! Stage 4: decides what is emitted; builds no tokens.
pub mod generics;
pub mod layout;
