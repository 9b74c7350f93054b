//! What may have borrowed a live local exclusively while the machine is suspended: then nobody may look at it. `held.rs` of the runtime
//! says why these are all.
//!
//! A borrow of `x` is held by what a statement that lends `x` mentions or binds besides, or by what other statements mention or bind
//! together with that. Only statements on a way to the suspension point count.
use std::collections::{BTreeMap, BTreeSet};

use syn::{
    Expr, UnOp,
    visit::{self, Visit},
};

use super::{
    Facts, Mention, SegKind, Statement, Use,
    bits::Bits,
    graph::{Event, Graph},
    relocate::mentioned_before,
    solve::Solved,
};
use crate::{
    ir::{Block, Node, SegId, Stmt},
    lower::place::{bare, is_comparison, is_compound},
    names::{self, LocalId, MentionId},
    resolve::macros::{self, Kind, Opened},
};

/// What may have borrowed a local.
#[derive(Clone, Debug, Default)]
pub struct Lent {
    /// These, which are live as well, and are used again.
    pub to: BTreeSet<LocalId>,
    /// These, which are live and no more than dropped.
    pub dropped: BTreeSet<LocalId>,
    /// It is mentioned by value at most.
    pub by_value: bool,
    /// It is not mentioned again.
    pub last: bool,
}

/// What the syntax tells of mentions.
#[derive(Default)]
struct Marks {
    /// They lend their local by a shared reference.
    shared: BTreeSet<MentionId>,
}

/// Finds the marks of all mentions in a body.
fn marks(body: &Block) -> Marks {
    let mut marks = Marks::default();
    marks.block(body);
    marks
}

impl Marks {
    fn block(&mut self, block: &Block) {
        for stmt in &block.stmts {
            match stmt {
                Stmt::Native(stmt) => self.visit_stmt(stmt),
                Stmt::Let { init, .. } => self.node(init),
                Stmt::Expr(node) => self.node(node),
                Stmt::Argument(_) => {}
            }
        }
        block.tail.iter().for_each(|tail| self.node(tail));
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Native(expr) => self.visit_expr(expr),
            Node::Suspend(suspend) => self.visit_expr(&suspend.future),
            Node::Block(block) => self.block(block),
            Node::If(branch) => {
                self.visit_expr(&branch.cond);
                self.block(&branch.then);
                branch.otherwise.iter().for_each(|otherwise| self.node(otherwise));
            }
            Node::Match(node) => {
                self.visit_expr(&node.scrutinee);
                for arm in &node.arms {
                    arm.guard.iter().for_each(|guard| self.visit_expr(guard));
                    self.node(&arm.body);
                }
            }
            Node::Loop(node) => self.block(&node.body),
        }
    }

    fn share(&mut self, place: &Expr) {
        self.shared.extend(root(place));
    }
}

/// The mention that a place begins with.
fn root(place: &Expr) -> Option<MentionId> {
    match bare(place) {
        Expr::Path(path) => names::decode(path.path.get_ident()?)?.1,
        Expr::Field(node) => root(&node.base),
        Expr::Index(node) => root(&node.expr),
        Expr::Unary(node) if matches!(node.op, UnOp::Deref(_)) => root(&node.expr),
        _ => None,
    }
}

impl<'ast> Visit<'ast> for Marks {
    fn visit_expr(&mut self, node: &'ast Expr) {
        match node {
            Expr::Reference(node) if node.mutability.is_none() => self.share(&node.expr),
            Expr::Binary(node) if is_comparison(&node.op) => {
                self.share(&node.left);
                self.share(&node.right);
            }
            // No operator keeps what it changes.
            Expr::Binary(node) if is_compound(&node.op) => self.share(&node.left),
            Expr::Assign(node) => self.share(&node.left),
            _ => {}
        }
        visit::visit_expr(self, node);
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        let kind = macros::kind(node, &[]);
        if let (Kind::Format(_), Opened::Exprs(args)) = (kind, macros::open(node, kind)) {
            // What `write!` writes to may be in what it gives.
            let writer = usize::from(matches!(kind, Kind::Format(1)));
            args.iter().skip(writer).for_each(|arg| self.share(&arg.expr));
        }
    }
}

/// Finds what may have borrowed the live locals of each state in which the machine rests.
pub(super) fn lent(solved: &mut Solved, body: &Block) {
    let Solved { facts, graph, found } = solved;
    let (marks, previous) = (&marks(body), graph.previous());
    let (mut all, innermost) = (BTreeMap::new(), innermost(graph, facts));
    for (node, event) in graph.events.iter().enumerate() {
        let (Event::Boundary(seg) | Event::Held(seg)) = *event else { continue };
        let segment = &facts.segs[seg.0];
        if segment.kind != SegKind::Suspend {
            continue;
        }
        let at = Suspended {
            graph,
            facts,
            marks,
            innermost: &innermost,
            node,
            before: mentioned_before(graph, &previous, facts, node),
        };
        // A leaf future may have come by its last mention.
        let after = graph.events[node..].iter().position(|event| Some(*event) == segment.awaited.map(Event::End));
        let again = &found.live[after.map_or(node, |after| node + after)];
        for local in segment.live.iter().filter(|local| Some(**local) != segment.awaited) {
            let Some(mut lent) = at.lent(*local, seg, again) else { continue };
            let known: &mut Lent = all.entry((seg, *local)).or_insert_with(|| lent.clone());
            known.to.append(&mut lent.to);
            known.dropped.append(&mut lent.dropped);
            (known.by_value, known.last) = (known.by_value && lent.by_value, known.last || lent.last);
        }
    }
    facts.lent = all;
}

/// The innermost statement of each node, by its beginning.
fn innermost(graph: &Graph, facts: &Facts) -> Vec<usize> {
    let mut innermost = vec![0; graph.events.len()];
    // Outer statements come after those inside them.
    for statement in facts.statements.iter().rev() {
        innermost[statement.nodes.clone()].fill(statement.nodes.start);
    }
    innermost
}

/// A place where the machine may rest.
struct Suspended<'a> {
    graph: &'a Graph,
    facts: &'a Facts,
    marks: &'a Marks,
    innermost: &'a [usize],
    node: usize,
    before: BTreeMap<LocalId, BTreeSet<usize>>,
}

impl Suspended<'_> {
    /// What may have borrowed the local, if it is not only looked at on the way here, or not again; `again`: what is mentioned again.
    fn lent(&self, local: LocalId, seg: SegId, again: &Bits) -> Option<Lent> {
        let lending: BTreeMap<usize, &Mention> = self.lending(local).collect();
        let last = !(again.has(local.0) || (self.facts.fixed.contains(&local) && lending.is_empty()));
        if lending.is_empty() {
            return last.then(|| Lent { last, ..Lent::default() });
        }
        let by_value = lending.values().all(|mention| mention.role == Use::Value);
        let segment = &self.facts.segs[seg.0];
        let is_there = |other: &LocalId| segment.stored.contains(other) || segment.awaited == Some(*other);
        let holders = self.holders(local, &lending.keys().copied().collect());
        // What a local holds, its keeper does.
        let kept = holders.iter().flat_map(|other| self.facts.keepers_of(*other).map(|(_, keeper)| keeper));
        let there = kept.chain(holders.iter().copied()).filter(is_there);
        let (to, dropped) = there.partition(|other| again.has(other.0) || segment.awaited == Some(*other));
        Some(Lent { to, dropped, by_value, last })
    }

    /// The mentions on the way here that may lend the local exclusively, by their nodes.
    fn lending(&self, local: LocalId) -> impl Iterator<Item = (usize, &Mention)> {
        self.before.get(&local).into_iter().flatten().filter_map(|node| {
            let Event::Mention(id) = self.graph.events[*node] else { return None };
            let mention = self.facts.mentions.get(&id)?;
            let shared = mention.role == Use::Assign || self.ids(*node).all(|id| self.marks.shared.contains(&id));
            (!shared).then_some((*node, mention))
        })
    }

    /// The mentions that a node stands for: all of a closure, or one.
    fn ids(&self, node: usize) -> impl Iterator<Item = MentionId> {
        let own = if let Event::Mention(id) = self.graph.events[node] { Some(id) } else { None };
        let captured = self.facts.captured.iter().filter(move |(_, first)| Some(**first) == own).map(|(id, _)| *id);
        own.into_iter().chain(captured)
    }

    /// The locals that may hold a borrow which one of these nodes has made of the local.
    fn holders(&self, local: LocalId, lending: &BTreeSet<usize>) -> BTreeSet<LocalId> {
        let holds = |local: &LocalId| !self.facts.is_number(*local, true) && !self.facts.fixed.contains(local);
        let (mut seen, mut work) = (BTreeSet::from([local]), vec![local]);
        while let Some(next) = work.pop() {
            let by = if next == local { Some(lending) } else { self.before.get(&next) };
            let statements =
                self.facts.statements.iter().filter(|statement| by.is_some_and(|nodes| self.mentions(statement, nodes)));
            let linked: BTreeSet<LocalId> = statements.flat_map(|statement| self.members(statement)).collect();
            work.extend(linked.into_iter().filter(|linked| holds(linked) && seen.insert(*linked)));
        }
        seen.remove(&local);
        seen
    }

    /// Whether one of the nodes belongs to the statement: in one around the suspension point, not to those inside it.
    fn mentions(&self, statement: &Statement, nodes: &BTreeSet<usize>) -> bool {
        let inside = |node: &&usize| !self.is_around(statement) || self.is_own(statement, **node);
        nodes.range(statement.nodes.clone()).any(|node| inside(&node))
    }

    fn is_around(&self, statement: &Statement) -> bool {
        statement.nodes.contains(&self.node)
    }

    /// Whether no statement inside this one has the node.
    fn is_own(&self, statement: &Statement, node: usize) -> bool {
        self.innermost[node] == statement.nodes.start
    }

    /// What a statement mentions and binds on the way here, and the future that it awaits here.
    fn members<'s>(&'s self, statement: &'s Statement) -> impl Iterator<Item = LocalId> + 's {
        let around = self.is_around(statement);
        let (mentioned, bound) = if around { (&statement.own, &statement.bound) } else { (&statement.all, &statement.all_bound) };
        let events = self.graph.events[statement.nodes.clone()].iter().zip(statement.nodes.clone());
        let awaited = events.filter_map(move |(event, node)| match event {
            Event::Init(local) if !around || self.is_own(statement, node) => Some(*local),
            _ => None,
        });
        mentioned.iter().filter(|local| self.before.contains_key(local)).chain(bound).copied().chain(awaited)
    }
}
