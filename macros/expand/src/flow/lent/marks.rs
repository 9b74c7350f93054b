//! What the syntax tells of mentions.
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{
    Expr, Pat, UnOp,
    visit::{self, Visit},
};

use super::settled::Settled;
use crate::{
    flow::pattern,
    ir::{Block, Node, Stmt},
    lower::{
        place::{bare, is_comparison, is_compound},
        policy,
    },
    names::{self, LocalId, MentionId},
    resolve::macros::{self, Kind, Opened},
};

/// What the syntax tells of mentions.
#[derive(Default)]
pub(super) struct Marks {
    /// They lend their local by a shared reference.
    pub(super) shared: BTreeSet<MentionId>,
    /// Their local, or something in it or behind it, gets a value, which may be a reference: `x[0] = &y`, `x += &y`.
    pub(super) changed: BTreeSet<MentionId>,
    /// Locals that stand for another by what makes them, `&x`, a clone or a guard, or that one pattern binds beside others, as two ends of a
    /// channel.
    pub(super) handles: BTreeSet<LocalId>,
    /// Pairs of mentions: what the second is given to is a method of the first, or a macro that writes to it.
    pub(super) given: BTreeSet<(MentionId, MentionId)>,
    /// They tell nothing of the statements around their own.
    pub(super) settled: Settled,
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
                Stmt::Native(stmt) => {
                    if let syn::Stmt::Expr(expr, _) = stmt {
                        self.settled.thrown(expr);
                    }
                    self.visit_stmt(stmt);
                }
                Stmt::Let { pat, init, .. } => {
                    let is_guard = matches!(init, Node::Suspend(suspend) if is_guard(&suspend.future));
                    self.bind(pat, is_guard);
                    self.settled.bound(init);
                    self.node(init);
                }
                Stmt::Expr(node) => {
                    self.settled.node(node);
                    self.node(node);
                }
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

    fn bind(&mut self, pat: &Pat, is_handle: bool) {
        let bound = pattern::bindings(pat);
        if is_handle || bound.len() > 1 {
            self.handles.extend(bound.iter().map(|binding| binding.local));
        }
    }

    fn share(&mut self, place: &Expr) {
        self.shared.extend(root(place));
    }

    fn give<'a>(&mut self, to: &Expr, given: impl Iterator<Item = &'a Expr>) {
        let Some(to) = root(to) else { return };
        let mut found = Given::default();
        given.for_each(|expr| found.visit_expr(expr));
        self.given.extend(found.0.into_iter().map(|given| (to, given)));
    }

    fn change(&mut self, place: &Expr) {
        self.share(place);
        self.changed.extend(root(place));
    }
}

/// A mention, and where it stands.
pub(super) fn place(ident: &Ident) -> Option<(MentionId, Span)> {
    Some((names::decode(ident)?.1?, ident.span()))
}

/// `x.lock()`, `x.borrow_mut()`, and what it is unwrapped by: the guard itself, while `makes_guard` looks for one anywhere in a value.
fn is_guard(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::MethodCall(node) => (node.args.is_empty() && policy::guard(&node.method.to_string())) || is_guard(&node.receiver),
        Expr::Await(node) => is_guard(&node.base),
        Expr::Try(node) => is_guard(&node.expr),
        _ => false,
    }
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

/// Mentions that are no more than read, or passed on: nothing is stored in them there, as in `&mut slot` or `|each| list.push(each)`.
#[derive(Default)]
struct Given(Vec<MentionId>);

impl<'ast> Visit<'ast> for Given {
    fn visit_expr(&mut self, node: &'ast Expr) {
        match node {
            Expr::Path(path) => self.0.extend(path.path.get_ident().and_then(place).map(|(id, _)| id)),
            Expr::Reference(node) if node.mutability.is_some() => {}
            Expr::Closure(_) | Expr::Async(_) | Expr::Block(_) | Expr::Assign(_) | Expr::Macro(_) => {}
            _ => visit::visit_expr(self, node),
        }
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
            Expr::Binary(node) if is_compound(&node.op) => self.change(&node.left),
            Expr::Assign(node) => self.change(&node.left),
            Expr::MethodCall(node) => self.give(&node.receiver, node.args.iter()),
            _ => {}
        }
        visit::visit_expr(self, node);
    }

    fn visit_block(&mut self, node: &'ast syn::Block) {
        self.settled.block(node);
        visit::visit_block(self, node);
    }

    fn visit_local(&mut self, node: &'ast syn::Local) {
        let clones = |expr: &Expr| names::idents(expr.to_token_stream()).iter().any(|name| name == "clone");
        let is_handle = |expr: &Expr| matches!(bare(expr), Expr::Reference(_)) || clones(expr) || is_guard(expr);
        self.bind(&node.pat, node.init.as_ref().is_some_and(|init| is_handle(&init.expr)));
        node.init.iter().for_each(|init| self.settled.visit_expr(&init.expr));
        visit::visit_local(self, node);
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        self.spans.extend(names::idents(node.tokens.clone()).iter().filter_map(place));
        let kind = macros::kind(node, &[]);
        if let (Kind::Format(_), Opened::Exprs(args)) = (kind, macros::open(node, kind)) {
            // What `write!` writes to may be in what it gives.
            let writer = usize::from(matches!(kind, Kind::Format(1)));
            let written = || args.iter().map(|arg| &arg.expr).skip(writer);
            written().for_each(|arg| self.share(arg));
            for to in args.iter().take(writer) {
                self.give(if let Expr::Reference(to) = &to.expr { &to.expr } else { &to.expr }, written());
            }
        }
    }
}
