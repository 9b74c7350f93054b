//! Leaf futures: an expression that goes through an `async` block of its own, where rustc places the temporaries.
//!
//! Input: `let page = client.get(url).send().await?;`
//! Output: `let page = suspend async move { client.get(url).send().await? };`, where `?` leaves through `Flow::Return`.
use proc_macro2::TokenStream;
use syn::{
    Expr,
    spanned::Spanned,
    visit::{self, Visit},
};

use super::{Lower, Prelude, control::wrap, points};
use crate::{
    emit::build,
    ir::{Jump, Leaf, Node, Point, Suspend, TargetId},
    resolve::macros,
};

impl Lower<'_> {
    /// One leaf future for the whole expression, but for the call that begins it.
    pub(super) fn leaf(&mut self, mut expr: Expr, terminal: bool) -> Node {
        let (braces, mut points) = (self.outlived_by(&expr), Vec::new());
        points::each(&mut expr.clone(), self.awaiting, &|_| false, &mut |point, site| {
            points.extend(site.point.map(|number| (number, self.point(point))));
        });
        points.sort_by_key(|(number, _)| *number);
        let mut prelude = Prelude::new();
        let head = self.hoist_head(&mut expr, &mut prelude);
        let inside = usize::from(head.as_ref().is_some_and(|head| head.waits));
        let mut points = points.into_iter().map(|(_, point)| point).skip(inside);
        let first = points.next().unwrap_or_else(|| self.point(&expr));
        let mut leaf = Leaf { terminal, braces, head: head.map(|head| head.local), ..Leaf::default() };
        self.scan(&expr, &mut leaf);
        let mut suspend = self.suspend_node(expr, first.text, &first.name, first.span);
        suspend.leaf = Some(leaf);
        suspend.also = points.collect();
        wrap(prelude, Node::Suspend(suspend))
    }

    /// How a suspension point is called.
    fn point(&self, expr: &Expr) -> Point {
        match expr {
            Expr::Await(node) => {
                Point { name: self.callee(&node.base), text: build::text(&*node.base), span: node.await_token.span }
            }
            Expr::Macro(node) => {
                let name = node.mac.path.segments.last().map_or_else(String::new, |s| s.ident.to_string());
                let text = format!("{name}!({})", plain_text(node.mac.tokens.clone()));
                Point { name, text, span: node.mac.path.span() }
            }
            _ => Point { name: String::new(), text: build::text(expr), span: expr.span() },
        }
    }

    /// A leaf future for one await without `?`, `return` or jumps inside.
    pub(super) fn leaf_await(&mut self, node: syn::ExprAwait) -> Suspend {
        let (text, callee, span) = (build::text(&*node.base), self.callee(&node.base), node.await_token.span);
        let expr = Expr::Await(node);
        let leaf = Leaf { braces: self.outlived_by(&expr), ..Leaf::default() };
        let mut suspend = self.suspend_node(expr, text, &callee, span);
        suspend.leaf = Some(leaf);
        suspend
    }

    fn scan(&self, expr: &Expr, leaf: &mut Leaf) {
        let mut scan = Scan { lower: self, leaf, inside: Vec::new() };
        scan.visit_expr(expr);
    }

    /// The loop or block that a jump leaves, among those that are taken apart.
    pub fn jump_target(&self, label: Option<&syn::Lifetime>) -> Option<TargetId> {
        self.targets.iter().rev().find(|target| matches(target.label.as_ref(), label, self.is_loop(target.id))).map(|t| t.id)
    }

    fn is_loop(&self, target: TargetId) -> bool {
        self.loops.contains(&target)
    }
}

/// Whether a jump with this label stops at this target.
fn matches(own: Option<&syn::Label>, label: Option<&syn::Lifetime>, is_loop: bool) -> bool {
    match label {
        Some(label) => own.is_some_and(|own| own.name.ident == label.ident),
        None => is_loop,
    }
}

/// Finds what leaves the expression.
struct Scan<'a, 'r> {
    lower: &'a Lower<'r>,
    leaf: &'a mut Leaf,
    /// The loops and labelled blocks inside the expression.
    inside: Vec<(Option<syn::Label>, bool)>,
}

impl Scan<'_, '_> {
    fn jump(&mut self, is_break: bool, label: Option<&syn::Lifetime>, has_value: bool) {
        if self.inside.iter().any(|(own, is_loop)| matches(own.as_ref(), label, *is_loop)) {
            return;
        }
        let Some(target) = self.lower.jump_target(label) else { return };
        let jump = Jump { is_break, target, has_value };
        self.leaf.flows = true;
        if !self.leaf.jumps.contains(&jump) {
            self.leaf.jumps.push(jump);
        }
    }

    fn within(&mut self, label: Option<&syn::Label>, is_loop: bool, inside: impl FnOnce(&mut Self)) {
        self.inside.push((label.cloned(), is_loop));
        inside(self);
        self.inside.pop();
    }
}

impl<'ast> Visit<'ast> for Scan<'_, '_> {
    fn visit_expr(&mut self, node: &'ast Expr) {
        match node {
            Expr::Try(_) | Expr::Return(_) => {
                self.leaf.flows = true;
                visit::visit_expr(self, node);
            }
            Expr::Break(jump) => {
                self.jump(true, jump.label.as_ref(), jump.expr.is_some());
                visit::visit_expr(self, node);
            }
            Expr::Continue(jump) => self.jump(false, jump.label.as_ref(), false),
            Expr::Loop(inner) => self.within(inner.label.as_ref(), true, |this| this.visit_block(&inner.body)),
            Expr::While(inner) => self.within(inner.label.as_ref(), true, |this| {
                this.visit_expr(&inner.cond);
                this.visit_block(&inner.body);
            }),
            Expr::ForLoop(inner) => {
                self.visit_expr(&inner.expr);
                self.within(inner.label.as_ref(), true, |this| this.visit_block(&inner.body));
            }
            Expr::Block(inner) if inner.label.is_some() => {
                self.within(inner.label.as_ref(), false, |this| this.visit_block(&inner.block))
            }
            Expr::Closure(_) | Expr::Async(_) => {}
            _ => visit::visit_expr(self, node),
        }
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        let kind = macros::kind(node, self.lower.awaiting);
        self.leaf.flows |= macros::returns(node);
        // The opened arguments live no longer than this.
        let mut scan = Scan { lower: self.lower, leaf: self.leaf, inside: self.inside.clone() };
        match &macros::open(node, kind) {
            macros::Opened::Exprs(args) => args.iter().for_each(|arg| scan.visit_expr(&arg.expr)),
            macros::Opened::Fields(fields) => fields.iter().for_each(|field| scan.visit_expr(&field.value)),
            macros::Opened::Select(arms) => {
                let exprs = arms.iter().flat_map(|arm| arm.future.iter().chain(&arm.condition).chain([&arm.handler]));
                exprs.for_each(|expr| scan.visit_expr(expr));
            }
            macros::Opened::Matches(expr, _) => scan.visit_expr(expr),
            macros::Opened::Stmts(stmts) => stmts.iter().for_each(|stmt| scan.visit_stmt(stmt)),
            macros::Opened::Tokens => {}
        }
    }

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

fn plain_text(tokens: TokenStream) -> String {
    let text: String = tokens.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() > 40 { "..".to_string() } else { text }
}
