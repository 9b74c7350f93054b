//! The stages in their order, with an error barrier after each: parse -> body -> emit.
//!
//! A refused item is still emitted beside its errors, so that nothing that names it fails as well.
use crate::parse::container::{Container, Member, Rewritten};
use crate::parse::function::Function;
use crate::parse::input::{self, Input};
use crate::resolve::beside::Beside;
use crate::{body, dump, emit};
use proc_macro2::TokenStream;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Expands one annotated item. A bug in here becomes a compile error that asks for a report.
pub fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    expand_beside(args, item, &Beside::default())
}

/// Expands one annotated item, in a file that declares these macros and methods.
pub fn expand_beside(args: TokenStream, item: TokenStream, beside: &Beside) -> TokenStream {
    let expanded = catch_unwind(AssertUnwindSafe(|| expand_item(args, item.clone(), beside)));
    expanded.unwrap_or_else(|_| emit::item::bug(item))
}

fn expand_item(args: TokenStream, item: TokenStream, beside: &Beside) -> TokenStream {
    match input::parse(args.clone(), item.clone()) {
        Ok(Input::Function(function)) => {
            let Rewritten { item: mut new, beside } = expand_function(&function, beside, item);
            new.extend(beside);
            new
        }
        Ok(Input::Container(container)) => expand_container(*container, beside),
        Ok(Input::Undecided(predicates)) => emit::item::undecided(&predicates, &args, &item),
        Ok(Input::Unfinished) => item,
        Err(errors) => emit::item::refused(&errors, input::rescue(item)),
    }
}

/// One function, as written in `item`, through all stages after parsing.
fn expand_function(function: &Function, beside: &Beside, item: TokenStream) -> Rewritten {
    let machine = body::compile(function, beside, &mut dump::asked(function));
    let forwarded = beside.forwards.contains(&function.sig.ident.to_string());
    let emitted = machine.and_then(|machine| emit::item::function(function, machine, forwarded));
    emitted.unwrap_or_else(|errors| Rewritten { item: emit::item::refused(&errors, item), beside: TokenStream::new() })
}

/// Each async fn of an `impl` block or `mod` in its place; all else stays as it was written.
fn expand_container(container: Container, beside: &Beside) -> TokenStream {
    container.rebuild(|member| match member {
        Member::Function(function) => expand_function(&function, beside, function.tokens.clone()),
        Member::Refused(errors, item) => Rewritten { item: emit::item::refused(&errors, item), beside: TokenStream::new() },
    })
}
