//! Calls of methods: what they do with their receiver, as far as names and the file at hand tell.
use syn::{Expr, ExprMethodCall, Type};

use super::{local_of, place_of};
use crate::{
    flow::{Use, build::Builder},
    lower::{place::bare, policy},
    resolve::{methods::Receiver, types::arguments},
};

impl Builder {
    pub(super) fn method_call(&mut self, node: &ExprMethodCall) {
        let receiver = local_of(&node.receiver);
        // `x = x.m(..)`: the old value is gone either way.
        let overwritten = self.overwritten.filter(|overwritten| receiver == Some(overwritten.local));
        let (name, awaited) = (node.method.to_string(), std::mem::take(&mut self.awaited));
        let declared = self.declared.methods.of(&name, node.args.len());
        // A builder of the file's may have a method that is called as one of std's that borrows.
        let by_value = declared == Some(Receiver::Value);
        let in_table = policy::borrows(&name, node.args.len(), overwritten.is_some());
        let borrows = in_table && !by_value;
        let updated = receiver.is_some_and(|local| self.facts.updated.contains(&local));
        self.facts.updated.extend(receiver.filter(|_| name == "update"));
        let by_kind = receiver.is_some_and(|local| self.locals[local.0].consumers.contains(&&*name));
        let by_name = match receiver.map(|local| &self.locals[local.0]) {
            Some(local) if local.temp => policy::consumes(node),
            _ if policy::is_homonym(node) => declared == Some(Receiver::Value),
            local => match declared {
                Some(Receiver::Value) if !in_table || self.is_declared(&node.receiver) => true,
                Some(Receiver::Reference) => false,
                _ => policy::consumes_local(node, local.map_or("", |local| &local.name), updated, awaited),
            },
        };
        if declared == Some(Receiver::Reference) && (!policy::is_of_both(&name) || self.is_declared(&node.receiver)) {
            self.facts.borrowed.extend(place_of(&node.receiver).map(|(_, id, _)| id));
        }
        let polled = self.takes_pin(node);
        // A reference is lent again.
        let reference = receiver.is_some_and(|local| self.locals[local.0].is_reference());
        let given = self.is_given(&node.receiver);
        let consumes = ((by_kind || by_name || polled) && !reference) || given;
        let hinted = consumes && !given && self.note_hinted(node);
        if (!consumes && (!borrows || policy::lends(&name))) || hinted {
            self.lend(&node.receiver);
        }
        let borrows = borrows || (awaited && policy::borrows_awaited(&name, !node.args.is_empty()));
        let unsure = overwritten.filter(|_| !borrows && !policy::consumes_surely(node));
        let renewed = unsure.is_some_and(|overwritten| self.renew(&node.receiver, overwritten));
        let consumed = consumes || (unsure.is_some() && !renewed && self.is_consumed(&name, !node.args.is_empty()));
        let role = match overwritten {
            Some(overwritten) if renewed => Use::Receiver(consumes || !overwritten.in_arm),
            _ if !consumed && borrows => Use::Place,
            _ => Use::Receiver(consumed),
        };
        let is_place = receiver.is_some() || matches!(bare(&node.receiver), Expr::Field(_));
        self.guess = consumed && !polled && !given && !renewed && is_place;
        if self.guess && !policy::consumes_surely(node) && declared != Some(Receiver::Value) {
            self.facts.verbs.extend(place_of(&node.receiver).filter(|_| receiver.is_some()).map(|(_, id, _)| id));
        }
        let passing = std::mem::replace(&mut self.passing, renewed);
        self.expr(&node.receiver, role);
        (self.guess, self.passing) = (false, passing);
        node.args.iter().for_each(|arg| self.expr(arg, Use::Value));
    }

    /// Whether the type of a receiver is one that the file at hand declares. What the local of a pattern is, or a function has made, no one knows.
    fn is_declared(&self, receiver: &Expr) -> bool {
        let mut ty = self.type_of(receiver);
        while let Some(Type::Reference(node)) = ty {
            ty = Some(*node.elem);
        }
        let made_by = || local_of(receiver).and_then(|local| self.locals[local.0].made_by.clone());
        let name = ty.as_ref().and_then(|ty| Some(arguments(ty)?.0.to_string())).or_else(made_by);
        name.is_some_and(|name| self.declared.types.declares(&name))
    }

    /// Whether nothing but the file at hand tells that the method consumes its receiver.
    fn note_hinted(&mut self, call: &ExprMethodCall) -> bool {
        let by_table = policy::consumes_local(call, "", false, false);
        let Some((_, id, _)) = place_of(&call.receiver).filter(|_| !by_table) else { return false };
        let hinted = self.declared.methods.of(&call.method.to_string(), call.args.len()) == Some(Receiver::Value);
        self.facts.hinted.extend(hinted.then_some(id));
        hinted
    }
}
