// The expansion of one annotated function of a file, as text.
use quote::ToTokens;
use syn::{Attribute, ImplItem, ImplItemFn, Item};

fn is_ours(attr: &Attribute) -> bool {
    attr.path().is_ident("visible_async")
}

/// Each annotated function of the source, free or a method: its name, its own text without the attribute, its expansion.
pub fn expansions(source: &str) -> Vec<(String, String)> {
    let file: syn::File = syn::parse_str(source).expect("Rust");
    let mut found = Vec::new();
    for item in file.items {
        match item {
            Item::Fn(mut function) if function.attrs.iter().any(is_ours) => {
                function.attrs.retain(|attr| !is_ours(attr));
                found.push((function.sig.ident.to_string(), pretty(&function)));
            }
            Item::Impl(block) => found.extend(block.items.into_iter().filter_map(method)),
            _ => {}
        }
    }
    found
}

/// A method stands in an impl block again to be formatted.
fn method(item: ImplItem) -> Option<(String, String)> {
    let ImplItem::Fn(mut function) = item else { return None };
    let name = function.sig.ident.to_string();
    let count = function.attrs.len();
    function.attrs.retain(|attr| !is_ours(attr));
    (function.attrs.len() < count).then(|| (name, pretty_method(&function)))
}

fn pretty(function: &syn::ItemFn) -> String {
    let tokens = visible_async_expand::expand(proc_macro2::TokenStream::new(), function.to_token_stream());
    prettyplease::unparse(&syn::parse2(tokens).expect("items"))
}

fn pretty_method(function: &ImplItemFn) -> String {
    let tokens = visible_async_expand::expand(proc_macro2::TokenStream::new(), function.to_token_stream());
    prettyplease::unparse(&syn::parse2(quote::quote!(impl Counter { #tokens })).expect("an impl block"))
}
