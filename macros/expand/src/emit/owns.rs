//! `#[derive(Owns)]`: a type that owns all that it reaches.
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Fields, GenericParam, Generics, Ident, Item, parse_quote};

use crate::diag::{Errors, catalog};

/// The implementation, and code that never runs in which rustc sees that each field owns what it reaches.
//
// Input:
//     struct Page { lines: Vec<String> }
//
// Output:
//     const _: () = {
//         unsafe impl Owns for Page {}
//         const fn owns<T: Owns>() {}
//         fn fields() { owns::<Vec<String>>(); }
//     };
pub fn derive(item: TokenStream) -> TokenStream {
    match syn::parse2(item) {
        Ok(Item::Struct(item)) => emit(&item.ident, item.generics, &[item.fields]),
        Ok(Item::Enum(item)) => {
            let fields: Vec<Fields> = item.variants.into_iter().map(|each| each.fields).collect();
            emit(&item.ident, item.generics, &fields)
        }
        Ok(other) => Errors::one(other, &catalog::OWNS_UNION).to_compile_error(),
        Err(error) => error.to_compile_error(),
    }
}

fn emit(name: &Ident, mut generics: Generics, fields: &[Fields]) -> TokenStream {
    let mut errors = Errors::new();
    for param in generics.lifetimes() {
        errors.push(&param.lifetime, &catalog::OWNS_LIFETIME);
    }
    if let Err(errors) = errors.barrier(()) {
        return errors.to_compile_error();
    }
    for param in &mut generics.params {
        if let GenericParam::Type(param) = param {
            param.bounds.push(parse_quote!(::visible_async::Owns));
        }
    }
    let (impl_generics, types, clause) = generics.split_for_impl();
    let fields = fields.iter().flat_map(Fields::iter).map(|field| field.ty.to_token_stream());
    ours! {
        const _: () = {
            // SAFETY: no lifetime stands in its header, and all that it holds owns what it reaches.
            #[automatically_derived]
            unsafe impl #impl_generics ::visible_async::Owns for #name #types #clause {}
            const fn owns<T: ::visible_async::Owns>() {}
            #[allow(dead_code)]
            fn fields #impl_generics () #clause { #(owns::<#fields>();)* }
        };
    }
}
