//! Statements: `let` in its forms, extended temporaries, expression statements.
use proc_macro2::Span;
use syn::{Expr, Pat, Stmt as SynStmt, spanned::Spanned};

use super::{Lower, Prelude, place::leaves_temporaries};
use crate::{
    emit::{build, matched},
    flow::pattern,
    ir::{Block, If, Node, Stmt},
    names,
    resolve::macros::{self, Kind},
};

impl Lower<'_> {
    pub(super) fn stmt(&mut self, stmt: SynStmt, out: &mut Prelude) {
        match stmt {
            SynStmt::Local(mut local) => {
                self.extend_temporaries(&mut local, out);
                if super::suspend::stmt(&SynStmt::Local(local.clone()), self.awaiting) {
                    self.local(local, out);
                } else {
                    out.push(Stmt::Native(SynStmt::Local(local)));
                }
            }
            SynStmt::Expr(expr, Some(_)) if self.outlived_value(&expr) => {
                let node = self.initial_leaf(build::ignored(expr));
                out.push(Stmt::Expr(node));
            }
            SynStmt::Expr(expr, Some(_)) if self.suspends(&expr) && super::ignored::outlives_locals(&expr) => {
                let (span, mut stmts) = (expr.span(), Prelude::new());
                let node = self.whole_of(expr, super::tails::Ends::Ignored);
                let node = super::control::without_scope(node, &mut stmts);
                self.name("value", node, span, &mut stmts);
                out.push(Stmt::Expr(Node::Block(Block { stmts, ..Block::default() })));
            }
            SynStmt::Expr(expr, _) if self.suspends(&expr) => {
                let node = self.whole(expr);
                out.push(Stmt::Expr(node));
            }
            SynStmt::Macro(node) if macro_suspends(&node.mac, self.awaiting) => {
                let expr = Expr::Macro(syn::ExprMacro { attrs: node.attrs, mac: node.mac });
                let node = self.whole(expr);
                out.push(Stmt::Expr(node));
            }
            stmt => out.push(Stmt::Native(stmt)),
        }
    }

    fn local(&mut self, local: syn::Local, out: &mut Prelude) {
        let Some(init) = local.init else { return };
        let (pat, ty) = match local.pat {
            Pat::Type(node) => (*node.pat, Some(*node.ty)),
            pat => (pat, None),
        };
        // What `let _ = f().await;` ignores dies as if it were a statement's value.
        let ignored = ty.is_none() && matches!(pat, Pat::Wild(_)) && init.diverge.is_none();
        if ignored && (self.outlived_value(&init.expr) || super::ignored::outlives_locals(&init.expr)) {
            return self.stmt(SynStmt::Expr(*init.expr, Some(local.semi_token)), out);
        }
        let is_value = matches!(*init.expr, Expr::Await(_)) || super::operand::has_operands(&init.expr);
        if ignored && is_value && !super::place::is_place(&init.expr) {
            let node = self.whole(*init.expr);
            out.push(Stmt::Expr(node));
            return;
        }
        let at = super::suspend::at(&init.expr);
        let Some((_, diverge)) = init.diverge else {
            let init = if self.binds_inside(&pat, &init.expr) { self.initial_leaf(*init.expr) } else { self.initial(*init.expr) };
            self.push_let((pat, ty), init, (local.let_token.span, local.semi_token.span), out);
            return;
        };
        if leaves_temporaries(&init.expr) && !super::place::is_rooted(&init.expr) {
            // What of the value does not match dies before what it leaves. Where that panics, the last name dies first.
            let (inner, outer, value) = self.split_pattern(&pat, true);
            let init = self.initial(matched::some(&matched::typed(*init.expr, ty.as_ref()), &inner, &value));
            return self.let_else((build::some_pat(&outer), true), None, (init, at), *diverge, out);
        }
        let init = self.initial(*init.expr);
        self.let_else((pat, false), ty, (init, at), *diverge, out);
    }

    /// Whether the value of a statement dies before temporaries that the end of a block in it leaves: only a leaf future has both.
    fn outlived_value(&self, expr: &Expr) -> bool {
        !self.edition_2024 && self.suspends(expr) && super::ignored::precedes_temporaries(expr)
    }

    /// Whether names get the parts of a value while temporaries are there that the tail of a block with a label has left, up to
    /// edition 2021: what a `break` gives the block is no value of these.
    fn binds_inside(&self, pat: &Pat, init: &Expr) -> bool {
        let labelled = ends_with_label(init);
        !self.edition_2024 && labelled && pattern::binds_parts(pat) && leaves_temporaries(init) && self.suspends(init)
    }

    fn push_let(&mut self, (pat, ty): (Pat, Option<syn::Type>), init: Node, ends: (Span, Span), out: &mut Prelude) {
        // Input: `let n = { let t = suspend f(); t? };`  Output: `let t = suspend f(); let n = t?;`, as `t` is moved at once.
        match init {
            Node::Block(block) if block.is_expr && moves_its_only_temporary(&block) => {
                out.extend(block.stmts);
                if let Some(tail) = block.tail {
                    out.push(Stmt::Let { pat, ty, init: *tail, deferred: false, ends });
                }
            }
            init => out.push(Stmt::Let { pat, ty, init, deferred: false, ends }),
        }
    }

    /// Input: `let pat = init else { diverge };`
    /// Output: `let names = 'chain: { { let value = init; if let pat = value { break 'chain names } } diverge };`, as the value that
    /// does not match is dropped before the other branch. A place stays where it is: `if let pat = place { break 'chain names }`. A pattern
    /// that is `reversed` has the last name first.
    fn let_else(
        &mut self,
        (pat, reversed): (Pat, bool),
        ty: Option<syn::Type>,
        (init, at): (Node, Span),
        diverge: Expr,
        out: &mut Prelude,
    ) {
        let span = pat.span();
        let mut stmts = Prelude::new();
        let scrutinee = match init {
            Node::Native(place) if super::place::is_rooted(&place) => place,
            init => {
                let local = self.temp("scrutinee", at);
                let pat = crate::resolve::pattern::ident_pattern(local, at, false);
                self.push_let((pat, ty), init, (at, at), &mut stmts);
                self.mention(local, at)
            }
        };
        let (inner, outer, value) = self.split_pattern(&pat, reversed);
        let label = self.fresh_label(span);
        let target = self.target(Some(label.clone()));
        let leave = Node::Native(build::break_label(&label.name, Some(value)));
        let then = Block { stmts: vec![Stmt::Expr(leave)], ..Block::default() };
        let cond = build::let_cond(&inner, &scrutinee);
        stmts.push(Stmt::Expr(Node::If(If { cond, then, otherwise: None, meet: Default::default() })));
        let stmts = vec![Stmt::Expr(Node::Block(Block { stmts, ..Block::default() }))];
        self.targets.push(target.clone());
        let tail = Some(Box::new(self.whole(diverge)));
        self.targets.pop();
        let block = Block { stmts, tail, target: Some(target), ..Block::default() };
        out.push(Stmt::Let { pat: outer, ty: None, init: Node::Block(block), deferred: false, ends: (span, span) });
    }

    /// The pattern with new names, the names of the old one as a tuple pattern, and the new names as a tuple: the last ones first, if that
    /// is `reversed`.
    fn split_pattern(&mut self, pat: &Pat, reversed: bool) -> (Pat, Pat, Expr) {
        let mut inner = pat.clone();
        let mut bound = pattern::bindings(pat);
        if reversed {
            bound.reverse();
        }
        let mut values = Vec::new();
        for binding in &bound {
            let old = &self.resolver.locals[binding.local.0];
            let (name, span) = (old.name.clone(), old.span);
            let new = self.temp(&name, span);
            pattern::rename(&mut inner, binding.local, new);
            values.push(self.mention(new, span));
        }
        let outer = build::tuple_pat(
            &bound.iter().map(|b| (names::binding(b.local, self.resolver.locals[b.local.0].span), b.mutable)).collect::<Vec<_>>(),
        );
        (inner, outer, build::tuple(&values))
    }
}

fn macro_suspends(mac: &syn::Macro, awaiting: &[String]) -> bool {
    let kind = macros::kind(mac, awaiting);
    kind == Kind::Awaits || (kind != Kind::Verbatim && macros::awaits(mac.tokens.clone(), awaiting))
}

/// A block with a label, or one that such a block ends.
fn ends_with_label(expr: &Expr) -> bool {
    let (label, block) = match super::place::bare(expr) {
        Expr::Block(node) => (node.label.is_some(), &node.block),
        Expr::Unsafe(node) => (false, &node.block),
        _ => return false,
    };
    label || matches!(block.stmts.last(), Some(SynStmt::Expr(tail, None)) if ends_with_label(tail))
}

/// `{ let t = suspend ..; t? }`: nothing lives until the end of the statement.
fn moves_its_only_temporary(block: &Block) -> bool {
    let ([Stmt::Let { .. }], Some(tail)) = (&block.stmts[..], &block.tail) else { return false };
    let Node::Native(mut value) = (**tail).clone() else { return false };
    while let Expr::Try(node) = value {
        value = *node.expr;
    }
    super::place::is_local(&value)
}
