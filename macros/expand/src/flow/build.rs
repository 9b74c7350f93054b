//! The graph of a body, built by walking it in the order of evaluation. The walk also finds the segments: each suspension
//! point and each loop head begins one, and so does each place where several segments meet.
use std::collections::BTreeSet;

use syn::{Expr, Pat};

use super::{
    Access, Facts, Mention, SegKind, Segment, Use, pattern,
    solve::{self, Event, Graph},
};
use crate::{
    ir::{Block, If, Leaf, Local, Loop, Match, Meet, Node, SegId, Stmt, Suspend, Target, TargetId},
    lower::control::is_direct,
    names::{self, LocalId},
};

/// A place to jump to.
pub(super) struct Landing {
    pub target: Option<TargetId>,
    pub label: Option<syn::Ident>,
    pub is_loop: bool,
    /// The nodes that break to it, with their segments.
    pub breaks: Vec<(usize, SegId)>,
    /// Where `continue` goes.
    pub head: Option<usize>,
    /// How many scopes are open around it.
    pub depth: usize,
}

/// Builds the graph.
pub struct Builder {
    pub(super) graph: Graph,
    pub(super) facts: Facts,
    /// The node at hand, and whether the code there can be reached.
    pub(super) at: usize,
    pub(super) reached: bool,
    pub(super) seg: SegId,
    pub(super) scopes: Vec<Vec<LocalId>>,
    pub(super) landings: Vec<Landing>,
    pub(super) locals: Vec<Local>,
    /// The mentions of the statement at hand.
    pub(super) statement: BTreeSet<LocalId>,
    /// The node at which the statement at hand begins.
    pub(super) start: usize,
    /// The locals that the block at hand gives its value to.
    pub(super) filling: Vec<LocalId>,
    /// In code that may run or not, in a place where that can't be told: nothing may be moved there.
    pub(super) maybe: bool,
    /// The field of the local that the expression at hand mentions.
    pub(super) field: Option<String>,
    /// The local that the assignment at hand overwrites.
    pub(super) overwritten: Option<LocalId>,
    /// The numbers of the open scopes.
    pub(super) scope_ids: Vec<usize>,
    pub(super) scope_count: usize,
    /// Inside closures, async blocks and leaf futures: locals declared there are theirs.
    pub(super) inner: usize,
}

/// Builds the graph of a body, assigns its segments, and solves the analyses.
pub fn build(body: &mut Block, arguments: &[LocalId], locals: &mut Vec<Local>) -> Facts {
    let mut builder = Builder {
        graph: Graph::default(),
        facts: Facts::default(),
        at: 0,
        reached: true,
        seg: SegId(0),
        scopes: vec![Vec::new()],
        landings: Vec::new(),
        locals: std::mem::take(locals),
        statement: BTreeSet::new(),
        start: 0,
        filling: Vec::new(),
        maybe: false,
        field: None,
        overwritten: None,
        scope_ids: vec![0],
        scope_count: 1,
        inner: 0,
    };
    builder.graph.events.push(Event::None);
    builder.graph.next.push(Vec::new());
    for argument in arguments {
        builder.init(*argument);
    }
    builder.boundary(SegKind::Start, "Start");
    builder.block(body, true);
    let count = builder.locals.len();
    let Builder { graph, mut facts, locals: all, .. } = builder;
    *locals = all;
    let reference = |local: &Local| matches!(local.ty, Some(syn::Type::Reference(_)));
    facts.copies = (0..count).map(LocalId).filter(|local| reference(&locals[local.0])).collect();
    solve::solve(&graph, &mut facts, count);
    facts
}

impl Builder {
    /// Adds an event after the node at hand.
    pub(super) fn event(&mut self, event: Event) -> usize {
        let node = self.graph.events.len();
        self.graph.events.push(event);
        self.graph.next.push(Vec::new());
        if self.reached {
            self.graph.next[self.at].push(node);
        }
        self.at = node;
        node
    }

    /// What follows is not reached from here.
    pub(super) fn stop(&mut self) {
        self.event(Event::None);
        self.reached = false;
    }

    /// Goes on at a new node with these predecessors.
    pub(super) fn meet(&mut self, from: &[(usize, SegId)]) {
        self.reached = false;
        let node = self.event(Event::None);
        for (source, _) in from {
            self.graph.next[*source].push(node);
        }
        self.reached = !from.is_empty();
    }

    /// The node at hand as a predecessor, if it is reached.
    pub(super) fn here(&mut self) -> Vec<(usize, SegId)> {
        if self.reached { vec![(self.event(Event::None), self.seg)] } else { Vec::new() }
    }

    /// A local gets its first value.
    pub(super) fn init(&mut self, local: LocalId) {
        if self.inner > 0 {
            self.locals[local.0].inner = true;
            return;
        }
        self.event(Event::End(local));
        self.event(Event::Init(local));
        self.place(local);
        if let Some(scope) = self.scopes.last_mut() {
            scope.push(local);
        }
        self.statement.insert(local);
    }

    fn place(&mut self, local: LocalId) {
        let order = self.facts.declared.len();
        self.facts.declared.entry(local).or_insert_with(|| (order, self.scope_ids.clone()));
        let order = self.facts.order.values().max().map_or(0, |last| last + 1);
        self.facts.order.entry(local).or_insert(order);
    }

    /// A local is declared without a value.
    pub(super) fn declare(&mut self, local: LocalId) {
        self.init(local);
        if self.inner == 0 {
            self.event(Event::End(local));
        }
    }

    /// Begins a segment.
    fn boundary(&mut self, kind: SegKind, name: &str) -> SegId {
        let seg = SegId(self.facts.segs.len());
        let none = BTreeSet::new();
        self.facts.segs.push(Segment {
            kind,
            name: name.to_string(),
            live: none.clone(),
            maybe: none.clone(),
            stored: none,
            exits: BTreeSet::new(),
        });
        if seg.0 > 0 {
            self.facts.segs[self.seg.0].exits.insert(seg);
        }
        self.event(Event::Boundary(seg));
        self.seg = seg;
        seg
    }

    /// Runs `inside` in a scope of its own.
    pub(super) fn scoped(&mut self, inside: impl FnOnce(&mut Self)) {
        self.scopes.push(Vec::new());
        self.scope_ids.push(self.scope_count);
        self.scope_count += 1;
        inside(self);
        self.scope_ids.pop();
        for local in self.scopes.pop().unwrap_or_default().into_iter().rev() {
            self.event(Event::End(local));
        }
    }

    /// A jump leaves the scopes above `depth`.
    pub(super) fn leave(&mut self, depth: usize) {
        let locals: Vec<LocalId> = self.scopes[depth..].iter().flatten().copied().collect();
        for local in locals.into_iter().rev() {
            self.event(Event::End(local));
        }
    }

    /// A `break` or `continue`.
    pub(super) fn jump(&mut self, is_break: bool, landing: usize) {
        self.leave(self.landings[landing].depth);
        let here = self.here();
        if is_break {
            self.landings[landing].breaks.extend(here);
        } else if let (Some(head), Some((node, seg))) = (self.landings[landing].head, here.first()) {
            self.graph.next[*node].push(head);
            if let Event::Boundary(target) = self.graph.events[head] {
                self.facts.segs[seg.0].exits.insert(target);
            }
        }
        self.stop();
    }

    /// Where a jump of the source goes.
    pub(super) fn landing(&self, label: Option<&syn::Lifetime>) -> Option<usize> {
        self.landings.iter().rposition(|landing| match label {
            Some(label) => landing.label.as_ref() == Some(&label.ident),
            None => landing.is_loop,
        })
    }

    /// Ends a construct: the code after it belongs to one segment, or to a new one where several meet.
    fn end(&mut self, ends: &[(usize, SegId)], want: bool, begun: usize, span: proc_macro2::Span) -> Meet {
        let segs: BTreeSet<SegId> = ends.iter().map(|(_, seg)| *seg).collect();
        self.meet(ends);
        // rustc infers types in the order of the arms: what comes after the construct must not stand before a part of it.
        let last = self.facts.segs.len() - 1;
        let in_order = segs.first().is_none_or(|seg| begun > last || seg.0 == last);
        if segs.len() < 2 && in_order {
            if let Some(seg) = segs.first() {
                self.seg = *seg;
            }
            return Meet { join: None, value: None, after: segs.first().copied() };
        }
        let value = want.then(|| {
            let local = LocalId(self.locals.len());
            let (name, temp) = ("value".to_string(), true);
            self.locals.push(Local {
                name,
                span,
                mutable: false,
                ty: None,
                inner: false,
                temp,
                once: false,
                boxed: false,
                oneshot: false,
            });
            self.event(Event::Init(local));
            local
        });
        let join = self.boundary(SegKind::Join, "Join");
        for seg in segs {
            self.facts.segs[seg.0].exits.insert(join);
        }
        if let Some(value) = value {
            self.place(value);
            self.event(Event::End(value));
        }
        Meet { join: Some(join), value, after: Some(join) }
    }

    /// Walks a scope; `want`: its value is used.
    pub(super) fn block(&mut self, block: &mut Block, want: bool) {
        let begun = self.facts.segs.len();
        if let Some(target) = &block.target {
            self.land(target, None, false);
        }
        let filling = std::mem::take(&mut self.filling);
        self.scoped(|this| {
            for stmt in &mut block.stmts {
                this.stmt(stmt);
            }
            if let Some(tail) = &mut block.tail {
                this.statement(|this| this.node(tail, want));
            }
            for local in filling {
                this.event(Event::Init(local));
            }
        });
        let mut ends = self.here();
        if block.target.is_some() {
            ends.extend(self.landings.pop().map(|landing| landing.breaks).unwrap_or_default());
        }
        let labelled = block.target.is_some();
        block.meet = if labelled || ends.len() != 1 {
            self.end(&ends, want, begun, proc_macro2::Span::mixed_site())
        } else {
            Meet { join: None, value: None, after: Some(self.seg) }
        };
    }

    fn land(&mut self, target: &Target, head: Option<usize>, is_loop: bool) {
        let label = target.label.as_ref().map(|label| label.name.ident.clone());
        let depth = self.scopes.len();
        self.landings.push(Landing { target: Some(target.id), label, is_loop, breaks: Vec::new(), head, depth });
    }

    /// Locals that a statement mentions together may borrow from each other.
    pub(super) fn statement(&mut self, inside: impl FnOnce(&mut Self)) {
        let outer = std::mem::take(&mut self.statement);
        let start = std::mem::replace(&mut self.start, self.graph.events.len());
        self.event(Event::None);
        inside(self);
        self.start = start;
        for local in &self.statement {
            self.facts.together.entry(*local).or_default().extend(self.statement.iter().copied());
        }
        self.statement.extend(outer);
    }

    fn stmt(&mut self, stmt: &mut Stmt) {
        let fills = stmt.fills().cloned();
        self.statement(|this| match stmt {
            Stmt::Let { init, .. } if fills.is_some() => {
                let bound: Vec<LocalId> = fills.iter().flat_map(pattern::bindings).map(|binding| binding.local).collect();
                bound.iter().for_each(|local| this.declare(*local));
                this.filling = bound.clone();
                this.node(init, true);
                this.filling.clear();
                this.statement.extend(bound);
            }
            Stmt::Native(stmt) => this.native_stmt(stmt),
            Stmt::Argument(local) => {
                this.facts.order.remove(local);
                let order = this.facts.order.values().max().map_or(0, |last| last + 1);
                this.facts.order.insert(*local, order);
            }
            Stmt::Expr(node) => this.node(node, false),
            Stmt::Let { pat, init, deferred, .. } => {
                this.node(init, true);
                let guard = match init {
                    Node::Native(expr) => super::native::makes_guard(expr, &this.facts.guards),
                    Node::Suspend(suspend) => crate::lower::policy::guard(&suspend.name),
                    _ => false,
                };
                if guard {
                    this.guards(pat);
                }
                if *deferred {
                    for binding in pattern::bindings(pat) {
                        this.facts.deferred.insert(binding.local);
                        this.event(Event::Init(binding.local));
                    }
                    return;
                }
                this.bind_value(pat, if let Node::Native(expr) = init { Some(expr) } else { None });
            }
        });
    }

    /// The names of a pattern hold guards.
    pub(super) fn guards(&mut self, pat: &Pat) {
        self.facts.guards.extend(pattern::bindings(pat).iter().map(|binding| binding.local));
    }

    /// `let pat = value`.
    pub(super) fn bind_value(&mut self, pat: &Pat, value: Option<&Expr>) {
        if let Some(value) = value {
            self.matched(pat, value);
        }
        self.bind(pat);
    }

    /// The names of a pattern get their values.
    pub(super) fn bind(&mut self, pat: &Pat) {
        for binding in pattern::bindings(pat) {
            self.init(binding.local);
        }
    }

    /// An arm matches: it may move out of the scrutinee if that is a local.
    pub(super) fn matched(&mut self, pat: &Pat, scrutinee: &Expr) {
        let Expr::Path(path) = crate::lower::place::bare(scrutinee) else { return };
        let Some((_, Some(mention))) = path.path.get_ident().and_then(names::decode) else { return };
        match pattern::effect(pat) {
            pattern::Effect::Nothing => {}
            _ if !self.facts.mentions.contains_key(&mention) => {}
            effect => {
                self.event(Event::Matched(mention, effect == pattern::Effect::Whole));
            }
        }
    }

    pub(super) fn node(&mut self, node: &mut Node, want: bool) {
        match node {
            Node::Native(expr) => self.expr(expr, Use::Value),
            Node::Suspend(suspend) => self.suspend(suspend),
            Node::Block(block) => self.block(block, want),
            Node::If(branch) => self.branch(branch, want),
            Node::Match(node) => self.match_node(node, want),
            Node::Loop(node) => self.loop_node(node, want),
        }
    }

    fn suspend(&mut self, suspend: &mut Suspend) {
        match suspend.leaf.clone() {
            None => self.expr(&suspend.future, Use::Value),
            Some(_) => self.leaf_captures(&suspend.future),
        }
        self.init(suspend.local);
        suspend.seg = Some(self.boundary(SegKind::Suspend, &format!("Await{}", names::camel(&suspend.name))));
        self.event(Event::End(suspend.local));
        if let Some(leaf) = suspend.leaf.clone() {
            self.leaf_jumps(&leaf);
        }
    }

    fn leaf_jumps(&mut self, leaf: &Leaf) {
        for jump in &leaf.jumps {
            let Some(landing) = self.landings.iter().rposition(|l| l.target == Some(jump.target)) else { continue };
            let (at, seg) = (self.at, self.seg);
            self.event(Event::None);
            self.jump(jump.is_break, landing);
            (self.at, self.reached, self.seg) = (at, true, seg);
        }
    }

    fn branch(&mut self, branch: &mut If, want: bool) {
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
        branch.meet = self.end(&ends, want && branch.otherwise.is_some(), begun, span_of(&branch.cond));
    }

    /// A condition, up to where it holds or not; its names are bound by `matched_in`.
    fn condition(&mut self, cond: &Expr) {
        match cond {
            Expr::Let(node) => self.scrutinee(&node.expr),
            other => self.expr(other, Use::Value),
        }
    }

    fn matched_in(&mut self, cond: &Expr) {
        if let Expr::Let(node) = cond {
            self.bind_value(&node.pat, Some(&node.expr));
        }
    }

    /// What a pattern is matched against.
    pub(super) fn scrutinee(&mut self, expr: &Expr) {
        let role = if is_direct(expr) { Use::Scrutinee } else { Use::Value };
        self.expr(expr, role);
    }

    fn match_node(&mut self, node: &mut Match, want: bool) {
        let begun = self.facts.segs.len();
        self.scrutinee(&node.scrutinee);
        let (start, seg) = (self.event(Event::None), self.seg);
        let reached = self.reached;
        let mut ends = Vec::new();
        for arm in &mut node.arms {
            (self.at, self.seg, self.reached) = (start, seg, reached);
            self.scoped(|this| {
                this.bind(&arm.pat);
                if let Some(guard) = &arm.guard {
                    this.expr(guard, Use::Value);
                }
                this.matched(&arm.pat, &node.scrutinee);
                this.statement(|this| this.node(&mut arm.body, want));
            });
            ends.extend(self.here());
        }
        node.meet = self.end(&ends, want, begun, span_of(&node.scrutinee));
    }

    fn loop_node(&mut self, node: &mut Loop, want: bool) {
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
    }

    /// A mention in the source.
    pub(super) fn mention(&mut self, ident: &syn::Ident, role: Use) {
        let Some((local, Some(id))) = names::decode(ident) else { return };
        if self.locals[local.0].inner {
            return;
        }
        self.statement.insert(local);
        let role = if self.maybe && matches!(role, Use::Value | Use::Receiver(true)) { Use::Unknown } else { role };
        let mention = Mention {
            local,
            role,
            seg: self.seg,
            access: Access::Place,
            sure: false,
            ambiguous: false,
            native: false,
            start: self.start,
            field: self.field.clone(),
            before: Vec::new(),
        };
        self.facts.mentions.insert(id, mention);
        self.event(Event::Mention(id));
    }
}

fn span_of(expr: &Expr) -> proc_macro2::Span {
    crate::lower::span_of(expr)
}
