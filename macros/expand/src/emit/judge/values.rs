//! The values of awaits, where their type may be wrong: rustc marks an error about one as none of the source's own, and the machine's
//! error about the same value would be shown beside it. About a field rustc says the same in both, and says it once.
//!
//! Input: `let n: u8 = f().await; g(f().await, x?)`
//! Output: `let n: u8 = (f().await,).0; g((f().await,).0, match x? { value => value })`
use proc_macro2::{Ident, Span, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{
    Expr, Local, Pat, Stmt,
    visit_mut::{self, VisitMut},
};

use super::super::build;
use crate::{flow::proof::Proofs, names};

/// Makes fields of the values of awaits that something is expected of, and proves what is to be proven at them.
pub fn name(stmts: &[Stmt], proofs: &Proofs) -> Vec<Stmt> {
    let mut stmts = stmts.to_vec();
    let mut values = Values { proofs };
    stmts.iter_mut().for_each(|stmt| values.visit_stmt_mut(stmt));
    stmts
}

/// Where an expression begins; with the `await` if it begins with an awaited one, which the machine has named by then.
pub fn start(expr: &Expr) -> Span {
    match expr {
        Expr::MethodCall(node) => start(&node.receiver),
        Expr::Field(node) => start(&node.base),
        Expr::Await(node) => node.await_token.span,
        // The machine asks rustc about what is in such parentheses.
        Expr::Paren(node) if !node.attrs.is_empty() => start(&node.expr),
        other => match other.to_token_stream().into_iter().next() {
            Some(TokenTree::Group(group)) => group.span_open(),
            Some(token) => token.span(),
            None => Span::mixed_site(),
        },
    }
}

/// `first(f(), { if false { let _ = &x; match *never {} } })`: rustc has to let each of the names be used here, where nothing else is, nor
/// dropped, as nothing follows; a panic would, and so does one that rustc sees in `loop {}`.
fn proven(node: &Expr, names: &[Ident], start: Span) -> Expr {
    let used = names.iter().map(|name| quote_spanned!(Span::mixed_site().located_at(name.span())=> let _ = &#name;));
    let both = quote_spanned!(Span::mixed_site()=> #node, { #(if false { #used match *never {} })* });
    let both = build::in_parens(both, start);
    Expr::Verbatim(quote_spanned!(Span::mixed_site().located_at(start)=> ::visible_async::__private::first #both))
}

struct Values<'p> {
    proofs: &'p Proofs,
}

impl Values<'_> {
    /// The operand of an await.
    fn operand(&mut self, node: &mut syn::ExprAwait) {
        let start = start(&node.base);
        self.unasked(&mut node.base);
        if let Some(names) = self.proofs.get(&names::place(node.await_token.span)) {
            *node.base = proven(&node.base, names, start);
        }
    }

    /// An operand of which rustc expects no type: an error about it is one about what is done with it.
    fn unasked(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Await(node) => self.operand(node),
            Expr::Try(node) => self.unasked(&mut node.expr),
            other => self.visit_expr_mut(other),
        }
    }

    /// What a method is called on: the call begins where the machine has named the awaited value.
    fn receiver(&mut self, expr: &mut Expr) {
        let Expr::Await(node) = &*expr else { return self.unasked(expr) };
        let at = node.await_token.span;
        self.value(expr, at);
    }

    /// An expression that does not become the type that is expected of it, as an argument does.
    fn as_it_is(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Try(node) => self.unasked(&mut node.expr),
            other => self.visit_expr_mut(other),
        }
    }

    /// An expression whose value the machine takes as it comes: an error about it points at all of it.
    fn whole(&mut self, expr: &mut Expr) {
        let Expr::Await(node) = &*expr else { return self.as_it_is(expr) };
        let start = start(&node.base);
        self.value(expr, start);
    }

    /// The machine names a condition that waits: an error about it points at its `?`.
    fn condition(&mut self, cond: &mut Expr) {
        match cond {
            Expr::Try(of) if matches!(*of.expr, Expr::Await(_)) => {
                self.unasked(&mut of.expr);
                let at = of.question_token.span;
                *cond = build::field_of(&*of, at, at);
            }
            cond => self.visit_expr_mut(cond),
        }
    }

    /// The body of an arm has the place of the last value of a block.
    fn arm(&mut self, arm: &mut syn::Arm) {
        self.visit_pat_mut(&mut arm.pat);
        match &mut *arm.body {
            body @ Expr::Await(_) => self.whole(body),
            body => self.visit_expr_mut(body),
        }
    }

    fn value(&mut self, expr: &mut Expr, start: Span) {
        if let Expr::Await(node) = expr {
            self.operand(node);
            if node.attrs.is_empty() {
                *expr = build::field_of(&*node, start, node.await_token.span);
            }
        }
    }
}

impl VisitMut for Values<'_> {
    fn visit_stmt_mut(&mut self, node: &mut Stmt) {
        match node {
            Stmt::Expr(expr, Some(_)) => self.unasked(expr),
            Stmt::Expr(Expr::Await(awaited), None) if awaited.attrs.is_empty() => {
                let start = start(&awaited.base);
                self.operand(awaited);
                *node = Stmt::Expr(build::last_value(awaited, start), None);
            }
            other => visit_mut::visit_stmt_mut(self, other),
        }
    }

    fn visit_local_mut(&mut self, node: &mut Local) {
        let Some(init) = &mut node.init else { return };
        if let Some((_, diverge)) = &mut init.diverge {
            self.visit_expr_mut(diverge);
        }
        match node.pat {
            // It is matched under a name, as that of an `if let` is.
            _ if init.diverge.is_some() => self.visit_expr_mut(&mut init.expr),
            Pat::Ident(_) | Pat::Wild(_) => self.unasked(&mut init.expr),
            _ if matches!(*init.expr, Expr::Try(_)) => self.visit_expr_mut(&mut init.expr),
            _ => self.whole(&mut init.expr),
        }
    }

    fn visit_expr_mut(&mut self, node: &mut Expr) {
        match node {
            Expr::Closure(_) | Expr::Async(_) => {}
            Expr::MethodCall(call) => {
                self.receiver(&mut call.receiver);
                call.args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
            }
            Expr::Try(of) => {
                self.unasked(&mut of.expr);
                if of.attrs.is_empty() {
                    *node = build::tried(of);
                }
            }
            Expr::Binary(of) => {
                self.as_it_is(&mut of.left);
                self.as_it_is(&mut of.right);
            }
            Expr::Index(of) => {
                self.as_it_is(&mut of.expr);
                self.as_it_is(&mut of.index);
            }
            Expr::If(of) => {
                self.condition(&mut of.cond);
                self.visit_block_mut(&mut of.then_branch);
                of.else_branch.iter_mut().for_each(|(_, otherwise)| self.visit_expr_mut(otherwise));
            }
            Expr::While(of) => {
                self.condition(&mut of.cond);
                self.visit_block_mut(&mut of.body);
            }
            Expr::Match(of) => {
                self.visit_expr_mut(&mut of.expr);
                of.arms.iter_mut().for_each(|arm| self.arm(arm));
            }
            Expr::Cast(of) => self.as_it_is(&mut of.expr),
            Expr::Let(of) => self.visit_expr_mut(&mut of.expr),
            Expr::Field(of) => self.unasked(&mut of.base),
            Expr::Reference(of) => self.unasked(&mut of.expr),
            Expr::Unary(of) => self.unasked(&mut of.expr),
            Expr::Await(awaited) => {
                let at = awaited.await_token.span;
                self.value(node, at);
            }
            other => visit_mut::visit_expr_mut(self, other),
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
