//! The attribute `#[visible_async]`; use it through the crate `visible-async`.
#![forbid(unsafe_code)]
use proc_macro::TokenStream;

/// Rewrites an `async fn` into a state machine one can read.
#[proc_macro_attribute]
pub fn visible_async(args: TokenStream, item: TokenStream) -> TokenStream {
    visible_async_expand::expand(args.into(), item.into()).into()
}
