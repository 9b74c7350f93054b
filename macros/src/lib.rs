//! The attribute `#[visible_async]`; use it through the crate `visible-async`.
#![forbid(unsafe_code)]
use proc_macro::TokenStream;

/// Rewrites an `async fn` into a state machine one can read.
///
/// It stands on an `async fn`, free or in an `impl`, or on a whole `impl` block or inline `mod`, where it means every
/// async fn in it. Put it above attributes that want to see an `async fn`, such as `#[tokio::test]`. On an `impl` it sees
/// more than on a method: what the header declares, and whether a trait is implemented.
///
/// `#[visible_async(macros(name, path::name))]` lists macros of yours whose arguments may await.
#[proc_macro_attribute]
pub fn visible_async(args: TokenStream, item: TokenStream) -> TokenStream {
    visible_async_expand::expand(args.into(), item.into()).into()
}
