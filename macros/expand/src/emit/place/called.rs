//! Calls that the machine writes in another way.
use proc_macro2::TokenStream;
use syn::ExprCall;

use crate::{emit::build, lower::policy};

/// A call that never returns: the analysis takes it that nothing comes back, and rustc agrees, or there is an arm missing. What a `for`
/// goes over: where that is no iterator, rustc has said so in the judge.
///
/// Input: `exit(1)`, `::core::iter::IntoIterator::into_iter(x)`
/// Output: `match exit(1) {}`, `Operand(x).into_iter()`
pub(super) fn of(call: &ExprCall) -> Option<TokenStream> {
    if policy::ends(&call.func) {
        return Some(ours!(match #call {}));
    }
    let items =
        call.args.first().filter(|_| build::text(&call.func).replace(' ', "") == "::core::iter::IntoIterator::into_iter")?;
    Some(ours!(__rt::Operand(#items).into_iter()))
}
