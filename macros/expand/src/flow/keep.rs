//! Which calls make a keeper of the local that they may move.
//!
//! Only rustc knows whether `x.run()` moves `x`, and the machine suspends again in the scope of `x`. So `x` moves to a future, its
//! keeper, which makes the call: there rustc moves `x` or not, and drops what is left of it with the keeper. The result is that of
//! the call itself, so nothing may have been evaluated before it in its statement, and it must not be left otherwise than by its end
//! or a panic. (A panic drops what was declared after `x` before it unwinds through the keeper.)
//!
//! A keeper is a word larger than `x`, and has the place of `x`. So no call makes one that surely borrows `x`: of a method with
//! such a name, or that the same file declares so; of a closure that moves nothing that it captures.
mod calls;

use std::collections::{BTreeMap, BTreeSet};

use syn::{
    Expr,
    visit::{self, Visit},
};

use super::{Facts, Keeper};
use crate::{
    ir::{Block, Local},
    lower::{
        place::{bare, leaves_temporaries},
        policy,
    },
    names::{self, LocalId, MentionId},
    resolve::{
        macros::{self, Kind},
        methods::{Methods, Receiver},
    },
};
use calls::Call;

/// The keepers of a body, declared among `locals`; `known`: the same with all that is known of them.
pub(super) fn keepers(
    body: &Block,
    facts: &Facts,
    known: &[Local],
    locals: &mut Vec<Local>,
    methods: &Methods,
) -> BTreeMap<MentionId, Keeper> {
    if facts.keepable.is_empty() {
        return BTreeMap::new();
    }
    let mut calls = calls::calls(body, facts);
    calls.retain(|call| is_wanted(call, facts, known, methods));
    let mut keepers = BTreeMap::new();
    for call in calls {
        let id = call.mention;
        let (of, later) = (facts.mentions[&id].local, facts.keepable[&id].clone());
        let Some(lent) = lent(&call.expr, of, facts) else { continue };
        if !lent.union(&later).all(|local| stays(*local, facts)) {
            continue;
        }
        let local = LocalId(locals.len());
        let like = &locals[of.0];
        let name = format!("{}_keeper", like.name.trim_start_matches("r#"));
        locals.push(Local { name, ty: None, temp: true, ..like.clone() });
        keepers.insert(id, Keeper { of, local, lent, later });
    }
    keepers
}

/// Whether the local can have a slot, and stays there.
fn stays(local: LocalId, facts: &Facts) -> bool {
    !facts.nested.contains(&local) && !facts.mentions.values().any(|mention| mention.local == local && mention.native)
}

/// Whether the call may move its local, and its temporaries may die with it.
fn is_wanted(call: &Call, facts: &Facts, locals: &[Local], methods: &Methods) -> bool {
    let keepable = facts.keepable.contains_key(&call.mention);
    let Some(mention) = facts.mentions.get(&call.mention).filter(|_| keepable) else { return false };
    let args = match bare(&call.expr) {
        Expr::MethodCall(node) => {
            let name = node.method.to_string();
            if methods.get(&name) == Some(&Receiver::Reference)
                || policy::looks(&name, !node.args.is_empty())
                || locals[mention.local.0].is_reference()
            {
                return false;
            }
            &node.args
        }
        Expr::Call(node) if facts.consuming.contains(&mention.local) => &node.args,
        _ => return false,
    };
    call.whole || !args.iter().any(leaves_temporaries)
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
