//! Guards that bind names: `Some(x) if let Ok(y) = g(x) => ..`.
use quote::ToTokens;
use syn::{
    Expr, Pat,
    visit::{self, Visit},
};

use super::macros::awaits;
use crate::{flow::native::has_let, lower::place};

/// Whether an arm waits beside such a guard, in a match on a place: the machine would have to move out of that after the guard, before
/// which it can't name what the arm moves.
pub fn wait(block: &syn::Block, awaiting: &[String]) -> bool {
    let mut find = Find { awaiting, found: false };
    find.visit_block(block);
    find.found
}

struct Find<'a> {
    awaiting: &'a [String],
    found: bool,
}

impl<'ast> Visit<'ast> for Find<'_> {
    fn visit_expr_match(&mut self, node: &'ast syn::ExprMatch) {
        let binds = |arm: &syn::Arm| matches!(&arm.pat, Pat::Guard(guard) if has_let(&guard.guard));
        let waits = |arm: &syn::Arm| awaits(arm.to_token_stream(), self.awaiting);
        self.found |= place::is_place(&node.expr) && node.arms.iter().any(binds) && node.arms.iter().any(waits);
        visit::visit_expr_match(self, node);
    }

    fn visit_expr(&mut self, node: &'ast Expr) {
        if !matches!(node, Expr::Closure(_) | Expr::Async(_)) {
            visit::visit_expr(self, node);
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
