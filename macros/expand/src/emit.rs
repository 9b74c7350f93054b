//! Stage 5: what was decided, as tokens. It can't fail, and only here is `quote!` used.
pub mod build;
pub mod item;
pub mod judge;
pub mod machine;
pub mod opaque;
pub mod place;
pub mod step;
pub mod text;
