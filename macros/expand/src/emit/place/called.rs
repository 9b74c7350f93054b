//! Calls that the machine writes in another way.
use syn::Expr;

use crate::{emit::build, lower::policy};

/// A call that never returns: the analysis takes it that nothing comes back, and rustc agrees, or there is an arm missing. What a `for`
/// goes over: where that is no iterator, rustc has said so in the judge.
///
/// Input: `exit(1)`, `::core::iter::IntoIterator::into_iter(x)`
/// Output: `match exit(1) {}`, `Operand(x).into_iter()`
pub(super) fn rewrite(node: &mut Expr) {
    let Expr::Call(call) = &*node else { return };
    let is_into_iter = build::text(&call.func).replace(' ', "") == "::core::iter::IntoIterator::into_iter";
    *node = match call.args.first() {
        _ if policy::ends(&call.func) => Expr::Verbatim(ours!(match #call {})),
        Some(items) if is_into_iter => Expr::Verbatim(ours!(__rt::Operand(#items).into_iter())),
        _ => return,
    };
}
