//! The calls of a local that a keeper could make: nothing that might have to be dropped is evaluated before them in their statement.
use syn::{
    Block as SynBlock, Expr, Stmt as SynStmt,
    visit::{self, Visit},
};

use super::parameters::{has_types, is_given_free};
use crate::{
    emit::build,
    flow::{Access, Facts, native::place_of},
    ir::{Block, Node, Stmt},
    lower::{
        asked::{has_constant, may_leave, may_stay},
        place::{bare, is_compound, is_constant, is_local, is_rooted, leaves_scrutinee},
    },
    names::{LocalId, MentionId},
    resolve::macros::{self, Kind, Opened},
};

/// A call of a local or of one of its methods.
pub struct Call {
    /// The mention of the local.
    pub mention: MentionId,
    /// The call.
    pub expr: Expr,
    /// It is all of its statement: its temporaries die with it.
    pub whole: bool,
}

/// The calls of a body.
pub fn calls(body: &Block, facts: &Facts) -> Vec<Call> {
    let mut find = Find { facts, found: Vec::new() };
    find.scope(body);
    find.found
}

/// To make a closure or async block evaluates nothing, so that it is no matter what was evaluated before. What parameters a closure
/// has, rustc infers from where it stands, but for one that a `let` binds.
impl<'ast> Visit<'ast> for Find<'_> {
    fn visit_expr(&mut self, node: &'ast Expr) {
        match node {
            Expr::Closure(closure) if !has_types(closure) => {}
            Expr::Assign(node) if self.is_renewed(node) => {}
            Expr::Closure(_) | Expr::Async(_) => self.inside(node, false),
            Expr::MethodCall(node) => {
                self.visit_expr(&node.receiver);
                for arg in &node.args {
                    if is_given_free(node, arg) { self.inside(arg, false) } else { self.visit_expr(arg) }
                }
            }
            _ => visit::visit_expr(self, node),
        }
    }

    fn visit_local(&mut self, node: &'ast syn::Local) {
        match &node.init {
            Some(init) if matches!(bare(&init.expr), Expr::Closure(_)) => self.inside(&init.expr, false),
            _ => visit::visit_local(self, node),
        }
    }
}

struct Find<'f> {
    facts: &'f Facts,
    found: Vec<Call>,
}

impl Find<'_> {
    fn scope(&mut self, block: &Block) {
        for stmt in &block.stmts {
            match stmt {
                Stmt::Native(stmt) => {
                    self.stmt(stmt, false);
                    self.visit_stmt(stmt);
                }
                Stmt::Argument(_) => {}
                Stmt::Let { init: node, .. } | Stmt::Expr(node) => self.node(node, true),
            }
        }
        block.tail.iter().for_each(|tail| self.node(tail, false));
    }

    fn node(&mut self, node: &Node, whole: bool) {
        match node {
            Node::Native(expr) => {
                self.expr(expr, whole);
                self.visit_expr(expr);
            }
            Node::Suspend(suspend) if suspend.leaf.is_none() => {
                self.expr(&suspend.future, false);
                self.visit_expr(&suspend.future);
            }
            Node::Suspend(_) => {}
            Node::Block(block) => self.scope(block),
            Node::If(branch) => {
                self.expr(&branch.cond, false);
                self.scope(&branch.then);
                branch.otherwise.iter().for_each(|otherwise| self.node(otherwise, false));
            }
            Node::Match(node) => {
                self.expr(&node.scrutinee, false);
                node.arms.iter().for_each(|arm| self.node(&arm.body, false));
            }
            Node::Loop(node) => self.scope(&node.body),
        }
    }

    fn block(&mut self, block: &SynBlock) {
        for (at, stmt) in block.stmts.iter().enumerate() {
            self.stmt(stmt, at + 1 == block.stmts.len());
        }
    }

    fn stmt(&mut self, stmt: &SynStmt, is_last: bool) {
        match stmt {
            SynStmt::Local(local) => {
                if let Some(init) = &local.init {
                    self.expr(&init.expr, true);
                    init.diverge.iter().for_each(|(_, diverge)| self.control(diverge));
                }
            }
            SynStmt::Expr(expr, semi) => {
                self.expr(expr, semi.is_some() || !is_last);
            }
            SynStmt::Macro(node) => self.macro_call(&node.mac),
            SynStmt::Item(_) => {}
        }
    }

    /// Finds calls in what is evaluated when nothing is there yet; whether nothing is there afterwards either.
    fn expr(&mut self, expr: &Expr, whole: bool) -> bool {
        if let Some(mention) = taken_apart(expr).filter(|id| self.facts.keepable.contains_key(id)) {
            self.found.push(Call { mention, expr: expr.clone(), whole });
            return false;
        }
        match bare(expr) {
            Expr::MethodCall(_) if whole && headed(expr).is_some() => self.inside(expr, whole),
            Expr::MethodCall(node) => {
                let first = if place_of(&node.receiver).is_some() {
                    self.call(&node.receiver, expr, whole)
                } else {
                    self.expr(&node.receiver, false)
                };
                if first {
                    self.operands(node.args.iter());
                }
            }
            Expr::Call(node) if place_of(&node.func).is_some() => {
                self.call(&node.func, expr, whole);
            }
            Expr::Call(node) if matches!(*node.func, Expr::Path(_)) => self.operands(node.args.iter()),
            Expr::Try(node) => self.value(&node.expr, false),
            Expr::Unary(node) => self.value(&node.expr, false),
            Expr::Cast(node) => self.value(&node.expr, false),
            Expr::Index(node) => self.value(&node.expr, false),
            Expr::Return(node) => self.operands(node.expr.as_deref().into_iter()),
            Expr::Break(node) => self.operands(node.expr.as_deref().into_iter()),
            Expr::Tuple(node) => self.operands(node.elems.iter()),
            Expr::Array(node) => self.operands(node.elems.iter()),
            Expr::Struct(node) => self.operands(node.fields.iter().map(|field| &field.expr)),
            Expr::Assign(node) if self.is_renewed(node) => {}
            Expr::Assign(node) if is_local(&node.left) => self.value(&node.right, false),
            Expr::Binary(node) => self.binary(node),
            Expr::Closure(_) | Expr::Async(_) => {}
            Expr::Macro(_) if headed(expr).is_some() => self.inside(expr, whole),
            Expr::Macro(node) => self.macro_call(&node.mac),
            place if is_rooted(place) => return self.is_idle(place),
            Expr::Reference(node) if is_rooted(&node.expr) || is_constant(expr) => return !has_constant(expr),
            Expr::Reference(node) => self.value(&node.expr, false),
            Expr::Field(node) => self.value(&node.base, false),
            other if is_constant(other) => return !has_constant(other),
            other => self.control(other),
        }
        false
    }

    /// The same where nothing follows.
    fn value(&mut self, expr: &Expr, whole: bool) {
        let _ = self.expr(expr, whole);
    }

    /// Operands in order, as long as nothing is there.
    fn operands<'e>(&mut self, mut operands: impl Iterator<Item = &'e Expr>) {
        let _ = operands.all(|operand| self.expr(operand, false));
    }

    /// A call that may move its local; whether it surely leaves it where it is.
    fn call(&mut self, callee: &Expr, call: &Expr, whole: bool) -> bool {
        let Some((_, mention, _)) = place_of(callee) else { return false };
        self.found.push(Call { mention, expr: call.clone(), whole });
        !self.facts.keepable.contains_key(&mention) && self.is_idle(callee)
    }

    /// A closure or macro that may move a local.
    fn inside(&mut self, expr: &Expr, whole: bool) {
        let plain = |local: LocalId| self.facts.scalars.contains_key(&local) || self.facts.copies.contains(&local);
        let keepable = |id: &MentionId| self.facts.keepable.contains_key(id) && !plain(self.facts.mentions[id].local);
        if let Some(mention) = super::decisive(expr, self.facts).find(keepable) {
            self.found.push(Call { mention, expr: expr.clone(), whole });
        }
    }

    /// The local is not in its slot while its new value is made.
    fn is_renewed(&self, node: &syn::ExprAssign) -> bool {
        place_of(&node.left).is_some_and(|(local, id, _)| self.facts.is_renewed(local, id, false))
    }

    /// Whether what stands for a place stays there, or is plain data: what stands beside an operator may be of a type of the user's.
    fn is_idle(&self, place: &Expr) -> bool {
        let Some((local, id, _)) = place_of(place) else { return is_constant(place) && !has_constant(place) };
        let stays = |mention: &crate::flow::Mention| matches!(mention.access, Access::Place | Access::Copy);
        self.facts.scalars.contains_key(&local) || self.facts.mentions.get(&id).is_some_and(stays)
    }

    fn binary(&mut self, node: &syn::ExprBinary) {
        if build::short_circuit(&node.op).is_some() {
            // What the sides leave dies with each of them.
            self.expr(&node.left, false);
            self.expr(&node.right, false);
        } else if is_compound(&node.op) {
            // Of other places either side may come first.
            let is_idle = |this: &mut Self, side: &Expr| (is_rooted(side) || is_constant(side)) && this.expr(side, false);
            if is_local(&node.left) {
                self.expr(&node.right, false);
            } else if is_idle(self, &node.right) {
                self.expr(&node.left, false);
            }
        } else {
            self.operands([&*node.left, &*node.right].into_iter());
        }
    }

    fn macro_call(&mut self, mac: &syn::Macro) {
        let kind = macros::kind(mac, &[]);
        if matches!(kind, Kind::Format(_) | Kind::Assert | Kind::Value)
            && let Opened::Exprs(args) = macros::open(mac, kind)
        {
            self.operands(args.iter().map(|arg| &arg.expr));
        }
    }

    /// Branches and blocks.
    fn control(&mut self, expr: &Expr) {
        match expr {
            Expr::Block(node) => self.block(&node.block),
            Expr::Unsafe(node) => self.block(&node.block),
            Expr::Let(node) => self.value(&node.expr, false),
            // It is evaluated once, before the first turn.
            Expr::ForLoop(node) => self.value(&node.expr, false),
            Expr::If(node) => {
                self.expr(&node.cond, false);
                if !cond_leaves(&node.cond) {
                    self.block(&node.then_branch);
                    node.else_branch.iter().for_each(|(_, otherwise)| self.value(otherwise, false));
                }
            }
            Expr::Match(node) => {
                self.expr(&node.expr, false);
                if !leaves_scrutinee(node) && !may_stay(&node.expr) {
                    node.arms.iter().for_each(|arm| self.value(&arm.body, true));
                }
            }
            _ => {}
        }
    }
}

/// The local that a match takes apart, or of which a struct gets the rest.
pub fn taken_apart(expr: &Expr) -> Option<MentionId> {
    let local = match bare(expr) {
        Expr::Struct(node) => node.rest.as_deref()?,
        Expr::Match(node) => &node.expr,
        Expr::If(node) => match &*node.cond {
            Expr::Let(cond) => &cond.expr,
            _ => return None,
        },
        _ => return None,
    };
    place_of(local).filter(|_| is_local(local)).map(|(_, id, _)| id)
}

/// The macro that a chain of method calls begins with, if we know nothing of it.
pub fn headed(expr: &Expr) -> Option<&syn::Macro> {
    match bare(expr) {
        Expr::MethodCall(node) => headed(&node.receiver),
        Expr::Macro(node) => (macros::kind(&node.mac, &[]) == Kind::Unknown).then_some(&node.mac),
        _ => None,
    }
}

/// Whether the temporaries of a condition may live on in the branches.
fn cond_leaves(cond: &Expr) -> bool {
    match bare(cond) {
        Expr::Let(node) => !is_rooted(&node.expr),
        Expr::Binary(node) => cond_leaves(&node.left) || cond_leaves(&node.right),
        Expr::Match(node) => may_leave(&node.expr),
        _ => false,
    }
}
