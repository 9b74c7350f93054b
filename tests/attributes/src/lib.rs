//! What `#[visible_async]` stands for in the two copies of the corpus, which is written once with the attribute on it.
#![forbid(unsafe_code)]
use proc_macro::{TokenStream, TokenTree};

/// The plain copy: the item as it is, left to rustc.
#[proc_macro_attribute]
pub fn plain(_args: TokenStream, item: TokenStream) -> TokenStream {
    item
}

/// The visible copy: our attribute, unless `VISIBLE_ASYNC_SKIP` (a comma-separated list) names the function. One function that
/// does not compile need not hide what the others of its file do.
#[proc_macro_attribute]
pub fn visible(args: TokenStream, item: TokenStream) -> TokenStream {
    let skipped = std::env::var("VISIBLE_ASYNC_SKIP").unwrap_or_default();
    let name = function_name(item.clone());
    let refused = include_str!("../refused.txt").lines();
    if name.is_some_and(|name| skipped.split(',').chain(refused).any(|skip| skip.trim() == name)) {
        return item;
    }
    let attribute = format!("#[::visible_async_test_support::visible_async::visible_async({args})]");
    let mut output: TokenStream = attribute.parse().expect("an attribute");
    output.extend(item);
    output
}

/// The identifier after `fn`, or after the `mod` or `impl` that stands before it.
fn function_name(item: TokenStream) -> Option<String> {
    let mut tokens = item.into_iter().skip_while(|token| !is_keyword(token));
    tokens.nth(1).map(|token| token.to_string())
}

fn is_keyword(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(word) if ["fn", "mod", "impl"].contains(&word.to_string().as_str()))
}
