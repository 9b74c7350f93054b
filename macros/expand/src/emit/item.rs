//! The outer function: its signature, the judge, and the machine under the one list of silenced lints.
use super::judge;
use crate::body::Machine;
use crate::diag::{Errors, catalog};
use crate::parse::cfg;
use crate::parse::container::Rewritten;
use crate::parse::function::{Context, Function};
use crate::plan::generics::{self, Outer};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Attribute, Meta, ReturnType};

/// Emits the function in place of the annotated one.
//
// Input:
//     pub async fn fetch(url: String, n: u8) -> Result<usize, Error> { .. }
//
// Output:
//     #[cfg_attr(doc, doc = r"..")]
//     pub fn fetch(url: String, n: u8) -> impl ::visible_async::VisibleFuture<Output = Result<usize, Error>> {
//         if false { .. the judge .. }
//         #[allow(..)] let machine = ..;
//         machine
//     }
pub fn function(function: &Function, machine: Machine, forwarded: bool) -> Result<Rewritten, Errors> {
    let outer = generics::outer(function, forwarded);
    states_refused(function, &outer, &machine)?;
    let head = head(function, &outer, &machine);
    let body = body(function, &outer, &machine);
    // The user's braces: rustc points at them for a body as a whole.
    let mut braced = proc_macro2::Group::new(proc_macro2::Delimiter::Brace, body);
    braced.set_span(function.block.brace_token.span.join());
    let item = quote_spanned! {Span::mixed_site()=> #head #braced };
    Ok(Rewritten { item, beside: machine.named.unwrap_or_default() })
}

/// Why the states of a function can't be named.
fn states_refused(function: &Function, outer: &Outer, machine: &Machine) -> Result<(), Errors> {
    let Some(name) = &function.options.states else { return Ok(()) };
    if matches!(function.context, Context::Unknown) {
        return Err(Errors::one(name, &catalog::ENUM_IN_IMPL));
    }
    let reason = match &machine.named {
        None => "rustc's own is used for a body whose macros hide where it goes, or that has more than 250 states",
        Some(_) if outer.stays_async => "it stays an `async fn` for another attribute or a trait",
        Some(_) => return Ok(()),
    };
    let mut errors = Errors::new();
    errors.push_about(name, &catalog::ENUM_OF_NOTHING, reason);
    errors.barrier(())
}

/// All before the body. clippy compares names all over a function at once: those of the owners and values of the machine, which stand
/// where the user's do, would be too similar.
fn head(function: &Function, outer: &Outer, machine: &Machine) -> TokenStream {
    let Function { vis, sig, .. } = function;
    let attrs = function.attrs.iter().filter(|attr| outer.stays_async || !is_bare_must_use(attr));
    let (safety, fn_token, ident) = (&sig.safety, &sig.fn_token, &sig.ident);
    let (params, where_clause) = (&outer.generics, &outer.generics.where_clause);
    let inputs = &outer.inputs;
    let asyncness = outer.stays_async.then_some(&sig.asyncness);
    let output = match &sig.output {
        // With the names that the arguments have got: rustc finds a signature confusing that names a lifetime and then leaves it out.
        ReturnType::Type(arrow, _) if outer.stays_async => {
            let output = &outer.output;
            quote_spanned!(Span::mixed_site()=> #arrow #output)
        }
        ReturnType::Default if outer.stays_async => TokenStream::new(),
        _ => future(function, &outer.output),
    };
    // For rustdoc alone, so that rustc's `missing_docs` sees what the user wrote.
    let doc = machine.doc.iter();
    quote_spanned! {Span::mixed_site()=>
        #(#attrs)* #(#[cfg_attr(doc, doc = #doc)])* #[allow(clippy::similar_names)] #vis #asyncness #safety #fn_token #ident #params(#(#inputs),*) #output #where_clause
    }
}

/// `#[must_use]` says nothing more on a function that returns a future, which must be used anyway.
fn is_bare_must_use(attr: &Attribute) -> bool {
    matches!(&attr.meta, Meta::Path(path) if path.is_ident("must_use"))
}

/// `-> impl VisibleFuture<Output = R>`. The span is that of the macro's own edition, 2024, in which an opaque type
/// captures all lifetimes and types in scope, those of an `impl` header included, as an async fn does in every
/// edition. So no `use<..>` is needed, which could name neither `Self` nor an `impl Trait` argument.
fn future(function: &Function, output: &syn::Type) -> TokenStream {
    let span = Span::mixed_site().located_at(judge::output_span(function));
    let output = if function.never { function.output.to_token_stream() } else { output.to_token_stream() };
    let states = function.options.states.iter();
    quote_spanned! {span=> -> impl ::visible_async::VisibleFuture<#(#states,)* Output = #output> }
}

/// The contents of the outer function. The machine stands in an unsafe context, as the judge alone says which of the
/// user's operations need one; the span makes it pass under `#![forbid(unsafe_code)]`.
fn body(function: &Function, outer: &Outer, machine: &Machine) -> TokenStream {
    let span = Span::mixed_site();
    let Machine { items, shadow, left, proofs, tokens, .. } = machine;
    let judge = judge::never_run(function, shadow, left, proofs);
    let own = function.options.report.then(|| judge::own(function, shadow));
    let allow = allow_list();
    let outlives = outer.outlives.iter().filter(|_| !outer.stays_async);
    // Awaited at once: a future that waits in a variable first would be stored twice.
    let awaited = outer.stays_async.then(|| quote_spanned!(span=> .await));
    let unreachable = (outer.stays_async && function.never).then(|| quote_spanned!(span=> #[allow(unreachable_code)]));
    quote_spanned! {span=>
        #(#items)*
        #judge
        #own
        #allow
        let machine = unsafe { #tokens } #awaited;
        #(::visible_async::__private::outlives::<#outlives, _>(&machine);)*
        #unreachable
        machine
    }
}

/// The one list of silenced lints. The judge has shown the user's code to rustc once already, so that each warning
/// about the copy in the machine would be the second:
/// - `warnings`: all that warn; no `#![forbid]` of a single lint conflicts with it;
/// - `unused`, `nonstandard_style`, `unsafe_op_in_unsafe_fn`, `clippy::..`: those that the user's crate may have set to deny.
pub(super) fn allow_list() -> TokenStream {
    quote_spanned! {Span::mixed_site()=>
        #[allow(warnings, unused, nonstandard_style, unsafe_op_in_unsafe_fn, dangerous_implicit_autorefs, static_mut_refs, arithmetic_overflow, unconditional_panic, clippy::all, clippy::pedantic, clippy::nursery)]
    }
}

/// An item in which rustc has to decide about `#[cfg(..)]` first: it comes back with the marks of the predicates that hold.
pub fn undecided(predicates: &[TokenStream], args: &TokenStream, item: &TokenStream) -> TokenStream {
    let marks = (0..predicates.len()).map(cfg::mark);
    quote_spanned! {Span::mixed_site()=>
        #(#[cfg_attr(#predicates, doc = #marks)])*
        #[::visible_async::visible_async(decided, #args)]
        #item
    }
}

/// A refused item, beside its errors. What stands as an expression stays a single one.
pub fn refused(errors: &Errors, item: TokenStream) -> TokenStream {
    let errors = errors.to_compile_error();
    if syn::parse2::<syn::Expr>(item.clone()).is_ok() {
        return quote_spanned! {Span::mixed_site()=> { #errors #item } };
    }
    quote_spanned! {Span::mixed_site()=> #errors #item }
}

/// An item that the macro failed on, beside the request to report it.
pub fn bug(item: TokenStream) -> TokenStream {
    let message = "visible_async met a bug of its own in this item; please report it with the item's source, and take the attribute off for now";
    quote_spanned! {Span::mixed_site()=> ::core::compile_error!(#message); #item }
}
