//! Locals that are pins: methods that are declared with `self: Pin<&mut Self>` take them by value.
use syn::{Expr, GenericArgument, PathArguments, Stmt, Type};

use super::local_of;
use crate::{flow::build::Builder, lower::policy, resolve::methods::Receiver};

impl Builder {
    /// A call of `self: Pin<&mut Self>` on a local that is such a pin: nobody sees when that is dropped. Emitted code asks rustc whether
    /// it is one.
    pub(super) fn takes_pin(&self, node: &syn::ExprMethodCall) -> bool {
        let method = &*node.method.to_string();
        let Some(local) = local_of(&node.receiver).map(|local| &self.locals[local.0]) else { return false };
        let declared = self.declared.methods.of(method, node.args.len()) == Some(Receiver::Pinned) || policy::takes_pin(method);
        (local.pinned && method.starts_with("poll_")) || (declared && local.ty.as_ref().is_some_and(is_pin_type))
    }
}

/// `Pin<&mut T>`
fn is_pin_type(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let Some(last) = path.path.segments.last().filter(|last| last.ident == "Pin") else { return false };
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return false };
    matches!(arguments.args.first(), Some(GenericArgument::Type(Type::Reference(_))))
}

/// `unsafe { Pin::new_unchecked(&mut x) }`
pub fn is_pin(init: &Expr) -> bool {
    let Expr::Unsafe(node) = init else { return false };
    let [Stmt::Expr(Expr::Call(call), None)] = &node.block.stmts[..] else { return false };
    let pins =
        matches!(&*call.func, Expr::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "new_unchecked"));
    pins && matches!(call.args.first(), Some(Expr::Reference(node)) if node.mutability.is_some())
}
