//! Assignments of what is made of the old value: `x = x.next(&y)`. Only rustc knows whether the call moves `x`. Nothing can hold a borrow
//! of `x` that is used afterwards. So `x` leaves its slot for the statement, and what is assigned goes back there.
use syn::{
    Expr,
    visit::{self, Visit},
};

use super::{local_of, place_of};
use crate::{
    flow::build::Builder,
    lower::policy,
    names::{self, LocalId, MentionId},
    resolve::macros,
};

/// The assignment at hand.
#[derive(Clone, Copy)]
pub(in crate::flow) struct Overwritten {
    pub local: LocalId,
    /// The mention that is assigned, if the local can leave its slot for the statement.
    pub renewed: Option<MentionId>,
    /// It does so in the arm, not in a leaf future or closure.
    pub in_arm: bool,
}

impl Builder {
    /// Notes that a local leaves its slot while its new value is made, if it can.
    pub(super) fn renew(&mut self, receiver: &Expr, overwritten: Overwritten) -> bool {
        let Some((assigned, (_, id, _))) = overwritten.renewed.zip(place_of(receiver)) else { return false };
        if overwritten.in_arm {
            self.facts.renewed.insert(id, assigned);
        } else {
            self.facts.renewed_inside.insert(assigned);
        }
        true
    }

    /// Whether the method is taken to consume its receiver, to which its result is assigned where that can't leave its slot.
    pub(super) fn is_consumed(&self, method: &str, has_arguments: bool) -> bool {
        // In a closure rustc tells.
        let in_closure = self.inner > 0 && self.leaf.is_none();
        !in_closure && !policy::replaces(method, has_arguments)
    }

    /// What an assignment overwrites, if it is a local.
    pub(super) fn overwritten(&self, node: &syn::ExprAssign) -> Option<Overwritten> {
        let local = local_of(&node.left)?;
        let in_arm = self.inner == 0 && self.leaf.is_none();
        let id = place_of(&node.left).map(|(_, id, _)| id);
        let renewed = id.filter(|_| (in_arm || self.leaf.is_some()) && comes_back(&node.right, local, in_arm));
        Some(Overwritten { local, renewed, in_arm })
    }
}

/// Whether the local has its new value when the assignment is left for code that can mention it. In an arm a `return` drops it in its turn;
/// in a leaf future it would die with the statement, before what is declared later.
fn comes_back(value: &Expr, local: LocalId, returns: bool) -> bool {
    let mut find = Find { local, returns, comes_back: true };
    find.visit_expr(value);
    find.comes_back
}

struct Find {
    local: LocalId,
    returns: bool,
    comes_back: bool,
}

impl<'ast> Visit<'ast> for Find {
    fn visit_expr(&mut self, node: &'ast Expr) {
        self.comes_back &= match node {
            Expr::Break(_) | Expr::Continue(_) | Expr::Await(_) => false,
            Expr::Return(_) | Expr::Try(_) => self.returns,
            Expr::Assign(inner) => local_of(&inner.left) != Some(self.local),
            _ => true,
        };
        if !matches!(node, Expr::Closure(_) | Expr::Async(_)) {
            visit::visit_expr(self, node);
        }
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        let words = ["break", "continue", "await"];
        let jumps = |ident: &syn::Ident| words.iter().any(|word| ident == word);
        self.comes_back &= !macros::returns(node) && !names::idents(node.tokens.clone()).iter().any(jumps);
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}
