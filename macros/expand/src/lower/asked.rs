//! Temporaries that are taken for gone or for harmless by a name, while the machine may suspend in their life: emitted code asks rustc.
//!
//! - the receiver of a method that consumes by its name: it is moved, or rustc refuses to lend it
//! - what a method gives that owns nothing by its name: it has nothing to drop
//! - a borrowed constant, and one that is compared or a receiver: it is a static, or rustc says that the temporary does not live long enough
//! - a constant that is borrowed by `&mut`: it is one, and not a static
//! - a constant by value: it is one, and has nothing to drop
use syn::{
    Expr, ExprParen,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use super::{
    place::{bare, is_comparison, is_constant, is_constructor, is_place, is_plain, is_rooted, leaves_temporaries},
    policy,
};
use crate::{emit, names, resolve::macros};

/// What rustc is asked about an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Whether the method that it is the receiver of takes it by value.
    ByValue,
    /// Whether it has nothing to drop.
    Plain,
    /// Whether it borrows a static.
    Promoted,
    /// Whether it is one where it is borrowed.
    Static,
    /// Whether it is a constant that has nothing to drop.
    Constant,
    /// Whether it is a constant.
    Copied,
}

const ALL: [(Asked, &str); 6] = [
    (Asked::ByValue, "by_value"),
    (Asked::Plain, "plain"),
    (Asked::Promoted, "promoted"),
    (Asked::Static, "static_place"),
    (Asked::Constant, "constant"),
    (Asked::Copied, "copied"),
];

/// What is asked about the expression in these parentheses.
pub fn of(node: &ExprParen) -> Option<Asked> {
    let path = node.attrs.first()?.path();
    ALL.into_iter().find(|(_, name)| path.is_ident(name)).map(|(asked, _)| asked)
}

/// Asks about what the expression and those in it leave.
pub fn all(mut expr: Expr) -> Expr {
    Ask.visit_expr_mut(&mut expr);
    expr
}

/// The same, but for those in it.
pub fn itself(mut expr: Expr) -> Expr {
    operands(&mut expr);
    expr
}

/// Whether evaluating the expression may leave temporaries behind, whatever names may mean, where nothing is asked.
pub fn may_leave(expr: &Expr) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_expr_paren(&mut self, node: &'ast ExprParen) {
            self.0 |= of(node).is_some();
            visit::visit_expr_paren(self, node);
        }
    }
    let mut find = Find(leaves_temporaries(expr));
    find.visit_expr(&all(expr.clone()));
    find.0
}

/// The same for what a `match` looks at, which may stay itself.
pub fn may_stay(expr: &Expr) -> bool {
    may_leave(expr) || (is_plain(expr) && !is_surely_plain(expr))
}

/// An operand that is evaluated later than it stands.
pub fn later(expr: Expr) -> Expr {
    let mut all = all(expr);
    if is_named_constant(&all) {
        mark(&mut all, Asked::Constant);
    }
    all
}

/// A place that is borrowed later than it stands.
pub fn place_later(mut expr: Expr) -> Expr {
    place(&mut expr);
    expr
}

/// The value of a temporary that gets a name.
pub fn named(mut value: Expr) -> Expr {
    if is_named_constant(&value) {
        mark(&mut value, Asked::Copied);
    }
    value
}

/// Whether a value, or a temporary that is borrowed, may be that of a constant, which may have to be dropped.
pub fn has_constant(expr: &Expr) -> bool {
    has_path(expr, |path| path.segments.last().is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase)))
}

struct Ask;

impl VisitMut for Ask {
    fn visit_expr_mut(&mut self, node: &mut Expr) {
        if matches!(node, Expr::Closure(_) | Expr::Async(_)) {
            return;
        }
        let promoted = |node: &syn::ExprReference| node.mutability.is_none() && has_path(&node.expr, |_| true);
        if matches!(node, Expr::Reference(inner) if promoted(inner)) && is_constant(node) {
            // What is in it is a static with it.
            return mark(node, Asked::Promoted);
        }
        visit_mut::visit_expr_mut(self, node);
        operands(node);
    }

    fn visit_block_mut(&mut self, node: &mut syn::Block) {
        if let Some(syn::Stmt::Expr(tail, None)) = node.stmts.last_mut() {
            self.visit_expr_mut(tail);
        }
    }

    /// What a guard leaves dies with it.
    fn visit_pat_mut(&mut self, _: &mut syn::Pat) {}

    fn visit_macro_mut(&mut self, node: &mut syn::Macro) {
        let kind = macros::kind(node, &[]);
        if kind == macros::Kind::Value
            && let macros::Opened::Exprs(mut args) = macros::open(node, kind)
        {
            args.iter_mut().for_each(|arg| self.visit_expr_mut(&mut arg.expr));
            macros::close(node, macros::Opened::Exprs(args));
        }
    }
}

fn operands(node: &mut Expr) {
    match node {
        Expr::MethodCall(call) if is_rooted(&call.receiver) || is_constant(&call.receiver) => place(&mut call.receiver),
        Expr::MethodCall(call) if policy::consumes_surely(&call.method.to_string(), &call.args) => consumed(&mut call.receiver),
        Expr::MethodCall(call) => plain(&mut call.receiver),
        Expr::Binary(node) if is_comparison(&node.op) => {
            [&mut node.left, &mut node.right].into_iter().for_each(|each| place(each))
        }
        Expr::Unary(node) if matches!(node.op, syn::UnOp::Deref(_)) => plain(&mut node.expr),
        Expr::Match(node) => plain(&mut node.expr),
        Expr::Let(node) => plain(&mut node.expr),
        _ => {}
    }
}

fn consumed(expr: &mut Expr) {
    if !is_surely_plain(expr) && !is_place(expr) {
        mark(expr, Asked::ByValue);
    }
}

fn place(expr: &mut Expr) {
    if is_named_constant(expr) {
        mark(expr, Asked::Static);
    } else {
        plain(expr);
    }
}

fn plain(expr: &mut Expr) {
    if is_plain(expr) && !is_surely_plain(expr) {
        mark(expr, Asked::Plain);
    }
}

fn mark(expr: &mut Expr, asked: Asked) {
    let name = ALL.into_iter().find(|(each, _)| *each == asked).map_or("", |(_, name)| name);
    if !matches!(expr, Expr::Paren(node) if of(node).is_some()) {
        *expr = emit::asked::marked(name, expr);
    }
}

/// As [`is_plain`], whatever the names of methods may mean.
fn is_surely_plain(expr: &Expr) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_expr(&mut self, node: &'ast Expr) {
            match bare(node) {
                Expr::Reference(_) | Expr::Cast(_) => {}
                Expr::Binary(node) if is_comparison(&node.op) => {}
                // A range owns its ends.
                Expr::MethodCall(_) | Expr::Path(_) | Expr::Field(_) => self.0 = true,
                node => visit::visit_expr(self, node),
            }
        }
    }
    let mut find = Find(false);
    find.visit_expr(expr);
    is_plain(expr) && !find.0
}

/// `LIMIT`, `Self::LIMIT`
pub fn is_named_constant(expr: &Expr) -> bool {
    let Expr::Path(path) = bare(expr) else { return false };
    let name = path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    name.starts_with(char::is_uppercase) && !is_constructor(expr)
}

/// Whether there is such a path in it that is no local.
fn has_path(expr: &Expr, is: impl Fn(&syn::Path) -> bool) -> bool {
    struct Find<F>(F, bool);
    impl<'ast, F: Fn(&syn::Path) -> bool> Visit<'ast> for Find<F> {
        fn visit_expr_path(&mut self, node: &'ast syn::ExprPath) {
            self.1 |= node.path.get_ident().is_none_or(|ident| names::decode(ident).is_none()) && self.0(&node.path);
        }
    }
    let mut find = Find(is, false);
    find.visit_expr(expr);
    find.1
}
