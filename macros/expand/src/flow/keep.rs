//! Which calls make a keeper of the local that they may move.
//!
//! Only rustc knows whether `x.run()` moves `x`, and the machine suspends again in the scope of `x`. So `x` moves to a future, its
//! keeper, which makes the call: there rustc moves `x` or not, and drops what is left of it with the keeper. The result is that of
//! the call itself, so nothing may have been evaluated before it in its statement, and it must not be left otherwise than by its end
//! or a panic. (A panic drops what was declared after `x` before it unwinds through the keeper.)
//!
//! A keeper is a word larger than `x`, and has a place of its own. So only those calls make one that likely move `x`: of a closure
//! that moves what it captures, of a builder, and of a method with such a name.
use std::collections::{BTreeMap, BTreeSet};

use syn::{
    Expr, Stmt as SynStmt,
    visit::{self, Visit},
};

use super::{Facts, Keeper, Use, native::place_of};
use crate::{
    emit::build,
    ir::{Block, Local, Node, Stmt},
    lower::{
        place::{bare, is_compound, is_local, leaves_temporaries},
        policy,
    },
    names::{self, LocalId, MentionId},
    resolve::{
        macros::{self, Kind},
        methods::{Methods, Receiver},
    },
};

/// The keepers of a body, declared among `locals`.
pub(super) fn keepers(body: &Block, facts: &Facts, locals: &mut Vec<Local>, methods: &Methods) -> BTreeMap<MentionId, Keeper> {
    if facts.keepable.is_empty() {
        return BTreeMap::new();
    }
    let mut firsts = Vec::new();
    block(body, &mut |expr| firsts.extend(first_call(expr)));
    let calls = firsts.into_iter().filter(|(id, call)| is_wanted(call, *id, facts, methods));
    let mut keepers = BTreeMap::new();
    for (id, call) in calls {
        let (of, later) = (facts.mentions[&id].local, facts.keepable[&id].clone());
        let Some(lent) = lent(call, of, facts).filter(|_| later.iter().all(|local| stays(*local, facts))) else { continue };
        let local = LocalId(locals.len());
        let like = &locals[of.0];
        let name = format!("{}_keeper", like.name.trim_start_matches("r#"));
        locals.push(Local { name, ty: None, temp: true, ..like.clone() });
        keepers.insert(id, Keeper { of, local, lent, later });
    }
    keepers
}

/// Whether the local stays in its slot.
fn stays(local: LocalId, facts: &Facts) -> bool {
    !facts.mentions.values().any(|mention| mention.local == local && mention.native)
}

/// The call that an expression evaluates first, if the local that it may move could have a keeper.
fn first_call(expr: &Expr) -> Option<(MentionId, &Expr)> {
    let callee = |callee: &Expr| place_of(callee).filter(|_| is_local(callee)).map(|(_, id, _)| id);
    match bare(expr) {
        Expr::MethodCall(node) => callee(&node.receiver).map(|id| (id, expr)).or_else(|| first_call(&node.receiver)),
        Expr::Call(node) if is_local(&node.func) => callee(&node.func).map(|id| (id, expr)),
        Expr::Call(node) if matches!(*node.func, Expr::Path(_)) => first_call(node.args.first()?),
        Expr::Field(node) => first_call(&node.base),
        Expr::Try(node) => first_call(&node.expr),
        Expr::Unary(node) => first_call(&node.expr),
        Expr::Cast(node) => first_call(&node.expr),
        Expr::Assign(node) if is_local(&node.left) => first_call(&node.right),
        Expr::Binary(node) if is_compound(&node.op) => first_call(&node.right).filter(|_| is_local(&node.left)),
        Expr::Binary(node) if build::short_circuit(&node.op).is_none() => first_call(&node.left),
        _ => None,
    }
}

fn is_wanted(call: &Expr, id: MentionId, facts: &Facts, methods: &Methods) -> bool {
    let Some(mention) = facts.mentions.get(&id).filter(|_| facts.keepable.contains_key(&id)) else { return false };
    let args = match bare(call) {
        Expr::MethodCall(node) => {
            let name = node.method.to_string();
            let wanted = policy::may_consume(&name, !node.args.is_empty()) || is_builder(mention.local, facts);
            if methods.get(&name) == Some(&Receiver::Reference) || !wanted {
                return false;
            }
            &node.args
        }
        Expr::Call(node) if facts.consuming.contains(&mention.local) => &node.args,
        _ => return false,
    };
    !args.iter().any(leaves_temporaries)
}

/// `x = x.with(..)` somewhere: the methods of `x` move it, as a rule.
fn is_builder(local: LocalId, facts: &Facts) -> bool {
    let has = |role: Use| facts.mentions.values().any(|mention| mention.local == local && mention.role == role);
    has(Use::Assign) && has(Use::Receiver(true))
}

/// What a call mentions besides the local; none if it can be left on the way, or mentions what is not in its slot.
fn lent(call: &Expr, of: LocalId, facts: &Facts) -> Option<BTreeSet<LocalId>> {
    struct Find<'f>(&'f Facts, BTreeSet<LocalId>, bool);
    impl<'ast> Visit<'ast> for Find<'_> {
        fn visit_expr(&mut self, node: &'ast Expr) {
            self.2 &= !matches!(node, Expr::Try(_) | Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Await(_));
            match node {
                // What leaves these leaves nothing else.
                Expr::Closure(_) | Expr::Async(_) => {
                    let all = self.2;
                    visit::visit_expr(self, node);
                    self.2 = all;
                }
                _ => visit::visit_expr(self, node),
            }
        }
        fn visit_macro(&mut self, node: &'ast syn::Macro) {
            self.2 &= matches!(macros::kind(node, &[]), Kind::Format(_) | Kind::Value);
            names::idents(node.tokens.clone()).iter().for_each(|ident| self.visit_ident(ident));
        }
        fn visit_ident(&mut self, ident: &'ast syn::Ident) {
            let Some((local, Some(id))) = names::decode(ident) else { return };
            if let Some(mention) = self.0.mentions.get(&id) {
                self.1.insert(local);
                self.2 &= !mention.native;
            }
        }
    }
    let mut find = Find(facts, BTreeSet::new(), true);
    find.visit_expr(call);
    find.1.remove(&of);
    find.2.then_some(find.1)
}

/// Each expression of a scope that is emitted as it stands.
fn block<'b>(block: &'b Block, found: &mut dyn FnMut(&'b Expr)) {
    for stmt in &block.stmts {
        match stmt {
            Stmt::Native(SynStmt::Expr(expr, _)) => found(expr),
            Stmt::Native(SynStmt::Local(local)) => {
                local.init.iter().filter(|init| init.diverge.is_none()).for_each(|init| found(&init.expr));
            }
            Stmt::Native(_) | Stmt::Argument(_) => {}
            Stmt::Let { init, .. } => node(init, found),
            Stmt::Expr(expr) => node(expr, found),
        }
    }
    block.tail.iter().for_each(|tail| node(tail, found));
}

fn node<'b>(each: &'b Node, found: &mut dyn FnMut(&'b Expr)) {
    match each {
        Node::Native(expr) => found(expr),
        Node::Suspend(suspend) if suspend.leaf.is_none() => found(&suspend.future),
        Node::Suspend(_) => {}
        Node::Block(inner) => block(inner, found),
        Node::If(branch) => {
            block(&branch.then, found);
            branch.otherwise.iter().for_each(|otherwise| node(otherwise, found));
        }
        Node::Match(inner) => inner.arms.iter().for_each(|arm| node(&arm.body, found)),
        Node::Loop(inner) => block(&inner.body, found),
    }
}
