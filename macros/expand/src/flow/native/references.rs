//! Locals that are references: what is done with what is behind them does not borrow them.
use syn::{Expr, ExprUnary, Type, UnOp};

use super::local_of;
use crate::{
    flow::{Use, build::Builder, scalars::Width},
    names::LocalId,
};

impl Builder {
    pub(super) fn unary(&mut self, node: &ExprUnary, role: Use) {
        let role = match node.op {
            // `*x` by value moves out of a box, and copies else.
            UnOp::Deref(_) if role == Use::Value => match local_of(&node.expr) {
                Some(_) if self.is_unboxed(&node.expr) => Use::Value,
                Some(_) => Use::Unknown,
                None => Use::Place,
            },
            UnOp::Deref(_) => Use::Place,
            _ => Use::Value,
        };
        if matches!(node.op, UnOp::Deref(_)) && local_of(&node.expr).is_some_and(|local| self.is_reference(local)) {
            return self.behind(|this| this.expr(&node.expr, role));
        }
        self.expr(&node.expr, role);
    }

    /// What is behind a reference: nothing borrows that itself.
    pub(super) fn behind(&mut self, inside: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.passing, true);
        inside(self);
        self.passing = outer;
    }

    /// Whether the local is a reference, by its type.
    pub(in crate::flow) fn is_reference(&self, local: LocalId) -> bool {
        matches!(self.locals[local.0].ty, Some(Type::Reference(_))) || self.scalar(local) == Some(Width::Reference)
    }

    /// Whether a method gets the local by value: a shared reference, which methods take as it is, or borrow no longer than the
    /// statement. One that is `mut` they may change.
    pub(super) fn is_given(&self, receiver: &Expr) -> bool {
        let given = |local: LocalId| !self.locals[local.0].mutable && self.scalar(local) == Some(Width::Reference);
        self.inner == 0 && local_of(receiver).is_some_and(given)
    }
}
