//! What a leaf future evaluates at once, and what on each way to its end.
use std::collections::BTreeSet;

use syn::{BinOp, Expr, Stmt, visit::Visit};

use crate::{
    lower::place::{bare, is_compound},
    names::{self, MentionId},
    resolve::macros::{self, Kind, Opened, assertions},
};

/// Finds the mentions that are evaluated before anything runs that could panic, wait or return.
pub(super) struct AtOnce(pub(super) BTreeSet<MentionId>);

impl AtOnce {
    /// Whether nothing has run by the end of the expression.
    pub(super) fn visit(&mut self, expr: &Expr) -> bool {
        match bare(expr) {
            Expr::Path(_) | Expr::Closure(_) | Expr::Async(_) => {
                self.visit_expr(expr);
                true
            }
            Expr::Lit(_) => true,
            Expr::Block(node) => match &node.block.stmts[..] {
                [Stmt::Expr(tail, None)] => self.visit(tail),
                [Stmt::Expr(first, _), ..] => self.first(first),
                _ => false,
            },
            Expr::Reference(node) => matches!(bare(&node.expr), Expr::Path(_)),
            Expr::Tuple(node) => node.elems.iter().all(|elem| self.visit(elem)),
            Expr::Array(node) => node.elems.iter().all(|elem| self.visit(elem)),
            Expr::Struct(node) => node.fields.iter().all(|field| self.visit(&field.expr)) && node.rest.is_none(),
            Expr::Call(node) => {
                let _ = matches!(bare(&node.func), Expr::Path(_)) && node.args.iter().all(|arg| self.visit(arg));
                false
            }
            Expr::Binary(node) if !is_compound(&node.op) && !matches!(node.op, BinOp::And(_) | BinOp::Or(_)) => {
                let _ = self.visit(&node.left) && self.visit(&node.right);
                false
            }
            // A receiver may be dereferenced before the arguments are evaluated.
            Expr::MethodCall(node) => self.first(&node.receiver),
            Expr::Await(node) => self.first(&node.base),
            Expr::Try(node) => self.first(&node.expr),
            Expr::Field(node) => self.first(&node.base),
            Expr::Match(node) => self.first(&node.expr),
            Expr::If(node) => self.first(&node.cond),
            Expr::Let(node) => self.first(&node.expr),
            Expr::Macro(node) => {
                let kind = macros::kind(&node.mac, &[]);
                // One that we know nothing of may evaluate none.
                let evaluates = !matches!(kind, Kind::Unknown | Kind::Fields) && !assertions::is_debug(&node.mac);
                if let Opened::Exprs(args) = macros::open(&node.mac, kind)
                    && evaluates
                {
                    let _ = args.iter().take(assertions::evaluated(kind, args.len())).all(|arg| self.visit(&arg.expr));
                }
                false
            }
            _ => false,
        }
    }

    fn first(&mut self, expr: &Expr) -> bool {
        self.visit(expr);
        false
    }
}

impl<'ast> Visit<'ast> for AtOnce {
    fn visit_ident(&mut self, ident: &'ast syn::Ident) {
        self.0.extend(names::decode(ident).and_then(|(_, id)| id));
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        names::idents(mac.tokens.clone()).iter().for_each(|ident| self.visit_ident(ident));
    }
}

/// Finds the mentions that are evaluated whenever the expression comes to its end.
pub(super) fn surely(expr: &Expr, found: &mut BTreeSet<MentionId>) {
    let mut all = |exprs: &mut dyn Iterator<Item = &Expr>| exprs.for_each(|expr| surely(expr, found));
    match bare(expr) {
        Expr::Path(node) => found.extend(node.path.get_ident().and_then(|ident| names::decode(ident)?.1)),
        Expr::Tuple(node) => all(&mut node.elems.iter()),
        Expr::Array(node) => all(&mut node.elems.iter()),
        Expr::Struct(node) => all(&mut node.fields.iter().map(|field| &field.expr)),
        Expr::Call(node) => all(&mut std::iter::once(&*node.func).chain(&node.args)),
        Expr::MethodCall(node) => all(&mut std::iter::once(&*node.receiver).chain(&node.args)),
        Expr::Binary(node) if matches!(node.op, BinOp::And(_) | BinOp::Or(_)) => surely(&node.left, found),
        Expr::Binary(node) => all(&mut [&*node.left, &*node.right].into_iter()),
        Expr::Assign(node) => surely(&node.right, found),
        Expr::Await(node) => surely(&node.base, found),
        Expr::Try(node) => surely(&node.expr, found),
        Expr::Reference(node) => surely(&node.expr, found),
        Expr::Unary(node) => surely(&node.expr, found),
        Expr::Cast(node) => surely(&node.expr, found),
        Expr::Field(node) => surely(&node.base, found),
        Expr::Index(node) => all(&mut [&*node.expr, &*node.index].into_iter()),
        Expr::Match(node) => surely(&node.expr, found),
        Expr::If(node) => surely(&node.cond, found),
        Expr::Let(node) => surely(&node.expr, found),
        _ => {}
    }
}
