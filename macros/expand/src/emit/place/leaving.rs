//! Locals that leave their slots for native ones.
use proc_macro2::Ident;
use syn::Expr;

use crate::{
    emit::step::Emitter,
    names::{self, LocalId},
};

/// The locals that leave their slots in this statement, not counting the statements and arms inside it.
struct Leaving<'e, 'a>(&'e Emitter<'a>, Vec<LocalId>);

impl<'ast> syn::visit::Visit<'ast> for Leaving<'_, '_> {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        let Some((local, Some(id))) = names::decode(ident) else { return };
        if self.0.facts.mentions.get(&id).is_some_and(|mention| mention.native) && !self.1.contains(&local) {
            self.1.push(local);
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        names::idents(mac.tokens.clone()).iter().for_each(|ident| syn::visit::Visit::visit_ident(self, ident));
    }

    fn visit_block(&mut self, _: &'ast syn::Block) {}

    fn visit_expr_closure(&mut self, node: &'ast syn::ExprClosure) {
        syn::visit::Visit::visit_expr(&mut Inside(self), &node.body);
    }

    fn visit_expr_async(&mut self, node: &'ast syn::ExprAsync) {
        syn::visit::Visit::visit_block(&mut Inside(self), &node.block);
    }

    fn visit_arm(&mut self, node: &'ast syn::Arm) {
        self.visit_pat(&node.pat);
    }
}

/// Inside closures and async blocks there are no statements of ours.
struct Inside<'l, 'e, 'a>(&'l mut Leaving<'e, 'a>);

impl<'ast> syn::visit::Visit<'ast> for Inside<'_, '_, '_> {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.0.visit_ident(ident);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.0.visit_macro(mac);
    }
}

/// The locals that leave their slots in an expression.
pub fn leaving(emitter: &Emitter<'_>, expr: &Expr) -> Vec<LocalId> {
    use syn::visit::Visit as _;
    let mut leaving = Leaving(emitter, Vec::new());
    leaving.visit_expr(expr);
    leaving.1
}

/// The locals that leave their slots in a statement.
pub fn leaving_stmt(emitter: &Emitter<'_>, stmt: &syn::Stmt) -> Vec<LocalId> {
    use syn::visit::Visit as _;
    let mut leaving = Leaving(emitter, Vec::new());
    leaving.visit_stmt(stmt);
    leaving.1
}
