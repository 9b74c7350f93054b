//! Stage 5: what was decided, as tokens. It can't fail, and only here is `quote!` used.
pub mod item;
pub mod judge;
pub mod opaque;
