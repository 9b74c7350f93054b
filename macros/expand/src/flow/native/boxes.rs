//! Boxes: `*x` moves out of one. What else may seem to.
use syn::{Expr, Pat, UnOp};

use super::{local_of, place_of};
use crate::{
    flow::{Use, build::Builder, droppable, pattern},
    lower::{place::bare, policy},
};

impl Builder {
    /// Whether it is a local that is a box.
    pub(super) fn is_boxed(&self, expr: &Expr) -> bool {
        local_of(expr).is_some_and(|local| self.locals[local.0].is_boxed())
    }

    /// Whether `*x` is taken out of a box. Where a closure or async block does, and something may have borrowed that, only rustc knows
    /// whether it captures the box or a reference.
    pub(super) fn is_unboxed(&mut self, expr: &Expr) -> bool {
        let copied = self.in_closure() && local_of(expr).is_some_and(|local| self.facts.copied.contains(&local));
        let unboxed = self.is_boxed(expr) && !copied;
        self.facts.unboxed.extend(place_of(expr).filter(|_| unboxed).map(|(_, id, _)| id));
        unboxed
    }

    fn in_closure(&self) -> bool {
        self.inner > 0 && self.leaf.is_none()
    }

    /// Whether the pattern moves all out of a box: what binds nothing but `Copy` fields of a type that implements `Drop` does not, which
    /// in a closure rustc sees.
    pub(super) fn unboxes(&self, pat: &Pat, init: &Expr) -> bool {
        let unboxed = matches!(bare(init), Expr::Unary(node) if self.is_boxed(&node.expr));
        unboxed && pattern::effect(pat) == pattern::Effect::Whole && (self.in_closure() || droppable::parts(pat).is_empty())
    }

    /// What is called: a closure in a local by reference, unless it is `FnOnce`; `(*f)(x)` and `(x.f)(y)` as well, as only rustc knows
    /// what is there.
    pub(super) fn callee(&mut self, func: &Expr) {
        let once = |expr: &Expr| local_of(expr).map(|local| self.locals[local.0].once);
        match (bare(func), once(func)) {
            (_, Some(once)) => self.expr(func, Use::Receiver(once)),
            (Expr::Unary(node), _) if matches!(node.op, UnOp::Deref(_)) && once(&node.expr) == Some(false) => {
                match local_of(&node.expr).filter(|local| self.is_reference(*local)) {
                    Some(_) => self.behind(|this| this.expr(&node.expr, Use::Unknown)),
                    None => self.expr(&node.expr, Use::Unknown),
                }
            }
            (Expr::Field(_), _) if !self.type_of(func).is_some_and(|ty| policy::once(&self.declared.types.meant(&ty))) => {
                self.expr(func, Use::Unknown)
            }
            _ => self.expr(func, Use::Value),
        }
    }
}
