//! The attribute `#[visible_async]` as the identity: the corpus is written once, with the attribute on it, and this one
//! leaves it to rustc.
#![forbid(unsafe_code)]
use proc_macro::TokenStream;

/// Returns the item as it is.
#[proc_macro_attribute]
pub fn visible_async(_args: TokenStream, item: TokenStream) -> TokenStream {
    item
}
