//! The awaits of a body that the judge can use a local at, and what is mentioned beside each: in the expression that it is a part of, where
//! rustc may have moved a local before the await that the source mentions behind it (`x.method(f().await)`).
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{
    Expr, Stmt,
    visit::{self, Visit},
};

use crate::names;

/// What is mentioned beside the awaits, by their places; none for what stands at one place twice.
pub type Beside = BTreeMap<String, Option<BTreeSet<String>>>;

/// Finds it. Awaits in macros, closures and async blocks are not the body's own.
pub fn beside(stmts: &[Stmt]) -> Beside {
    let mut awaits = Awaits { found: Beside::new(), around: Vec::new() };
    stmts.iter().for_each(|stmt| awaits.visit_stmt(stmt));
    awaits.found
}

/// How often names are mentioned.
type Counts = BTreeMap<String, usize>;

struct Awaits {
    found: Beside,
    /// The expressions around the place at hand, without the blocks in them.
    around: Vec<Counts>,
}

impl Awaits {
    /// An expression that is a part of none; its blocks are none of its parts.
    fn whole(&mut self, expr: &Expr) {
        match expr {
            Expr::If(node) => {
                self.whole(&node.cond);
                self.visit_block(&node.then_branch);
                node.else_branch.iter().for_each(|(_, otherwise)| self.whole(otherwise));
            }
            Expr::While(node) => {
                self.whole(&node.cond);
                self.visit_block(&node.body);
            }
            Expr::ForLoop(node) => {
                self.whole(&node.expr);
                self.visit_block(&node.body);
            }
            Expr::Match(node) => {
                self.whole(&node.expr);
                node.arms.iter().for_each(|arm| self.whole(&arm.body));
            }
            Expr::Loop(_) | Expr::Block(_) | Expr::Unsafe(_) => visit::visit_expr(self, expr),
            _ => {
                let mut own = Own(Counts::new());
                own.visit_expr(expr);
                self.around.push(own.0);
                visit::visit_expr(self, expr);
                self.around.pop();
            }
        }
    }
}

impl<'ast> Visit<'ast> for Awaits {
    fn visit_stmt(&mut self, node: &'ast Stmt) {
        match node {
            Stmt::Expr(expr, _) => self.whole(expr),
            Stmt::Local(local) => {
                let init = local.init.iter();
                init.for_each(|init| {
                    self.whole(&init.expr);
                    init.diverge.iter().for_each(|(_, diverge)| self.whole(diverge));
                });
            }
            Stmt::Item(_) | Stmt::Macro(_) => {}
        }
    }

    fn visit_expr_await(&mut self, node: &'ast syn::ExprAwait) {
        let mut own = Own(Counts::new());
        own.visit_expr(&node.base);
        let mut all = Counts::new();
        for (name, count) in self.around.iter().flatten() {
            *all.entry(name.clone()).or_default() += count;
        }
        let others = all.into_iter().filter(|(name, count)| own.0.get(name).is_none_or(|own| own < count));
        let others = others.map(|(name, _)| name).collect();
        let known = self.found.entry(names::place(node.await_token.span));
        known.and_modify(|known| *known = None).or_insert(Some(others));
        self.visit_expr(&node.base);
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}

    fn visit_expr_async(&mut self, _: &'ast syn::ExprAsync) {}
}

/// Counts what an expression mentions itself.
struct Own(Counts);

impl Own {
    fn tokens(&mut self, tokens: TokenStream) {
        names::idents(tokens).into_iter().for_each(|name| *self.0.entry(name.to_string()).or_default() += 1);
    }
}

impl<'ast> Visit<'ast> for Own {
    fn visit_block(&mut self, _: &'ast syn::Block) {}

    fn visit_expr_path(&mut self, node: &'ast syn::ExprPath) {
        self.tokens(node.path.to_token_stream());
    }

    fn visit_expr_closure(&mut self, node: &'ast syn::ExprClosure) {
        self.tokens(node.to_token_stream());
    }

    fn visit_expr_async(&mut self, node: &'ast syn::ExprAsync) {
        self.tokens(node.to_token_stream());
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        self.tokens(node.tokens.clone());
    }
}
