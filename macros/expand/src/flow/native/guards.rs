//! Values that are held for their drop.
use std::collections::BTreeSet;

use syn::{Expr, visit::Visit};

use crate::{
    lower::{place::bare, policy},
    names::{self, LocalId},
};

/// Whether the value may be a guard: made by a method with such a name, of a local that is one, or by a constructor that gets a
/// reference; or an async block that borrows: rustc takes it that its drop looks at what it captures.
pub(in crate::flow) fn makes_guard(expr: &Expr, guards: &BTreeSet<LocalId>) -> bool {
    struct Find<'g>(bool, &'g BTreeSet<LocalId>);
    fn is_reference(expr: &Expr) -> bool {
        matches!(bare(expr), Expr::Reference(_))
    }
    impl<'ast> Visit<'ast> for Find<'_> {
        fn visit_expr_method_call(&mut self, node: &'ast syn::ExprMethodCall) {
            if policy::clones(&node.method.to_string()) {
                return;
            }
            self.0 |= policy::guard(&node.method.to_string());
            syn::visit::visit_expr_method_call(self, node);
        }
        fn visit_expr_call(&mut self, node: &'ast syn::ExprCall) {
            let of_type = |path: &syn::ExprPath| {
                let capital = |s: &syn::PathSegment| s.ident.to_string().starts_with(char::is_uppercase);
                let clones = path.path.segments.last().is_some_and(|last| policy::clones(&last.ident.to_string()));
                let plain = |segment: &syn::PathSegment| ["Some", "Ok", "Err"].iter().any(|name| segment.ident == name);
                !clones && path.path.segments.iter().any(|segment| capital(segment) && !plain(segment))
            };
            let constructs = matches!(&*node.func, Expr::Path(path) if of_type(path));
            self.0 |= constructs && node.args.iter().any(is_reference);
            syn::visit::visit_expr_call(self, node);
        }
        fn visit_expr_struct(&mut self, node: &'ast syn::ExprStruct) {
            self.0 |= node.fields.iter().any(|field| is_reference(&field.expr));
            syn::visit::visit_expr_struct(self, node);
        }
        fn visit_expr_async(&mut self, node: &'ast syn::ExprAsync) {
            self.0 |= node.capture.is_none();
            syn::visit::visit_expr_async(self, node);
        }
        fn visit_ident(&mut self, ident: &'ast syn::Ident) {
            self.0 |= names::decode(ident).is_some_and(|(local, _)| self.1.contains(&local));
        }
    }
    let mut find = Find(false, guards);
    find.visit_expr(expr);
    find.0
}
