//! The machine that shows nothing: rustc's own, in a wrapper.
use super::judge;
use crate::parse::function::Function;
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

/// An expression for the function's body as rustc's own state machine.
pub fn machine(function: &Function) -> TokenStream {
    let block = judge::async_block(function, &function.block.stmts, true);
    quote_spanned! {Span::mixed_site()=> ::visible_async::__private::Opaque::new(#block) }
}
