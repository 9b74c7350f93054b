//! Stage 5: what was decided, as tokens. It can't fail, and only here is `quote!` used.
/// Tokens of ours: their names can't meet the user's (mixed-site hygiene).
macro_rules! ours {
    ($($tokens:tt)*) => { ::quote::quote_spanned!(::proc_macro2::Span::mixed_site()=> $($tokens)*) };
}

pub mod asked;
pub mod build;
pub mod destructure;
pub mod item;
pub mod judge;
pub mod machine;
pub mod matched;
pub mod opaque;
pub mod owns;
pub mod place;
pub mod step;
pub mod text;
pub mod tidy;
