//! `let` chains that move a local: what a later condition does not hold for is gone already, or back in its slot.
//!
//! Input: `if a && let Some(b) = x { f(b) } else { g() }`
//! Output: `'chain: { if a { if let Some(b) = x { break 'chain { f(b) } } } g() }`
use syn::{
    Expr,
    spanned::Spanned,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use super::{Lower, control::split_chain, place};
use crate::{
    emit::build,
    flow::pattern,
    resolve::macros::{self, Kind, Opened},
};

/// Takes the chains of a body apart that move a local.
pub(super) fn split(lower: &mut Lower<'_>, block: &mut syn::Block) {
    Split { lower, found: false }.visit_block_mut(block);
}

struct Split<'l, 'r> {
    lower: &'l mut Lower<'r>,
    /// A chain was taken apart.
    found: bool,
}

impl VisitMut for Split<'_, '_> {
    fn visit_expr_mut(&mut self, node: &mut Expr) {
        if matches!(node, Expr::Closure(_) | Expr::Async(_)) {
            return;
        }
        visit_mut::visit_expr_mut(self, node);
        if let Expr::If(inner) = node
            && let Some(split) = self.split(inner)
        {
            *node = split;
            self.found = true;
        }
    }

    /// What a macro waits for or shows, if it does not show the text of that.
    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        let kind = macros::kind(mac, &[]);
        if !matches!(kind, Kind::Awaits | Kind::Format(_) | Kind::Matches | Kind::Assert) {
            return;
        }
        let (mut opened, outer) = (macros::open(mac, kind), std::mem::take(&mut self.found));
        match &mut opened {
            Opened::Exprs(args) if kind == Kind::Assert && args.len() < 2 => {}
            Opened::Exprs(args) => args.iter_mut().for_each(|arg| self.visit_expr_mut(&mut arg.expr)),
            Opened::Matches(expr, _) => self.visit_expr_mut(expr),
            Opened::Select(arms) => {
                for arm in arms.iter_mut().filter(|arm| !arm.is_option) {
                    let exprs = arm.future.iter_mut().chain(&mut arm.condition).chain([&mut arm.handler]);
                    exprs.for_each(|expr| self.visit_expr_mut(expr));
                }
            }
            Opened::Stmts(_) | Opened::Fields(_) | Opened::Tokens => {}
        }
        if self.found {
            macros::close(mac, opened);
        }
        self.found |= outer;
    }

    fn visit_expr_if_mut(&mut self, node: &mut syn::ExprIf) {
        visit_mut::visit_expr_if_mut(self, node);
        if let Some((_, otherwise)) = &mut node.else_branch
            && matches!(&**otherwise, Expr::Block(block) if block.label.is_some())
        {
            **otherwise = build::block(build::braced(otherwise));
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

impl Split<'_, '_> {
    fn split(&mut self, node: &syn::ExprIf) -> Option<Expr> {
        let mut conditions = Vec::new();
        split_chain((*node.cond).clone(), &mut conditions);
        let jumps = node.else_branch.is_some() && jumps(node);
        if conditions.len() < 2 || jumps || !conditions.iter().any(moves_local) {
            return None;
        }
        let Some((_, otherwise)) = &node.else_branch else { return Some(nest(&conditions, node.then_branch.clone())) };
        let label = self.lower.fresh_label(node.if_token.span());
        let leave = build::break_label(&label.name, Some(build::block(node.then_branch.clone())));
        Some(build::labelled(&label, &nest(&conditions, build::braced(&leave)), otherwise))
    }
}

fn nest(conditions: &[Expr], then: syn::Block) -> Expr {
    match conditions {
        [] => build::block(then),
        [last] => build::only_if(last, &then),
        [first, rest @ ..] => build::only_if(first, &build::braced(&nest(rest, then))),
    }
}

/// `let Some(x) = local`
fn moves_local(condition: &Expr) -> bool {
    matches!(condition, Expr::Let(node) if place::is_local(&node.expr) && pattern::effect(&node.pat) != pattern::Effect::Nothing)
}

/// Whether a `break` or `continue` without a label leaves the branch: none may do so out of a block with a label.
fn jumps(node: &syn::ExprIf) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_expr(&mut self, node: &'ast Expr) {
            match node {
                Expr::Break(jump) => self.0 |= jump.label.is_none(),
                Expr::Continue(jump) => self.0 |= jump.label.is_none(),
                Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) | Expr::Closure(_) | Expr::Async(_) => return,
                _ => {}
            }
            visit::visit_expr(self, node);
        }
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut find = Find(false);
    find.visit_expr_if(node);
    find.0
}
