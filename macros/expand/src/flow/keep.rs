//! Which calls make a keeper of the local that they may move.
//!
//! Only rustc knows whether `x.run()` moves `x`, and the machine suspends again in the scope of `x`. So `x` moves to a future, its
//! keeper, which makes the call: there rustc moves `x` or not, and drops what is left of it with the keeper. Where something may have
//! borrowed `x`, the keeper holds it in the place where it was. The result is that of the call itself, so nothing may have been
//! evaluated before it in its statement, and it must not be left otherwise than by its end or a panic. (A panic drops what was
//! declared after `x` before it unwinds through the keeper.) An assignment `x = y` ends the keeper first.
//!
//! The same holds for a closure or async block that mentions `x`, which is made without anything being evaluated, for a macro that
//! is all of its statement, for a match that takes a part of `x`, for `P { a, ..x }`, and for a method of a field, `x.a.run()`, though
//! other fields are mentioned again (hosts.rs).
//!
//! A keeper is a byte if the call moves `x`, and else a word larger than `x`. So no call makes one that surely borrows `x`: of a method
//! with such a name, or that the same file declares so; of a closure that moves nothing that it captures.
pub mod calls;
mod parameters;

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{
    Expr,
    visit::{self, Visit},
};

use super::{Access, Facts, Mention};
use crate::{
    ir::{Block, Local, SegId},
    lower::{
        asked::may_leave,
        place::{bare, is_local},
        policy,
    },
    names::{self, LocalId, MentionId},
    resolve::macros::{self, Kind},
};
use calls::Call;

/// What becomes of a local in a call that may move or borrow it: a future owns it from there on, its keeper.
#[derive(Clone, Debug)]
pub struct Keeper {
    /// The local of the user's.
    pub of: LocalId,
    /// The slot of the keeper.
    pub local: LocalId,
    /// What else the call mentions.
    pub lent: BTreeSet<LocalId>,
    /// What is declared after the local, and may hold a value: a panic drops it first.
    pub later: BTreeSet<LocalId>,
    /// The keepers that are made for arguments of the call.
    pub inside: BTreeSet<LocalId>,
    /// What may have borrowed the local is used again, or other fields of it: the keeper is to hold it where it was.
    pub stays: bool,
    /// The mentions of the local inside the call.
    pub own: BTreeSet<MentionId>,
    /// Mentions of other fields: what they move out, the keeper is told.
    pub hosted: BTreeSet<MentionId>,
}

/// How a mention could make a keeper.
#[derive(Clone, Debug)]
pub struct Keepable {
    /// What is declared after the local, and may hold a value there.
    pub later: BTreeSet<LocalId>,
    /// What may have borrowed the local is used again.
    pub stays: bool,
    /// Other fields of the local may be mentioned again: these mentions.
    pub hosted: Option<BTreeSet<MentionId>>,
}

/// The keepers of a body, declared among `locals`; `known`: the same with all that is known of them.
pub(super) fn keepers(body: &Block, facts: &Facts, known: &[Local], locals: &mut Vec<Local>) -> BTreeMap<MentionId, Keeper> {
    if facts.keepable.is_empty() {
        return BTreeMap::new();
    }
    let mut calls = calls::calls(body, facts);
    calls.retain(|call| is_wanted(call, facts, known));
    let mut keepers: BTreeMap<MentionId, Keeper> = BTreeMap::new();
    // What the calls mention, and the call.
    let mut within: BTreeMap<MentionId, MentionId> = BTreeMap::new();
    let slots = facts.slots();
    for call in calls {
        let Some(keeper) = keeper(&call, facts, known, &slots, LocalId(locals.len())) else { continue };
        if keepers.values().any(|other| !may_be_both(other, &keeper, call.mention)) {
            continue;
        }
        let mentions: BTreeSet<MentionId> = decisive(&call.expr, facts).collect();
        let around = mentions.iter().find_map(|id| within.get(id));
        if let Some(around) = around.and_then(|id| keepers.get_mut(id)) {
            // No keeper makes the call of another, but for what evaluates nothing.
            if !is_made(&call.expr) || keeper.lent.contains(&around.of) {
                continue;
            }
            around.inside.insert(keeper.local);
        }
        let like = &locals[keeper.of.0];
        let name = format!("{}_keeper", like.name.trim_start_matches("r#"));
        locals.push(Local { name, ty: None, temp: true, ..like.clone() });
        within.extend(mentions.into_iter().map(|id| (id, call.mention)));
        keepers.insert(call.mention, keeper);
    }
    // What is declared later may have gone to its keeper.
    let kept: Vec<(LocalId, LocalId)> = keepers.values().map(|keeper| (keeper.of, keeper.local)).collect();
    for keeper in keepers.values_mut() {
        let later: Vec<LocalId> = kept.iter().filter(|(of, _)| keeper.later.contains(of)).map(|(_, local)| *local).collect();
        keeper.later.extend(later);
    }
    keepers
}

/// What is to be the keeper that makes the call, if there can be one.
fn keeper(call: &Call, facts: &Facts, known: &[Local], slots: &BTreeSet<LocalId>, local: LocalId) -> Option<Keeper> {
    let Mention { local: of, seg, .. } = facts.mentions[&call.mention];
    let Keepable { mut later, stays, hosted } = facts.keepable[&call.mention].clone();
    if is_made(&call.expr) {
        // Nothing panics.
        later.clear();
    }
    let lent = lent(&call.expr, of, facts)?;
    // The keeper has the place of its local, if that has one. What is moved out of in parts has more than a slot.
    let has_place = !stays || slots.contains(&of);
    let own = decisive(&call.expr, facts).filter(|id| facts.mentions.get(id).is_some_and(|mention| mention.local == of));
    let own: BTreeSet<MentionId> = own.collect();
    let hosted = hosted.unwrap_or_default().difference(&own).copied().collect();
    let in_slots = lent.union(&later).all(|local| stays_in_slot(*local, seg, facts));
    // A panic drops what is in flight before what is matched, in an order of its own.
    let in_order = is_plain_call(&call.expr) || !later.iter().any(|local| known[local.0].temp);
    (has_place && in_slots && in_order).then(|| Keeper { of, local, lent, later, inside: BTreeSet::new(), stays, own, hosted })
}

/// Whether two calls can both have a keeper, the second by this mention: what goes to one that is told of parts goes to no other.
fn may_be_both(first: &Keeper, second: &Keeper, id: MentionId) -> bool {
    let told = !first.hosted.is_empty() || !second.hosted.is_empty();
    first.of != second.of || !(told || first.hosted.contains(&id))
}

impl Facts {
    /// The keeper that this local is.
    pub fn keeper(&self, local: LocalId) -> Option<&Keeper> {
        self.keepers.values().find(|keeper| keeper.local == local)
    }

    /// Who owns what a mention of the local is about: its keeper, where other fields of it are mentioned again.
    pub fn host(&self, id: MentionId, local: LocalId) -> LocalId {
        let host = |keeper: &&Keeper| keeper.hosted.contains(&id);
        self.keepers.values().find(host).map_or(local, |keeper| keeper.local)
    }

    /// The keepers that a local may go to, each with the mention that makes it.
    pub fn keepers_of(&self, local: LocalId) -> impl Iterator<Item = (MentionId, LocalId)> {
        self.keepers.iter().filter(move |(_, keeper)| keeper.of == local).map(|(id, keeper)| (*id, keeper.local))
    }
}

/// A closure or async block: to make one evaluates nothing.
fn is_made(call: &Expr) -> bool {
    matches!(bare(call), Expr::Closure(_) | Expr::Async(_))
}

/// A call of a local or of one of its methods.
fn is_plain_call(call: &Expr) -> bool {
    match bare(call) {
        Expr::MethodCall(node) => is_local(&node.receiver),
        Expr::Call(node) => is_local(&node.func),
        Expr::Closure(_) | Expr::Async(_) => true,
        _ => false,
    }
}

/// The mentions in an expression or in the arguments of a macro; of those that a closure captures the one that decides.
pub fn decisive(expr: &impl ToTokens, facts: &Facts) -> impl Iterator<Item = MentionId> {
    let mentions = names::idents(expr.to_token_stream()).into_iter().filter_map(|ident| names::decode(&ident)?.1);
    mentions.map(|id| facts.captured.get(&id).copied().unwrap_or(id))
}

/// Whether the local can have a slot, and stays there in the segment.
fn stays_in_slot(local: LocalId, seg: SegId, facts: &Facts) -> bool {
    let leaves = |mention: &Mention| mention.local == local && mention.leaves.is_some() && mention.seg == seg;
    !facts.nested.contains(&local) && !facts.mentions.values().any(leaves)
}

/// Whether the call may move its local, and its temporaries may die with it.
fn is_wanted(call: &Call, facts: &Facts, locals: &[Local]) -> bool {
    let keepable = facts.keepable.contains_key(&call.mention);
    let open = |mention: &&Mention| {
        let base = mention.access == Access::Part && facts.bases.contains_key(&call.mention);
        keepable && (base || mention.access == Access::Place)
    };
    let Some(mention) = facts.mentions.get(&call.mention).filter(open) else { return false };
    // What a local is that nobody declared to be a closure, it may be one that is called once.
    let once =
        |local: LocalId| facts.consuming.contains(&local) || (locals[local.0].ty.is_none() && !facts.borrowing.contains(&local));
    let args = match bare(&call.expr) {
        // A closure leaves no temporaries; what a macro leaves, its statement has to end with.
        expr if is_made(expr) => return true,
        expr if calls::headed(expr).is_some() => return call.whole,
        expr if calls::taken_apart(expr).is_some() => return !may_leave(expr),
        Expr::MethodCall(node) => {
            let name = node.method.to_string();
            if (facts.borrowed.contains(&call.mention) && !policy::consumes_surely(node))
                || policy::looks(&name, !node.args.is_empty())
                || locals[mention.local.0].is_reference()
            {
                return false;
            }
            &node.args
        }
        Expr::Call(node) if mention.field.is_some() && !locals[mention.local.0].is_reference() => &node.args,
        Expr::Call(node) if mention.field.is_none() && once(mention.local) => &node.args,
        _ => return false,
    };
    call.whole || !args.iter().any(may_leave)
}

/// What a call mentions besides the local; none if it can be left on the way, or mentions what is not in its slot, or captures another
/// local by value.
fn lent(call: &Expr, of: LocalId, facts: &Facts) -> Option<BTreeSet<LocalId>> {
    let mut find = Lent { facts, locals: BTreeSet::new(), bound: BTreeSet::from([of]), ends: true, head: calls::headed(call) };
    find.visit_expr(call);
    let lent = find.locals.difference(&find.bound).copied().collect();
    find.ends.then_some(lent).filter(|_| !captures(call, of, facts))
}

struct Lent<'f> {
    facts: &'f Facts,
    locals: BTreeSet<LocalId>,
    /// What is bound inside.
    bound: BTreeSet<LocalId>,
    /// It is left by its end, or a panic, and all that it mentions stays in its slot.
    ends: bool,
    /// The macro that it begins with.
    head: Option<&'f syn::Macro>,
}

impl<'ast> Visit<'ast> for Lent<'_> {
    fn visit_expr(&mut self, node: &'ast Expr) {
        self.ends &= !matches!(node, Expr::Try(_) | Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Await(_));
        match node {
            // What leaves these leaves nothing else.
            Expr::Closure(_) | Expr::Async(_) => {
                let ends = self.ends;
                visit::visit_expr(self, node);
                self.ends = ends;
            }
            _ => visit::visit_expr(self, node),
        }
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        self.ends &= match self.head {
            Some(head) if std::ptr::eq(head, node) => !leaves(node),
            _ => matches!(macros::kind(node, &[]), Kind::Format(_) | Kind::Value | Kind::Assert),
        };
        names::idents(node.tokens.clone()).iter().for_each(|ident| self.visit_ident(ident));
    }

    fn visit_ident(&mut self, ident: &'ast syn::Ident) {
        match names::decode(ident) {
            Some((local, Some(id))) if let Some(mention) = self.facts.mentions.get(&id) => {
                self.locals.insert(local);
                self.ends &= mention.leaves.is_none() || self.bound.contains(&local);
            }
            // A pattern comes before the mentions of what it binds.
            Some((local, None)) => drop(self.bound.insert(local)),
            _ => {}
        }
    }
}

/// Whether a macro may be left otherwise than by its end, by its name or its arguments.
fn leaves(mac: &syn::Macro) -> bool {
    let words = ["return", "break", "continue", "await"];
    let leaves = |ident: &syn::Ident| words.iter().any(|word| ident == word);
    macros::returns(mac) || names::idents(mac.tokens.clone()).iter().any(leaves) || mac.tokens.to_string().contains('?')
}

/// Whether a closure or async block captures other locals by value, or parts of them.
fn captures(call: &Expr, of: LocalId, facts: &Facts) -> bool {
    let by_value = |id: MentionId| {
        let own = facts.captured.get(&id).and_then(|_| facts.mentions.get(&id)).filter(|mention| mention.local != of);
        own.is_some_and(|mention| !matches!(mention.access, Access::Place | Access::Copy) && !facts.is_shared(mention.local))
    };
    is_made(call) && decisive(call, facts).any(by_value)
}
