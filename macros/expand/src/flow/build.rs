//! The graph of a body, built by walking it in the order of evaluation. The walk also finds the segments: each suspension
//! point and each loop head begins one, and so does each place where several segments meet.
mod leaf;
mod locals;
mod nodes;
mod order;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    Facts, SegKind, Segment, Statement,
    graph::{Event, Graph},
    known::Known,
    native::Overwritten,
    scalars,
    solve::{self, Solved},
    ways::Way,
};
use crate::{
    ir::{Block, Leaf, Local, Meet, SegId, Target},
    names::LocalId,
    resolve::beside::Declared,
};

/// A place to jump to.
pub(super) struct Landing {
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
    /// What the file at hand tells of methods and types.
    pub(super) declared: Arc<Declared>,
    /// The mentions of the statement at hand.
    pub(super) statement: Statement,
    /// The temporaries of the expression at hand die with it.
    pub(super) fleeting: bool,
    /// The node at which the statement at hand begins.
    pub(super) start: usize,
    /// Inside a macro: what leaves its slot for a statement there does so before the macro's.
    pub(super) in_macro: bool,
    /// The field of the local that the expression at hand mentions.
    pub(super) field: Option<Vec<String>>,
    /// The expression at hand is the receiver of a method that consumes by its name.
    pub(super) guess: bool,
    /// The mention at hand is compared, or assigned by an operator.
    pub(super) passing: bool,
    /// The method call at hand is the operand of an `.await`.
    pub(super) awaited: bool,
    /// The local that the assignment at hand overwrites.
    pub(super) overwritten: Option<Overwritten>,
    /// The numbers of the open scopes.
    pub(super) scope_ids: Vec<usize>,
    pub(super) scope_count: usize,
    /// Up to edition 2021: the depth of the outermost block that the temporaries of the tail at hand outlive.
    pub(super) outlived: Option<usize>,
    /// Inside how many native branches and blocks the code at hand is.
    pub(super) nesting: usize,
    /// Inside closures, async blocks and leaf futures: locals declared there are theirs.
    pub(super) inner: usize,
    /// The leaf future at hand.
    pub(super) leaf: Option<Leaf>,
    /// Inside a leaf future, or a closure or async block in it.
    pub(super) in_leaf: bool,
    /// Locals of types that follow from what they are made of.
    pub(super) known: BTreeMap<LocalId, Known>,
    /// Types of locals that follow from declarations in the file.
    pub(super) types: BTreeMap<LocalId, syn::Type>,
}

/// Builds the graph of a body, assigns its segments, and solves the analyses, where it is known which calls make keepers, and what
/// leaf futures take over.
pub(super) fn build_with(
    known: Facts,
    body: &mut Block,
    arguments: &[LocalId],
    locals: &mut Vec<Local>,
    declared: &Arc<Declared>,
) -> Solved {
    let mut builder = Builder::new(SegId(0), std::mem::take(locals), declared.clone());
    builder.facts = known;
    builder.init_arguments(arguments);
    builder.boundary(SegKind::Start, "Start");
    builder.block(body, true);
    if builder.reached {
        builder.facts.ends(builder.seg, Way::Return);
    }
    let count = builder.locals.len();
    let Builder { graph, mut facts, locals: all, .. } = builder;
    *locals = all;
    facts.scalars.extend(scalars::declared(locals));
    facts.copies = scalars::references(locals);
    let found = solve::solve(&graph, &mut facts, count);
    Solved { facts, graph, found }
}

impl Builder {
    /// With one node, where the walk begins.
    pub(super) fn new(seg: SegId, locals: Vec<Local>, declared: Arc<Declared>) -> Self {
        let mut builder = Builder {
            graph: Graph::default(),
            facts: Facts::default(),
            at: 0,
            reached: true,
            seg,
            scopes: vec![Vec::new()],
            landings: Vec::new(),
            locals,
            declared,
            statement: Statement::default(),
            fleeting: false,
            start: 0,
            in_macro: false,
            field: None,
            guess: false,
            passing: false,
            awaited: false,
            overwritten: None,
            scope_ids: vec![0],
            scope_count: 1,
            outlived: None,
            nesting: 0,
            inner: 0,
            leaf: None,
            in_leaf: false,
            known: BTreeMap::new(),
            types: BTreeMap::new(),
        };
        builder.graph.events.push(Event::None);
        builder.graph.next.push(Vec::new());
        builder
    }

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

    /// Begins a segment.
    fn boundary(&mut self, kind: SegKind, name: &str) -> SegId {
        let seg = SegId(self.facts.segs.len());
        let none = BTreeSet::new();
        self.facts.segs.push(Segment {
            kind,
            name: name.to_string(),
            also: Vec::new(),
            live: none.clone(),
            maybe: none.clone(),
            stored: none,
            awaited: None,
            ends: BTreeSet::new(),
            exits: BTreeSet::new(),
        });
        if seg.0 > 0 && self.reached {
            self.facts.segs[self.seg.0].exits.insert(seg);
        }
        self.event(Event::Boundary(seg));
        self.seg = seg;
        self.note_suspended();
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
            return Meet { after: segs.first().copied(), ..Meet::default() };
        }
        let value = want.then(|| {
            let local = LocalId(self.locals.len());
            self.locals.push(Local { temp: true, ..Local::new("value", span) });
            self.event(Event::Init(local));
            local
        });
        self.seg = segs.first().copied().unwrap_or(self.seg);
        let join = self.boundary(SegKind::Join, "Join");
        for seg in segs {
            self.facts.segs[seg.0].exits.insert(join);
        }
        if let Some(value) = value {
            self.place(value);
            self.event(Event::End(value));
        }
        Meet { join: Some(join), value, after: Some(join), of_block: false }
    }

    fn land(&mut self, target: &Target, head: Option<usize>, is_loop: bool) {
        let label = target.label.as_ref().map(|label| label.name.ident.clone());
        let depth = self.scopes.len();
        self.landings.push(Landing { label, is_loop, breaks: Vec::new(), head, depth });
    }

    /// Walks an expression whose temporaries die with it.
    pub(super) fn fleeting(&mut self, inside: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.fleeting, true);
        inside(self);
        self.fleeting = outer;
    }
}
