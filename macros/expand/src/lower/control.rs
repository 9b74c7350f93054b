//! `if`, `match`, `let` chains, `&&` and `||`.
use syn::{Expr, Pat, spanned::Spanned};

use super::{
    Lower, NeedsLeaf, Prelude,
    place::{self, bare, is_rooted, leaves_temporaries},
    tails::Ends,
};
use crate::{
    emit::build,
    flow::pattern,
    ir::{Block, If, Match, MatchArm, Node, Stmt},
};

impl Lower<'_> {
    /// Input: `a && b`  Output: `if a { b } else { false }`
    pub(super) fn short_circuit(&mut self, node: syn::ExprBinary) -> Result<Node, NeedsLeaf> {
        let and = build::short_circuit(&node.op).ok_or(NeedsLeaf)?;
        let mut prelude = Prelude::new();
        let cond = self.condition(*node.left, &mut prelude);
        let (right, constant) = (self.terminal(*node.right), Node::Native(build::boolean(!and)));
        let (then, otherwise) = if and { (right, constant) } else { (constant, right) };
        let tail = Node::If(If { cond, then: value_block(then), otherwise: Some(Box::new(otherwise)), meet: Default::default() });
        Ok(wrap(prelude, tail))
    }

    /// A condition is a scope of its own: its temporaries are gone before the branch.
    fn condition(&mut self, expr: Expr, prelude: &mut Prelude) -> Expr {
        if !self.suspends(&expr) {
            return expr;
        }
        let span = super::suspend::at(&expr);
        let node = self.terminal(expr);
        self.name("condition", node, span, prelude)
    }

    pub(super) fn if_expr(&mut self, node: syn::ExprIf, ends: Ends) -> Result<Node, NeedsLeaf> {
        let mut chain = Vec::new();
        split_chain(*node.cond, &mut chain);
        let otherwise = node.else_branch.map(|(_, e)| *e);
        let lets = chain.iter().any(|cond| matches!(cond, Expr::Let(_)));
        if !lets && chain.len() == 1 {
            let mut prelude = Prelude::new();
            let cond = self.condition(chain.remove(0), &mut prelude);
            let then = self.whole_block(node.then_branch);
            let otherwise = otherwise.map(|e| Box::new(self.branch(e)));
            return Ok(wrap(prelude, Node::If(If { cond, then, otherwise, meet: Default::default() })));
        }
        let Some(otherwise) = otherwise else {
            return self.chain(chain.into_iter(), node.then_branch, None);
        };
        let simple = chain.iter().all(|cond| self.is_simple(cond));
        let shared = chain.len() == 1 && (simple || !self.edition_2024);
        if shared {
            let mut prelude = Prelude::new();
            let Some(Expr::Let(mut cond)) = chain.pop() else { return Err(NeedsLeaf) };
            let (mut kept, keeps) = (Vec::new(), !simple && self.keeps_rests(ends));
            let left = if keeps { self.keep_rests(&mut cond.pat, &mut kept)? } else { Prelude::new() };
            let cond = self.let_condition(cond, &mut prelude)?;
            self.declare_rests(kept, &mut prelude);
            if let Expr::Let(cond) = &cond {
                self.mark_place(&cond.expr);
            }
            let mut then = self.whole_block(node.then_branch);
            then.stmts.splice(0..0, left);
            let otherwise = Some(Box::new(self.branch(otherwise)));
            self.outlive(&mut prelude);
            return Ok(wrap(prelude, Node::If(If { cond, then, otherwise, meet: Default::default() })));
        }
        // Input: `if let A = a && let B = b { x } else { y }`
        // Output: `'chain: { if let A = a { if let B = b { break 'chain x } } y }`
        let label = self.fresh_label(node.if_token.span);
        let target = self.target(Some(label.clone()));
        self.targets.push(target.clone());
        let taken = self.chain(chain.into_iter(), node.then_branch, Some(&label.name))?;
        self.targets.pop();
        let tail = Some(Box::new(self.branch(otherwise)));
        Ok(Node::Block(Block { stmts: vec![Stmt::Expr(taken)], tail, target: Some(target), ..Block::default() }))
    }

    /// Whether nothing of the condition outlives it.
    fn is_simple(&self, cond: &Expr) -> bool {
        match cond {
            Expr::Let(node) => is_direct(&node.expr) && !self.suspends(&node.expr),
            other => !self.suspends(other),
        }
    }

    /// Nested conditions around the branch that is taken if all hold.
    fn chain(
        &mut self,
        mut chain: impl Iterator<Item = Expr>,
        then: syn::Block,
        leave: Option<&syn::Lifetime>,
    ) -> Result<Node, NeedsLeaf> {
        let Some(cond) = chain.next() else {
            let block = self.whole_block(then);
            let Some(label) = leave else { return Ok(Node::Block(block)) };
            let span = label.span();
            let mut stmts = Prelude::new();
            let value = self.name("value", Node::Block(block), span, &mut stmts);
            stmts.push(Stmt::Expr(Node::Native(build::break_label(label, Some(value)))));
            return Ok(Node::Block(Block { stmts, ..Block::default() }));
        };
        let mut prelude = Prelude::new();
        let cond = match cond {
            Expr::Let(node) => self.let_condition(node, &mut prelude)?,
            other => self.condition(other, &mut prelude),
        };
        let inner = self.chain(chain, then, leave)?;
        self.outlive(&mut prelude);
        Ok(wrap(prelude, Node::If(If { cond, then: value_block(inner), otherwise: None, meet: Default::default() })))
    }

    fn let_condition(&mut self, node: syn::ExprLet, prelude: &mut Prelude) -> Result<Expr, NeedsLeaf> {
        let direct = is_direct(&node.expr) && !self.suspends(&node.expr);
        let scrutinee = self.scrutinee(*node.expr, prelude)?;
        let pat = if direct { *node.pat } else { self.take_all(*node.pat)? };
        Ok(build::let_cond(&pat, &scrutinee))
    }

    /// What is matched: a place, or a temporary that lives as long as the whole construct.
    pub(super) fn scrutinee(&mut self, expr: Expr, prelude: &mut Prelude) -> Result<Expr, NeedsLeaf> {
        if is_direct(&expr) && !self.suspends(&expr) {
            return Ok(expr);
        }
        let span = super::suspend::at(&expr);
        let value = self.matched(expr, prelude, true)?;
        if is_direct(&value) {
            self.outlived_scrutinee(&value);
            return Ok(value);
        }
        let value = self.name("scrutinee", Node::Native(value), span, prelude);
        self.outlived_scrutinee(&value);
        Ok(value)
    }

    /// Takes what is matched apart: its operands die before the temporaries that it borrows.
    pub(super) fn matched(&mut self, expr: Expr, prelude: &mut Prelude, hoist: bool) -> Result<Expr, NeedsLeaf> {
        let value = self.flatten(expr, prelude, hoist)?;
        if self.tails.braces.is_none() {
            self.declare_places(prelude);
        }
        Ok(value)
    }

    pub(super) fn match_expr(&mut self, node: syn::ExprMatch, ends: Ends) -> Result<Node, NeedsLeaf> {
        let bodies = node.arms.iter().any(|arm| self.suspends(&arm.body));
        // What an `if let` guard binds lives through the arm.
        let in_guard = |guard: &syn::PatGuard| self.suspends(&guard.guard) || (bodies && has_let(&guard.guard));
        if node.arms.iter().any(|arm| matches!(&arm.pat, Pat::Guard(guard) if in_guard(guard))) {
            return Err(NeedsLeaf);
        }
        let mut node = node;
        let direct = is_direct(&node.expr) && !self.suspends(&node.expr);
        let (mut prelude, mut left, mut kept) = (Prelude::new(), Vec::new(), Vec::new());
        let scrutinee = if bodies {
            let scrutinee = self.scrutinee(*node.expr, &mut prelude)?;
            let keeps = self.keeps_rests(ends);
            for arm in node.arms.iter_mut().filter(|_| !direct) {
                left.push(if keeps { self.keep_rests(&mut arm.pat, &mut kept)? } else { Prelude::new() });
                let pat = std::mem::replace(&mut arm.pat, build::wild_pat());
                arm.pat = self.take_all(pat)?;
            }
            self.declare_rests(kept, &mut prelude);
            scrutinee
        } else {
            // Only the scrutinee suspends: the `match` itself is native, and has its temporaries where rustc puts them.
            let scrutinee = self.matched(*node.expr, &mut prelude, false)?;
            let is_tail = self.outlived_scrutinee(&scrutinee);
            let native = Expr::Match(syn::ExprMatch { expr: Box::new(scrutinee), ..node });
            return Ok(if is_tail { self.tail_of(prelude, native) } else { super::block_of(prelude, native) });
        };
        left.resize_with(node.arms.len(), Prelude::new);
        let arms = node.arms.into_iter().zip(left).map(|(arm, left)| self.arm(arm, left)).collect();
        self.mark_place(&scrutinee);
        self.outlive(&mut prelude);
        Ok(wrap(prelude, Node::Match(Match { scrutinee, arms, meet: Default::default() })))
    }

    /// A `match` as an operand: what it matches lives until the end of the statement, and dies after the operation's own operands.
    pub(super) fn match_operand(
        &mut self,
        mut node: syn::ExprMatch,
        prelude: &mut Prelude,
        hoist: bool,
    ) -> Result<Expr, NeedsLeaf> {
        let suspends = |arm: &syn::Arm| self.suspends(&arm.body) || matches!(&arm.pat, Pat::Guard(g) if self.suspends(&g.guard));
        if node.arms.iter().any(suspends) {
            let span = node.span();
            let inner = self.operand_node(Expr::Match(node))?;
            let inner = without_scope(inner, prelude);
            return Ok(self.name("value", inner, span, prelude));
        }
        let left = !place::is_place(&node.expr) && node.arms.iter().any(|arm| pattern::effect(&arm.pat) == pattern::Effect::Part);
        let named = hoist && place::leaves_scrutinee(&node);
        if named && (left || leaves_temporaries(&node.expr)) {
            return Err(NeedsLeaf);
        }
        let span = node.expr.span();
        *node.expr = self.flatten(*node.expr, prelude, hoist)?;
        if named && !is_direct(&node.expr) {
            let scrutinee = std::mem::replace(&mut *node.expr, Expr::PLACEHOLDER);
            *node.expr = self.name("scrutinee", Node::Native(scrutinee), span, prelude);
        }
        if named {
            self.mark_place(&node.expr);
        }
        Ok(Expr::Match(node))
    }

    /// An arm, and what it begins with.
    fn arm(&mut self, arm: syn::Arm, left: Prelude) -> MatchArm {
        let (pat, guard) = match arm.pat {
            Pat::Guard(node) => (*node.pat, Some(*node.guard)),
            pat => (pat, None),
        };
        MatchArm { pat, guard, body: wrap(left, self.branch(*arm.body)) }
    }

    pub(super) fn fresh_label(&mut self, span: proc_macro2::Span) -> syn::Label {
        self.label_count += 1;
        build::label(&format!("'chain{}", if self.label_count == 1 { String::new() } else { self.label_count.to_string() }), span)
    }
}

/// What a construct declares for itself lives in the scope around it.
pub(super) fn without_scope(node: Node, prelude: &mut Prelude) -> Node {
    match node {
        Node::Block(Block { stmts, tail: Some(tail), target: None, braces: None, is_unsafe: false, .. }) => {
            prelude.extend(stmts);
            *tail
        }
        node => node,
    }
}

/// `a && let B = b && c` in order.
pub(super) fn split_chain(cond: Expr, out: &mut Vec<Expr>) {
    match cond {
        Expr::Binary(node) if matches!(node.op, syn::BinOp::And(_)) && has_let(&Expr::Binary(node.clone())) => {
            split_chain(*node.left, out);
            split_chain(*node.right, out);
        }
        Expr::Paren(node) if has_let(&node.expr) => split_chain(*node.expr, out),
        other => out.push(other),
    }
}

fn has_let(cond: &Expr) -> bool {
    match cond {
        Expr::Let(_) => true,
        Expr::Binary(node) => matches!(node.op, syn::BinOp::And(_)) && (has_let(&node.left) || has_let(&node.right)),
        Expr::Paren(node) => has_let(&node.expr),
        _ => false,
    }
}

/// A scrutinee without a temporary: a place, or a reference to one.
pub fn is_direct(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Reference(node) => is_rooted(&node.expr),
        Expr::Index(node) => is_rooted(&node.expr) && !leaves_temporaries(&node.index),
        Expr::Lit(_) => true,
        other => is_rooted(other),
    }
}

/// A node as a block.
pub fn value_block(node: Node) -> Block {
    match node {
        Node::Block(block) if block.target.is_none() => block,
        node => Block { tail: Some(Box::new(node)), ..Block::default() },
    }
}

/// A prelude and what comes after it, in one scope.
pub fn wrap(stmts: Prelude, tail: Node) -> Node {
    if stmts.is_empty() {
        return tail;
    }
    Node::Block(Block { stmts, tail: Some(Box::new(tail)), ..Block::default() })
}
