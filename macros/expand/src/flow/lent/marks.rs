//! What the syntax tells of mentions.
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};
use syn::{
    Expr, UnOp,
    visit::{self, Visit},
};

use crate::{
    ir::{Block, Node, Stmt},
    lower::place::{bare, is_comparison, is_compound},
    names::{self, MentionId},
    resolve::macros::{self, Kind, Opened},
};

/// What the syntax tells of mentions.
#[derive(Default)]
pub(super) struct Marks {
    /// They lend their local by a shared reference.
    pub(super) shared: BTreeSet<MentionId>,
    /// Where they stand.
    pub(super) spans: BTreeMap<MentionId, Span>,
}

/// Finds the marks of all mentions in a body.
pub(super) fn marks(body: &Block) -> Marks {
    let mut marks = Marks::default();
    marks.block(body);
    marks
}

impl Marks {
    fn block(&mut self, block: &Block) {
        for stmt in &block.stmts {
            match stmt {
                Stmt::Native(stmt) => self.visit_stmt(stmt),
                Stmt::Let { init, .. } => self.node(init),
                Stmt::Expr(node) => self.node(node),
                Stmt::Argument(_) => {}
            }
        }
        block.tail.iter().for_each(|tail| self.node(tail));
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Native(expr) => self.visit_expr(expr),
            Node::Suspend(suspend) => self.visit_expr(&suspend.future),
            Node::Block(block) => self.block(block),
            Node::If(branch) => {
                self.visit_expr(&branch.cond);
                self.block(&branch.then);
                branch.otherwise.iter().for_each(|otherwise| self.node(otherwise));
            }
            Node::Match(node) => {
                self.visit_expr(&node.scrutinee);
                for arm in &node.arms {
                    arm.guard.iter().for_each(|guard| self.visit_expr(guard));
                    self.node(&arm.body);
                }
            }
            Node::Loop(node) => self.block(&node.body),
        }
    }

    fn share(&mut self, place: &Expr) {
        self.shared.extend(root(place));
    }
}

/// A mention, and where it stands.
fn place(ident: &Ident) -> Option<(MentionId, Span)> {
    Some((names::decode(ident)?.1?, ident.span()))
}

/// The mention that a place begins with.
fn root(place: &Expr) -> Option<MentionId> {
    match bare(place) {
        Expr::Path(path) => names::decode(path.path.get_ident()?)?.1,
        Expr::Field(node) => root(&node.base),
        Expr::Index(node) => root(&node.expr),
        Expr::Unary(node) if matches!(node.op, UnOp::Deref(_)) => root(&node.expr),
        _ => None,
    }
}

impl<'ast> Visit<'ast> for Marks {
    fn visit_expr(&mut self, node: &'ast Expr) {
        match node {
            Expr::Path(path) => self.spans.extend(path.path.get_ident().and_then(place)),
            Expr::Reference(node) if node.mutability.is_none() => self.share(&node.expr),
            Expr::Binary(node) if is_comparison(&node.op) => {
                self.share(&node.left);
                self.share(&node.right);
            }
            // No operator keeps what it changes.
            Expr::Binary(node) if is_compound(&node.op) => self.share(&node.left),
            Expr::Assign(node) => self.share(&node.left),
            _ => {}
        }
        visit::visit_expr(self, node);
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        self.spans.extend(names::idents(node.tokens.clone()).iter().filter_map(place));
        let kind = macros::kind(node, &[]);
        if let (Kind::Format(_), Opened::Exprs(args)) = (kind, macros::open(node, kind)) {
            // What `write!` writes to may be in what it gives.
            let writer = usize::from(matches!(kind, Kind::Format(1)));
            args.iter().skip(writer).for_each(|arg| self.share(&arg.expr));
        }
    }
}
