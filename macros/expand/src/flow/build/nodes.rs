//! The graph of what suspends: blocks, branches, loops and suspension points.
use std::collections::BTreeSet;

use syn::{Expr, Pat, spanned::Spanned};

use super::Builder;
use crate::{
    flow::{SegKind, Use, graph::Event, native, pattern},
    ir::{Block, If, Loop, Match, Meet, Node, SegId, Stmt, Suspend},
    lower::control::is_direct,
    names,
    resolve::macros,
};

impl Builder {
    /// Locals that a statement mentions together may borrow from each other.
    pub(in crate::flow) fn statement(&mut self, inside: impl FnOnce(&mut Self)) {
        // Inside a leaf future all belongs to the statement around it.
        if self.inner > 0 {
            return inside(self);
        }
        let outer = std::mem::take(&mut self.statement);
        let first = self.graph.events.len();
        let begins = if self.in_macro { self.start } else { first };
        let (start, fleeting) = (std::mem::replace(&mut self.start, begins), std::mem::take(&mut self.fleeting));
        self.event(Event::None);
        inside(self);
        (self.start, self.fleeting) = (start, fleeting);
        let mut statement = std::mem::replace(&mut self.statement, outer);
        statement.nodes = first..self.graph.events.len();
        statement.all.extend(statement.own.iter().copied());
        statement.all_bound.extend(statement.bound.iter().copied());
        self.statement.all.extend(statement.all.iter().copied());
        self.statement.all_bound.extend(statement.all_bound.iter().copied());
        self.facts.statements.push(statement);
    }

    /// Walks a scope; `want`: its value is used.
    pub(in crate::flow) fn block(&mut self, block: &mut Block, want: bool) {
        let begun = self.facts.segs.len();
        if let Some(target) = &block.target {
            self.land(target, None, false);
        }
        let (depth, outer) = (self.scopes.len(), self.outlived);
        self.scoped(|this| {
            for stmt in &mut block.stmts {
                this.outlived = outer.filter(|_| !block.outlived);
                this.stmt(stmt);
            }
            this.outlived = outer.or(block.outlived.then_some(depth));
            if let Some(tail) = &mut block.tail {
                this.statement(|this| this.node(tail, want));
            }
        });
        self.outlived = outer;
        let mut ends = self.here();
        let breaks = block.target.as_ref().and_then(|_| self.landings.pop()).map(|landing| landing.breaks).unwrap_or_default();
        ends.extend(breaks.iter().copied());
        let labelled = block.target.is_some();
        block.meet = if labelled || ends.len() != 1 {
            Meet { of_block: true, ..self.end(&ends, want, begun, proc_macro2::Span::mixed_site()) }
        } else {
            Meet { after: Some(self.seg), ..Meet::default() }
        };
        self.broken(&breaks, block.meet);
    }

    /// Notes which segments leave a loop or a block by a `break`.
    fn broken(&mut self, breaks: &[(usize, SegId)], meet: Meet) {
        self.facts.breaks.extend(breaks.iter().zip(meet.join.into_iter().cycle()).map(|((_, seg), join)| (*seg, join)));
    }

    pub(in crate::flow) fn stmt(&mut self, stmt: &mut Stmt) {
        self.statement(|this| match stmt {
            Stmt::Native(stmt) => this.native_stmt(stmt),
            Stmt::Argument(local) => {
                let keepers = this.facts.keepers_of(*local).map(|(_, keeper)| keeper);
                for local in std::iter::once(*local).chain(keepers).collect::<Vec<_>>() {
                    this.facts.order.remove(&local);
                    let order = this.facts.order.values().max().map_or(0, |last| last + 1);
                    this.facts.order.insert(local, order);
                }
            }
            Stmt::Expr(node) => this.node(node, false),
            Stmt::Let { pat, init, deferred, .. } => {
                this.node(init, true);
                let guard = match init {
                    Node::Native(expr) => native::makes_guard(expr, &this.facts.guards),
                    Node::Suspend(suspend) => crate::lower::policy::guard(&suspend.name),
                    _ => false,
                };
                if guard {
                    this.guards(pat);
                }
                this.note_owned_node(pat, init);
                this.note_types_node(pat, init);
                if let Node::Native(init) = init {
                    this.part_let(pat, init);
                }
                if *deferred {
                    for binding in pattern::bindings(pat) {
                        this.facts.deferred.insert(binding.local);
                        this.statement.bound.insert(binding.local);
                        this.event(Event::Init(binding.local));
                    }
                    return;
                }
                this.bind_value(pat, if let Node::Native(expr) = init { Some(expr) } else { None });
            }
        });
    }

    pub(in crate::flow) fn node(&mut self, node: &mut Node, want: bool) {
        // Branches, arms and the bodies of loops have their temporaries for themselves.
        let outer = self.outlived;
        if matches!(node, Node::If(_) | Node::Match(_) | Node::Loop(_)) {
            self.outlived = None;
        }
        match node {
            Node::Native(expr) => self.expr(expr, Use::Value),
            Node::Suspend(suspend) => self.suspend(suspend),
            Node::Block(block) => self.block(block, want),
            Node::If(branch) => self.branch(branch, want),
            Node::Match(node) => self.match_node(node, want),
            Node::Loop(node) => self.loop_node(node, want),
        }
        self.outlived = outer;
    }

    pub(in crate::flow) fn suspend(&mut self, suspend: &mut Suspend) {
        let mut read = BTreeSet::new();
        match &mut suspend.leaf {
            None => self.awaited(&suspend.future),
            Some(leaf) => {
                read = self.before_leaf(&suspend.future, leaf);
                let large = leaf.taken.iter().filter(|local| self.scalar(**local).is_none());
                let held = large.count() + macros::futures(&suspend.future);
                self.facts.leaves.insert(suspend.local, held);
            }
        }
        self.init(suspend.local);
        let state = |name: &str| format!("Await{}", names::camel(name));
        let seg = self.boundary(SegKind::Suspend, &state(&suspend.name));
        self.facts.segs[seg.0].also = suspend.also.iter().map(|point| state(&point.name)).collect();
        suspend.seg = Some(seg);
        self.facts.segs[seg.0].awaited = Some(suspend.local);
        if let Some(leaf) = &suspend.leaf {
            self.inside_leaf(&suspend.future, leaf, seg);
            let after = self.event(Event::None);
            self.facts.candidates.extend(read.into_iter().map(|local| (after, local)));
        }
        self.event(Event::End(suspend.local));
    }

    pub(in crate::flow) fn branch(&mut self, branch: &mut If, want: bool) {
        let begun = self.facts.segs.len();
        let mut ends = Vec::new();
        let start = std::cell::Cell::new((0, self.seg, true));
        self.scoped(|this| {
            this.condition(&branch.cond);
            let _ = this.here();
            start.set((this.at, this.seg, this.reached));
            this.matched_in(&branch.cond);
            this.block(&mut branch.then, want);
        });
        ends.extend(self.here());
        (self.at, self.seg, self.reached) = start.get();
        // The names that the condition bound are not there on the other side.
        if let Some(otherwise) = &mut branch.otherwise {
            self.node(otherwise, want);
        }
        ends.extend(self.here());
        branch.meet = self.end(&ends, want && branch.otherwise.is_some(), begun, branch.cond.span());
    }

    /// A condition, up to where it holds or not; its names are bound by `matched_in`.
    pub(in crate::flow) fn condition(&mut self, cond: &Expr) {
        match cond {
            Expr::Let(node) => self.scrutinee(&node.expr),
            other => {
                self.note_condition(other);
                self.fleeting(|this| this.truth(other));
            }
        }
    }

    pub(in crate::flow) fn matched_in(&mut self, cond: &Expr) {
        if let Expr::Let(node) = cond {
            self.note_known(&node.pat, &node.expr);
            self.part_arms(&[&node.pat], &node.expr);
            self.part_arm(&node.pat, &node.expr);
            self.bind_value(&node.pat, Some(&node.expr));
        }
    }

    /// What a pattern is matched against.
    pub(in crate::flow) fn scrutinee(&mut self, expr: &Expr) {
        if is_direct(expr) {
            self.fleeting(|this| this.expr(expr, Use::Scrutinee));
        } else {
            self.expr(expr, Use::Value);
        }
    }

    pub(in crate::flow) fn match_node(&mut self, node: &mut Match, want: bool) {
        let begun = self.facts.segs.len();
        self.scrutinee(&node.scrutinee);
        let pats: Vec<Pat> = node.arms.iter().map(|arm| pattern::guarded(&arm.pat, arm.guard.as_ref())).collect();
        self.part_arms(&pats.iter().collect::<Vec<_>>(), &node.scrutinee);
        self.note_guarded(&node.scrutinee, node.arms.iter().any(|arm| arm.guard.is_some()));
        let (start, seg) = (self.event(Event::None), self.seg);
        let reached = self.reached;
        let mut ends = Vec::new();
        for arm in &mut node.arms {
            (self.at, self.seg, self.reached) = (start, seg, reached);
            self.scoped(|this| {
                this.note_known(&arm.pat, &node.scrutinee);
                this.note_types(&arm.pat, &node.scrutinee);
                this.bind(&arm.pat);
                if let Some(guard) = &arm.guard {
                    this.expr(guard, Use::Value);
                }
                this.part_arm(&arm.pat, &node.scrutinee);
                this.matched(&arm.pat, &node.scrutinee);
                this.statement(|this| this.node(&mut arm.body, want));
            });
            ends.extend(self.here());
        }
        node.meet = self.end(&ends, want, begun, node.scrutinee.span());
    }

    pub(in crate::flow) fn loop_node(&mut self, node: &mut Loop, want: bool) {
        let begun = self.facts.segs.len();
        node.head = Some(self.boundary(SegKind::Head, &format!("{:?}", node.kind)));
        let head = self.at;
        self.land(&node.target, Some(head), true);
        self.block(&mut node.body, false);
        if let Some((end, seg)) = self.here().first() {
            self.graph.next[*end].push(head);
            if let Some(target) = node.head {
                self.facts.segs[seg.0].exits.insert(target);
            }
        }
        let breaks = self.landings.pop().map(|landing| landing.breaks).unwrap_or_default();
        let want = want && node.kind == crate::ir::LoopKind::Loop;
        node.meet = self.end(&breaks, want, begun, proc_macro2::Span::mixed_site());
        self.broken(&breaks, node.meet);
    }
}
