//! What a pattern leaves of a temporary that it moves parts out of: the rest has a name, so that it can be kept over a suspension point.
use syn::{
    Expr, Pat,
    visit_mut::{self, VisitMut},
};

use super::{
    Lower, NeedsLeaf, Prelude,
    place::{bare, is_place},
};
use crate::{
    emit::build,
    flow::{native::place_of, pattern},
    ir::Stmt,
    names::LocalId,
    resolve::{Resolver, pattern::ident_pattern},
};

impl Lower<'_> {
    /// A pattern that moves a part out of a temporary takes all of it, so that what it leaves can be kept until the statement ends.
    ///
    /// Input: `Some((a, _))`  Output: `Some((a, rest))`
    pub(super) fn take_all(&mut self, mut pat: Pat) -> Result<Pat, NeedsLeaf> {
        if pattern::effect(&pat) == pattern::Effect::Part {
            take_wildcards(self.resolver, &mut pat);
        }
        if pattern::effect(&pat) == pattern::Effect::Part { Err(NeedsLeaf) } else { Ok(pat) }
    }

    /// What a pattern leaves lives until the end of the statement. Gives what the branch begins with; the locals that hold the rests
    /// go to `kept`, as they are to be declared.
    ///
    /// Input: `(a, _) => f(a)`  Output: `(a, rest) => { left = rest; f(a) }`, with `let left;` in front of the `match`
    pub(super) fn keep_rests(&mut self, pat: &mut Pat, kept: &mut Vec<LocalId>) -> Result<Prelude, NeedsLeaf> {
        if pattern::effect(pat) != pattern::Effect::Part {
            return Ok(Vec::new());
        }
        *pat = self.take_all(std::mem::replace(pat, build::wild_pat()))?;
        let temps = |local: &LocalId| self.resolver.locals[local.0].temp;
        let rests: Vec<LocalId> = pattern::bindings(pat).iter().map(|binding| binding.local).filter(temps).collect();
        // Fields are dropped in order, locals in the reverse order.
        let assigns = rests.into_iter().rev().map(|rest| {
            let span = self.resolver.locals[rest.0].span;
            let left = self.temp("left", span);
            kept.push(left);
            Stmt::Native(build::assign(&self.mention(left, span), &self.mention(rest, span)))
        });
        Ok(assigns.collect())
    }

    /// Declares what `keep_rests` has found where the temporaries of the statement are.
    pub(super) fn declare_rests(&mut self, kept: Vec<LocalId>, prelude: &mut Prelude) {
        if self.tails.braces.is_some() {
            self.tails.outliving.extend(kept);
            return;
        }
        let span = |local: LocalId| self.resolver.locals[local.0].span;
        prelude.extend(kept.into_iter().map(|local| Stmt::Native(build::declare(&ident_pattern(local, span(local), true)))));
    }
}

impl Lower<'_> {
    /// What an assignment to several places leaves of its value dies before they are assigned.
    ///
    /// Input: `(a, _) = temp`  Output: `(a, _) = { temp }`
    pub(super) fn take_assigned(&self, expr: &mut Expr) {
        let Expr::Assign(node) = expr else { return };
        let parts = !matches!(bare(&node.left), Expr::Infer(_)) && !is_place(&node.left);
        let temp = place_of(&node.right).is_some_and(|(local, ..)| self.resolver.locals[local.0].temp);
        if parts && temp {
            *node.right = build::block(build::braced(&node.right));
        }
    }
}

/// Gives each `_` of a pattern a name.
struct TakeAll<'r>(&'r mut Resolver);

/// Gives each `_` of a pattern that binds more a name.
pub fn take_wildcards(resolver: &mut Resolver, pat: &mut Pat) {
    TakeAll(resolver).visit_pat_mut(pat);
}

impl VisitMut for TakeAll<'_> {
    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        match pat {
            Pat::Wild(wild) => {
                let span = wild.underscore_token.span;
                let local = self.0.temp("rest", span);
                *pat = ident_pattern(local, span, false);
            }
            // Behind a reference, and in alternatives, whose names must be the same, a new name would change what is matched.
            Pat::Reference(_) | Pat::Or(_) => {}
            Pat::Guard(guard) => self.visit_pat_mut(&mut guard.pat),
            _ => visit_mut::visit_pat_mut(self, pat),
        }
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}
