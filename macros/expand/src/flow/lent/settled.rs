//! The mentions that are at an end with their own statement: what it gives is thrown away or bound, and goes to no statement around it.
//!
//! Input: `if full { page.push(line); }`  Output: `page`, `line`; no `x` in `let y = { f(); &mut x };`, nor in `break &mut x;`
use std::collections::BTreeSet;

use syn::{
    Expr, Stmt,
    visit::{self, Visit},
};

use super::marks::place;
use crate::{
    ir::{Block, Node},
    names::{self, MentionId},
    resolve::macros::{self, Kind},
};

/// Finds them; it is given each block and statement.
#[derive(Default)]
pub(super) struct Settled(pub(super) BTreeSet<MentionId>);

impl Settled {
    /// A statement of the body, with no value.
    pub(super) fn node(&mut self, node: &Node) {
        match node {
            Node::Native(expr) => self.thrown(expr),
            Node::Suspend(suspend) => self.visit_expr(&suspend.future),
            Node::Block(block) => self.tail(block),
            Node::If(branch) => {
                self.visit_expr(&branch.cond);
                self.tail(&branch.then);
                branch.otherwise.iter().for_each(|otherwise| self.node(otherwise));
            }
            Node::Match(node) => {
                self.visit_expr(&node.scrutinee);
                node.arms.iter().for_each(|arm| self.node(&arm.body));
            }
            Node::Loop(node) => self.tail(&node.body),
        }
    }

    fn tail(&mut self, block: &Block) {
        block.tail.iter().for_each(|tail| self.node(tail));
    }

    /// What is bound.
    pub(super) fn bound(&mut self, node: &Node) {
        match node {
            Node::Native(expr) => self.visit_expr(expr),
            Node::Suspend(suspend) => self.visit_expr(&suspend.future),
            _ => {}
        }
    }

    /// The statements of a block; its value goes on.
    pub(super) fn block(&mut self, block: &syn::Block) {
        for (at, stmt) in block.stmts.iter().enumerate() {
            match stmt {
                Stmt::Expr(expr, semi) if semi.is_some() || at + 1 < block.stmts.len() => self.thrown(expr),
                _ => {}
            }
        }
    }

    /// An expression whose value is thrown away.
    pub(super) fn thrown(&mut self, expr: &Expr) {
        let end = |this: &mut Self, block: &syn::Block| {
            if let Some(Stmt::Expr(tail, None)) = block.stmts.last() {
                this.thrown(tail);
            }
        };
        match expr {
            Expr::Block(node) => end(self, &node.block),
            Expr::Unsafe(node) => end(self, &node.block),
            Expr::If(node) => {
                self.visit_expr(&node.cond);
                end(self, &node.then_branch);
                node.else_branch.iter().for_each(|(_, otherwise)| self.thrown(otherwise));
            }
            Expr::Match(node) => {
                self.visit_expr(&node.expr);
                node.arms.iter().for_each(|arm| self.thrown(&arm.body));
            }
            Expr::ForLoop(node) => self.visit_expr(&node.expr),
            Expr::While(node) => self.visit_expr(&node.cond),
            expr => self.visit_expr(expr),
        }
    }
}

/// The mentions that stand in an expression itself: not in a block, whose value may go on, nor in a closure.
impl<'ast> Visit<'ast> for Settled {
    fn visit_expr(&mut self, node: &'ast Expr) {
        match node {
            Expr::Path(path) => self.0.extend(path.path.get_ident().and_then(place).map(|(id, _)| id)),
            Expr::Block(_)
            | Expr::Unsafe(_)
            | Expr::If(_)
            | Expr::Match(_)
            | Expr::Loop(_)
            | Expr::While(_)
            | Expr::ForLoop(_) => {}
            Expr::Closure(_) | Expr::Async(_) | Expr::Break(_) => {}
            _ => visit::visit_expr(self, node),
        }
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        if let Kind::Format(_) = macros::kind(node, &[]) {
            self.0.extend(names::idents(node.tokens.clone()).iter().filter_map(place).map(|(id, _)| id));
        }
    }
}
