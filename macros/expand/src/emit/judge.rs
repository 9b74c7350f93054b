//! The judge: the user's untouched body, type-checked and borrow-checked at the user's spans, but never run.
use crate::parse::function::{Arg, Function};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

/// The judge as a statement.
//
// Input:
//     async fn f((a, b): (u8, u8)) -> R { body }
//
// Output:
//     if false {
//         let _ = ::visible_async::__private::judge::<R, _>(async move { .. let (a, b) = __arg0; { body } });
//         loop {}
//     }
//
// The arguments are moved into code that does not return, so that the machine can have them all the same.
pub fn never_run(function: &Function, shadow: &TokenStream) -> TokenStream {
    let span = Span::mixed_site();
    let output = judged_output(function);
    let block = async_block(function, shadow);
    quote_spanned! {span=>
        if false {
            let _ = ::visible_async::__private::judge::<#output, _>(#block);
            loop {}
        }
    }
}

/// The body as an async block that takes the arguments as rustc's own async fn does: in order, each parameter and then
/// its pattern, so that the same drop order results.
pub fn async_block(function: &Function, body: &TokenStream) -> TokenStream {
    let span = Span::mixed_site();
    let output = judged_output(function);
    // "return type inferred to be `R` here" then points at the return type that the user wrote.
    let at_output = span.located_at(function.sig.output.span());
    let guard = quote_spanned! {at_output=>
        #[allow(unreachable_code)]
        if let ::core::option::Option::Some(output) = ::core::option::Option::None::<#output> { return output; }
    };
    let bindings = function.args.iter().map(binding);
    let mut braced = proc_macro2::Group::new(proc_macro2::Delimiter::Brace, body.clone());
    braced.set_span(function.block.brace_token.span.join());
    quote_spanned! {span=> async move { #guard #(#bindings)* #braced } }
}

/// Binds one argument inside the block. A receiver can't be bound again; mentioning all of it is enough.
fn binding(arg: &Arg) -> TokenStream {
    let span = Span::mixed_site();
    let Arg {
        attrs, pat, name, ..
    } = arg;
    if arg.is_self {
        return quote_spanned! {span=> #(#attrs)* let _ = &#name; };
    }
    let whole = (!arg.is_plain()).then(|| quote_spanned! {span=> #(#attrs)* let #name = #name; });
    quote_spanned! {span=> #whole #(#attrs)* let #pat = #name; }
}

/// The return type with its elided lifetimes named: in a closure or async block `&T` would mean any lifetime.
fn judged_output(function: &Function) -> TokenStream {
    let output: &Type = &function.output;
    output.to_token_stream()
}
