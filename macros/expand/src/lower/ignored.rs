//! The value of a statement: it dies after what the branch that gives it has declared.
//!
//! Input: `match x { Some(a) => f(&a).await, None => g().await };`
//! Output: `{ let value = match x { .. }; }`
use syn::{
    Expr, Pat, Stmt,
    visit::{self, Visit},
};

use super::place::{bare, leaves_temporaries};

/// Whether a statement that ends with `;` may have a value that is dropped after locals of its own.
pub(super) fn outlives_locals(expr: &Expr) -> bool {
    let branches = matches!(bare(expr), Expr::Match(_) | Expr::If(_) | Expr::Block(_) | Expr::Unsafe(_) | Expr::Loop(_));
    branches && !is_unit(expr) && declares(expr)
}

/// Whether its value may be dropped before what the tail that gives it leaves, up to edition 2021.
pub(super) fn precedes_temporaries(expr: &Expr) -> bool {
    matches!(bare(expr), Expr::Match(_) | Expr::If(_) | Expr::Block(_) | Expr::Unsafe(_))
        && !is_unit(expr)
        && leaves_temporaries(expr)
}

/// Whether the value is surely `()`: that of a branch is that of all.
fn is_unit(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Match(node) => node.arms.iter().any(|arm| is_unit(&arm.body)),
        Expr::If(node) => match &node.else_branch {
            Some((_, otherwise)) => ends_without_value(&node.then_branch) || is_unit(otherwise),
            None => true,
        },
        Expr::Block(node) => ends_without_value(&node.block),
        Expr::Unsafe(node) => ends_without_value(&node.block),
        Expr::Loop(node) => !breaks_with_value(node),
        Expr::While(_) | Expr::ForLoop(_) | Expr::Assign(_) => true,
        Expr::Binary(node) => super::place::is_compound(&node.op),
        Expr::Tuple(node) => node.elems.is_empty(),
        _ => false,
    }
}

/// A block that ends with a statement, which is no jump, has no value.
fn ends_without_value(block: &syn::Block) -> bool {
    match block.stmts.last() {
        Some(Stmt::Expr(value, None)) => is_unit(value),
        Some(Stmt::Expr(last, Some(_))) => !matches!(last, Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Macro(_)),
        Some(Stmt::Macro(_)) => false,
        _ => true,
    }
}

fn breaks_with_value(node: &syn::ExprLoop) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_expr_break(&mut self, node: &'ast syn::ExprBreak) {
            self.0 |= node.expr.is_some();
            visit::visit_expr_break(self, node);
        }
    }
    let mut find = Find(false);
    find.visit_expr_loop(node);
    find.0
}

/// Whether a name is bound in the expression, outside closures and async blocks.
fn declares(expr: &Expr) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_pat(&mut self, node: &'ast Pat) {
            self.0 |= matches!(node, Pat::Ident(_));
            visit::visit_pat(self, node);
        }
        fn visit_expr(&mut self, node: &'ast Expr) {
            if !matches!(node, Expr::Closure(_) | Expr::Async(_)) {
                visit::visit_expr(self, node);
            }
        }
    }
    let mut find = Find(false);
    find.visit_expr(expr);
    find.0
}
