//! The attribute `#[visible_async]`; use it through the crate `visible-async`.
#![forbid(unsafe_code)]
use proc_macro::{Span, TokenStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use visible_async_expand::resolve::beside::Beside;

/// Rewrites an `async fn` into a state machine one can read.
///
/// It stands on an `async fn`, free or in an `impl`, or on a whole `impl` block or inline `mod`, where it means every
/// async fn in it. Put it above attributes that want to see an `async fn`, such as `#[tokio::test]`. On an `impl` it sees
/// more than on a method: what the header declares, and whether a trait is implemented.
///
/// `#[visible_async(macros(name, path::name))]` lists macros of yours that await inside or whose arguments may await; those of the
/// same file are found.
#[proc_macro_attribute]
pub fn visible_async(args: TokenStream, item: TokenStream) -> TokenStream {
    visible_async_expand::expand_beside(args.into(), item.into(), &beside()).into()
}

/// What the file at hand declares: whether a macro awaits inside or wants a name, or a method consumes, can be seen nowhere else.
/// The last file is remembered, as its other functions come next.
fn beside() -> Arc<Beside> {
    static LAST: Mutex<Option<(PathBuf, Arc<Beside>)>> = Mutex::new(None);
    let Some(file) = Span::call_site().local_file() else { return Arc::default() };
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, found)) = last.as_ref().filter(|(path, _)| *path == file) {
        return found.clone();
    }
    let found = Arc::new(Beside::read(&std::fs::read_to_string(&file).unwrap_or_default()));
    *last = Some((file, found.clone()));
    found
}
