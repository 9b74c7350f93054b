//! Does this subtree suspend? Only what does is taken apart; all else goes through verbatim.
use proc_macro2::Span;
use syn::{
    Expr,
    spanned::Spanned,
    visit::{self, Visit},
};

use crate::resolve::macros::{self, Kind};

/// Looks for suspension points, but not into closures, async blocks and items.
struct Finder<'a> {
    awaiting: &'a [String],
    found: bool,
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_expr(&mut self, node: &'ast Expr) {
        match node {
            Expr::Await(_) => self.found = true,
            Expr::Closure(_) | Expr::Async(_) => {}
            _ if self.found => {}
            _ => visit::visit_expr(self, node),
        }
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        let kind = macros::kind(node, self.awaiting);
        self.found |= kind == Kind::Awaits || (kind != Kind::Verbatim && macros::awaits(node.tokens.clone(), self.awaiting));
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// Whether the expression has a suspension point.
pub fn expr(node: &Expr, awaiting: &[String]) -> bool {
    let mut finder = Finder { awaiting, found: false };
    finder.visit_expr(node);
    finder.found
}

/// Whether the statement has a suspension point.
pub fn stmt(node: &syn::Stmt, awaiting: &[String]) -> bool {
    let mut finder = Finder { awaiting, found: false };
    finder.visit_stmt(node);
    finder.found
}

/// Whether the block has a suspension point.
pub fn block(node: &syn::Block, awaiting: &[String]) -> bool {
    node.stmts.iter().any(|s| stmt(s, awaiting))
}

/// Where a name for the value of an expression points, in the judge's messages too: at the `await` that gives it.
pub fn at(expr: &Expr) -> Span {
    match expr {
        Expr::Await(node) => node.await_token.span,
        Expr::Try(node) => node.question_token.span,
        other => other.span(),
    }
}

/// An operation that may panic, or whose method may ask for its caller, tells where it begins: also where it begins with a name that
/// stands for an awaited value.
pub fn begin_at(expr: &mut Expr, start: Span) {
    let mut first = match expr {
        Expr::Binary(node) => &mut *node.left,
        Expr::Index(node) => &mut *node.expr,
        Expr::Try(node) => &mut *node.expr,
        _ => return,
    };
    loop {
        first = match first {
            Expr::MethodCall(node) => &mut *node.receiver,
            Expr::Field(node) => &mut *node.base,
            Expr::Path(path) => {
                let name = path.path.segments.first_mut();
                return name.into_iter().for_each(|name| name.ident.set_span(start.resolved_at(name.ident.span())));
            }
            _ => return,
        };
    }
}

/// How an awaited operand is called.
pub fn callee(operand: &Expr) -> String {
    match operand {
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => {
                let boxed = path.path.segments.len() > 1
                    && path.path.segments.iter().rev().nth(1).is_some_and(|s| matches!(&*s.ident.to_string(), "Box" | "Pin"));
                match call.args.first() {
                    Some(inner) if boxed => callee(inner),
                    _ => path.path.segments.last().map_or_else(String::new, |s| s.ident.to_string()),
                }
            }
            other => callee(other),
        },
        Expr::MethodCall(call) => call.method.to_string(),
        Expr::Path(path) => path.path.segments.last().map_or_else(String::new, |s| s.ident.to_string()),
        Expr::Field(field) => match &field.member {
            syn::Member::Named(name) => name.to_string(),
            syn::Member::Unnamed(_) => callee(&field.base),
        },
        Expr::Reference(inner) => callee(&inner.expr),
        Expr::Unary(inner) => callee(&inner.expr),
        Expr::Paren(inner) => callee(&inner.expr),
        Expr::Group(inner) => callee(&inner.expr),
        Expr::Try(inner) => callee(&inner.expr),
        Expr::Await(inner) => callee(&inner.base),
        Expr::Index(inner) => callee(&inner.expr),
        Expr::Async(_) => "async_block".to_string(),
        Expr::Macro(inner) => inner.mac.path.segments.last().map_or_else(String::new, |s| s.ident.to_string()),
        _ => String::new(),
    }
}

/// `Box::pin(..)`, `f(..).boxed()`: hides the type of the future, as recursion does.
pub fn boxed(operand: &Expr) -> bool {
    match super::place::bare(operand) {
        Expr::Call(call) => matches!(&*call.func, Expr::Path(path) if {
            let names: Vec<String> = path.path.segments.iter().map(|s| s.ident.to_string()).collect();
            names.ends_with(&["Box".into(), "pin".into()])
        }),
        Expr::MethodCall(call) => call.method == "boxed" || call.method == "boxed_local",
        _ => false,
    }
}

/// Whether a `?` of the function's own is in the expression.
pub fn has_question(expr: &Expr) -> bool {
    struct Question(bool);
    impl<'ast> Visit<'ast> for Question {
        fn visit_expr_try(&mut self, _: &'ast syn::ExprTry) {
            self.0 = true;
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
    }
    let mut question = Question(false);
    question.visit_expr(expr);
    question.0
}

/// How the output of an awaited call is named.
pub fn output_name(callee: &str) -> String {
    if callee.is_empty() { "output".to_string() } else { format!("{}_output", crate::names::snake(callee)) }
}
