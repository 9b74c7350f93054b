//! Native branches, matches and loops, and the ways out of them.
use syn::{Expr, visit::Visit};

use crate::{
    emit::build,
    flow::{
        Matching, Use, Way,
        build::{Builder, Landing},
        graph::Event,
        native::place_of,
    },
    lower::place::is_place,
};

impl Builder {
    pub(super) fn assignment(&mut self, node: &syn::ExprAssign) {
        // `_ = x` leaves `x` where it is.
        let ignored = matches!(&*node.left, Expr::Infer(_)) && is_place(&node.right);
        if ignored && self.leaves_alone(&node.right) {
            return;
        }
        if ignored && self.inner > 0 && self.leaf.is_none() {
            self.scrutinee(&node.right);
            return self.note_matched(&[&build::wild_pat()], &node.right, Matching::Let);
        }
        let overwritten = self.overwritten(node);
        let outer = std::mem::replace(&mut self.overwritten, overwritten);
        self.expr(&node.right, if ignored { Use::Place } else { Use::Value });
        self.overwritten = outer;
        let in_arm = self.inner == 0 && self.leaf.is_none();
        let whole = place_of(&node.left).filter(|(.., members)| in_arm && members.is_empty());
        self.facts.renewable.extend(whole.map(|(_, id, _)| id));
        self.assign(&node.left);
    }

    pub(in crate::flow) fn land_native(&mut self, label: Option<&syn::Label>, head: Option<usize>) {
        let label = label.map(|label| label.name.ident.clone());
        let (depth, is_loop) = (self.scopes.len(), head.is_some());
        self.landings.push(Landing { label, is_loop, breaks: Vec::new(), head, depth });
    }

    pub(in crate::flow) fn native_loop(
        &mut self,
        label: Option<&syn::Label>,
        inside: impl FnOnce(&mut Self),
        exits_at_head: bool,
    ) {
        let head = self.event(Event::None);
        let reached = self.reached;
        self.land_native(label, Some(head));
        self.scoped(inside);
        let end = self.here();
        for (node, _) in end {
            self.graph.next[node].push(head);
        }
        let mut ends = self.landings.pop().map(|landing| landing.breaks).unwrap_or_default();
        if exits_at_head && reached {
            ends.push((head, self.seg));
        }
        self.meet(&ends);
    }

    /// Branches that start here and meet again.
    pub(in crate::flow) fn branches(&mut self, branches: impl Iterator<Item = impl FnOnce(&mut Self)>) {
        let (start, reached) = (self.event(Event::None), self.reached);
        let mut ends = Vec::new();
        for branch in branches {
            (self.at, self.reached) = (start, reached);
            branch(self);
            ends.extend(self.here());
        }
        self.meet(&ends);
    }

    pub(in crate::flow) fn leaving(&mut self, expr: &Expr) {
        match expr {
            Expr::Return(node) => {
                node.expr.iter().for_each(|e| self.expr(e, Use::Value));
                self.facts.ends(self.seg, Way::Return);
                self.stop();
            }
            Expr::Try(node) => {
                self.expr(&node.expr, Use::Value);
                self.facts.ends(self.seg, Way::Question);
            }
            Expr::Break(node) => {
                node.expr.iter().for_each(|e| self.expr(e, Use::Value));
                if let Some(landing) = self.landing(node.label.as_ref()) {
                    self.jump(true, landing);
                }
            }
            Expr::Continue(node) => {
                if let Some(landing) = self.landing(node.label.as_ref()) {
                    self.jump(false, landing);
                }
            }
            _ => {}
        }
    }

    pub(in crate::flow) fn control(&mut self, expr: &Expr) {
        match expr {
            Expr::Block(node) => {
                if node.label.is_some() {
                    self.land_native(node.label.as_ref(), None);
                }
                self.native_block(&node.block);
                if node.label.is_some() {
                    let mut ends = self.here();
                    ends.extend(self.landings.pop().map(|l| l.breaks).unwrap_or_default());
                    self.meet(&ends);
                }
            }
            Expr::Unsafe(node) => self.native_block(&node.block),
            Expr::If(node) => self.native_if(node),
            Expr::Match(node) => self.native_match(node),
            Expr::Loop(node) => self.native_loop(node.label.as_ref(), |this| this.native_block(&node.body), false),
            Expr::While(node) => self.native_while(node),
            Expr::ForLoop(node) => {
                self.expr(&node.expr, Use::Value);
                self.native_loop(
                    node.label.as_ref(),
                    |this| {
                        this.note_item(&node.pat, &node.expr);
                        this.bind(&node.pat);
                        this.native_block(&node.body);
                    },
                    true,
                );
            }
            Expr::Let(_) => self.condition_native(expr),
            Expr::Tuple(node) => node.elems.iter().for_each(|e| self.expr(e, Use::Value)),
            Expr::Array(node) => node.elems.iter().for_each(|e| self.expr(e, Use::Value)),
            Expr::Struct(node) => {
                node.fields.iter().for_each(|f| self.expr(&f.expr, Use::Value));
                node.rest.iter().for_each(|e| self.expr(e, Use::Unknown));
                self.note_base(node);
            }
            Expr::Repeat(node) => self.expr(&node.expr, Use::Value),
            Expr::Range(node) => node.start.iter().chain(&node.end).for_each(|e| self.expr(e, Use::Value)),
            Expr::Cast(node) => self.expr(&node.expr, Use::Value),
            Expr::Await(node) => self.awaited(&node.base),
            _ => {}
        }
    }

    pub(in crate::flow) fn native_if(&mut self, node: &syn::ExprIf) {
        self.scoped(|this| {
            // The condition may fail at any of its parts: the other branch starts before what they bind and move.
            let before = (this.event(Event::None), this.reached);
            this.condition_native(&node.cond);
            if let Expr::Let(cond) = &*node.cond {
                this.part_arms(&[&cond.pat], &cond.expr);
                this.part_arm(&cond.pat, &cond.expr);
            }
            let mut other = this.here();
            this.native_block(&node.then_branch);
            let mut ends = this.here();
            if has_let(&node.cond) {
                // The scrutinees were evaluated, nothing was bound.
                (this.at, this.reached) = before;
                this.scrutinees(&node.cond);
                other = this.here();
            }
            this.meet(&other);
            if let Some((_, otherwise)) = &node.else_branch {
                this.expr(otherwise, Use::Value);
            }
            ends.extend(this.here());
            this.meet(&ends);
        });
    }

    /// The scrutinees of a condition that fails: mentioned, but nothing was moved out of a place.
    pub(in crate::flow) fn scrutinees(&mut self, cond: &Expr) {
        match cond {
            Expr::Let(node) => self.scrutinee(&node.expr),
            Expr::Binary(node) if matches!(node.op, syn::BinOp::And(_)) => {
                self.scrutinees(&node.left);
                let skip = self.here();
                self.scrutinees(&node.right);
                let mut ends = self.here();
                ends.extend(skip);
                self.meet(&ends);
            }
            other => self.expr(other, Use::Value),
        }
    }

    pub(in crate::flow) fn native_match(&mut self, node: &syn::ExprMatch) {
        self.scrutinee(&node.expr);
        self.note_guarded(&node.expr, node.arms.iter().any(|arm| matches!(arm.pat, syn::Pat::Guard(_))));
        let pats: Vec<_> = node.arms.iter().map(|arm| &arm.pat).collect();
        self.note_matched(&pats, &node.expr, Matching::Arms);
        self.part_arms(&pats, &node.expr);
        let arms = node.arms.iter().map(|arm| {
            let scrutinee = &*node.expr;
            move |this: &mut Self| {
                this.scoped(|this| {
                    this.note_types(&arm.pat, scrutinee);
                    this.bind(&arm.pat);
                    if let syn::Pat::Guard(guard) = &arm.pat {
                        this.expr(&guard.guard, Use::Value);
                    }
                    this.part_arm(&arm.pat, scrutinee);
                    this.matched(&arm.pat, scrutinee);
                    this.statement(|this| this.expr(&arm.body, Use::Value));
                });
            }
        });
        self.branches(arms);
    }

    pub(in crate::flow) fn native_while(&mut self, node: &syn::ExprWhile) {
        let head = self.event(Event::None);
        self.land_native(node.label.as_ref(), Some(head));
        let exit = std::cell::RefCell::new(Vec::new());
        self.scoped(|this| {
            let before = (this.event(Event::None), this.reached);
            if has_let(&node.cond) {
                // The condition fails before it binds anything.
                this.scrutinees(&node.cond);
                *exit.borrow_mut() = this.here();
                (this.at, this.reached) = before;
            }
            this.condition_native(&node.cond);
            if !has_let(&node.cond) {
                *exit.borrow_mut() = this.here();
            }
            this.native_block(&node.body);
        });
        for (end, _) in self.here() {
            self.graph.next[end].push(head);
        }
        let mut ends = self.landings.pop().map(|l| l.breaks).unwrap_or_default();
        ends.extend(exit.into_inner());
        self.meet(&ends);
    }
}

/// Whether a condition has a `let`.
pub fn has_let(cond: &Expr) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_expr_let(&mut self, _: &'ast syn::ExprLet) {
            self.0 = true;
        }
        fn visit_block(&mut self, _: &'ast syn::Block) {}
    }
    let mut find = Find(false);
    find.visit_expr(cond);
    find.0
}
