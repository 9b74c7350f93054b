//! The judge: the user's body, type-checked and borrow-checked at the user's spans, but never run.
use crate::{
    edition,
    flow::{proof::Proofs, scalars},
    parse::function::{Arg, Function},
};
use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{ReceiverKind, ReturnType, Stmt, spanned::Spanned};

use super::{build, item::allow_list};
use probes::Doubted;

mod mutable;
pub mod probes;
mod receiver;
pub mod values;

/// The judge as a statement; and a second one if it is in doubt whether values can leave their slots before the mentions in `left`.
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
pub fn never_run(function: &Function, shadow: &[Stmt], left: &[Doubted], proofs: &Proofs) -> TokenStream {
    let span = Span::mixed_site();
    let output = &function.output;
    let block = async_block(function, &values::name(shadow, proofs), !edition::is_2024());
    let never = (!proofs.is_empty()).then(|| quote_spanned!(span=> let never = ::visible_async::__private::none();));
    // The receiver is captured, as it can't be bound again: what a `drop` of it reads, rustc takes for unused then.
    let is_changed = |receiver: &syn::Receiver| receiver.mutability.is_some() && matches!(receiver.kind, ReceiverKind::Value);
    let unread = function.sig.receiver().is_some_and(is_changed).then(|| quote_spanned!(span=> #[allow(unused_assignments)]));
    let yields = may_be_future(output).then(|| quote_spanned!(span=> #[allow(clippy::async_yields_async)]));
    let allow = Some(quote_spanned!(span=> #unread #yields));
    let judge = |allow: Option<TokenStream>, never: Option<TokenStream>, block: TokenStream| {
        quote_spanned! {span=>
            if false {
                #never
                #allow
                let _ = ::visible_async::__private::judge::<#output, _>(#block);
                loop {}
            }
        }
    };
    let asked = (!left.is_empty()).then(|| {
        let stmts = values::name(&probes::ask(shadow, left), &Proofs::new());
        judge(Some(allow_list()), None, mutable::make_mutable(async_block(function, &stmts, !edition::is_2024()), left))
    });
    let judge = judge(allow, never, block);
    quote_spanned!(span=> #judge #asked)
}

/// Whether the function may return a future, as a `JoinHandle` is one: clippy warns of that in an async block, but not in an async fn.
fn may_be_future(output: &syn::Type) -> bool {
    const NONE: &[&str] = &["Result", "Option", "Vec", "String"];
    match output {
        syn::Type::Path(ty) if scalars::of_type(output).is_none() => {
            ty.path.segments.last().is_some_and(|last| !NONE.iter().any(|name| last.ident == name))
        }
        syn::Type::ImplTrait(_) => true,
        _ => false,
    }
}

/// Tells a report the type of rustc's own machine, for the body as it is: what the judge says otherwise may take another number of bytes.
//
// Output:
//     let own = ::visible_async::__private::Own::new();
//     if false { own.is(&async move { .. }); loop {} }
pub fn own(function: &Function, shadow: &[Stmt]) -> TokenStream {
    let (allow, block) = (allow_list(), async_block(function, shadow, !edition::is_2024()));
    // rustc moves each argument to a local, the receiver as well.
    let receiver = function.args.iter().find(|arg| arg.is_self);
    let block = receiver.map_or(block.clone(), |arg| {
        let renamed = receiver::rename(block.clone());
        let Ok(mut renamed) = syn::parse2(renamed) else { return block };
        receiver::bind(&mut renamed, &arg.name);
        renamed.into_token_stream()
    });
    quote_spanned! {Span::mixed_site()=>
        let own = ::visible_async::__private::Own::new();
        if false {
            #allow
            own.is(&#block);
            loop {}
        }
    }
}

/// The body as an async block that takes the arguments as rustc's own async fn does: in order, each parameter and then
/// its pattern, so that the same drop order results; `braces`: the user's may be of an edition before 2024.
pub fn async_block(function: &Function, stmts: &[Stmt], braces: bool) -> TokenStream {
    let guard = guard(function);
    let bindings = function.args.iter().map(binding);
    let mut braced = Group::new(Delimiter::Brace, build::stmts(stmts));
    braced.set_span(function.block.brace_token.span.join());
    let tail = if function.never { never_ends(function, &braced) } else { braced.into_token_stream() };
    let lone = matches!(stmts, [Stmt::Expr(_, None)]);
    let allow = lone.then(|| quote_spanned!(Span::mixed_site()=> #[allow(unused_braces)]));
    let all = quote_spanned!(Span::mixed_site()=> #guard #(#bindings)* #allow #tail);
    // In braces of edition 2024 the temporaries of the body's tail die before the arguments, as those of an async fn do.
    let all = if braces { quote_spanned!(Span::mixed_site()=> { #all }) } else { all };
    // The span decides how rustc names what the block captures: `self.0`, not "value".
    quote_spanned!(function.block.brace_token.span.open()=> async move { #all })
}

/// Tells rustc the return type before it sees the body, so that `return`, `?` and the tail coerce to it: what rustc finds to differ was
/// "inferred to be `R` here", at the return type that the user wrote.
fn guard(function: &Function) -> TokenStream {
    let (output, span) = (&function.output, output_span(function));
    let allow =
        function.never.then(|| quote_spanned!(Span::mixed_site()=> #[allow(unreachable_code, clippy::diverging_sub_expression)]));
    let returned = quote_spanned!(span=> ::visible_async::__private::returned::<#output>());
    quote_spanned!(Span::mixed_site()=> #allow if false { return #returned; })
}

/// A body that must not end is checked against `!` by itself: an async block that ends yields `()`.
fn never_ends(function: &Function, braced: &Group) -> TokenStream {
    let output = &function.output;
    quote_spanned! {Span::mixed_site()=>
        #[allow(unreachable_code)]
        {
            let never: #output = #braced;
            never
        }
    }
}

/// Where the user wrote the return type, or would.
pub fn output_span(function: &Function) -> Span {
    match &function.sig.output {
        ReturnType::Type(_, ty) => ty.span(),
        ReturnType::Default => function.sig.ident.span(),
    }
}

/// Binds one argument inside the block. The receiver can't be bound again, but all of it belongs to the future,
/// however little of it the body mentions.
fn binding(arg: &Arg) -> TokenStream {
    let span = Span::mixed_site();
    let Arg { attrs, pat, name, .. } = arg;
    if arg.is_self {
        return quote_spanned! {span=> let _ = &#name; };
    }
    // To bind it again is to use it, and to no effect.
    let allow = || quote_spanned! {span=> #[allow(clippy::used_underscore_binding, clippy::no_effect_underscore_binding)] };
    let unused = name.to_string().starts_with('_').then(allow);
    let whole = (!arg.is_plain()).then(|| quote_spanned! {span=> #(#attrs)* let #name = #name; });
    quote_spanned! {span=> #whole #(#attrs)* #unused let #pat = #name; }
}
