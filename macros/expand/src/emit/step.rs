//! The step function: one arm per segment.
//!
//! An arm is the source's own nest of blocks, with what was executed before the segment replaced by the owners of the locals that
//! are live: `let own_x = x.own();`. So every way out of the arm (`return`, `?`, `break`, the end of a block, a panic) drops what
//! the source drops there, in its order, by Rust's own rules. A transition to another segment keeps the owners' values instead.
mod control;
pub mod ends;
mod fills;
mod hand;
mod leaf;
mod lets;
mod macros;
mod named;
mod names;
mod search;
mod slots;
mod suspend;
mod tail;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use syn::{Expr, Pat, visit_mut::VisitMut};

use super::{
    place::{self, Around, Rewriter},
    tidy,
};
use crate::{
    flow::Facts,
    ir::{Block, Local, Node, SegId, Stmt, Target},
    names::LocalId,
    plan::layout::Layout,
};
pub use names::{flag, ident, left, loop_label, slot_name, way};
pub use search::find_suspend;
use search::stmt_has;

/// Emits the arms of one machine.
pub struct Emitter<'a> {
    /// What is live where.
    pub facts: &'a Facts,
    /// The states.
    pub layout: &'a Layout,
    /// The locals.
    pub locals: &'a [Local],
    /// The tags of the states.
    pub tags: Ident,
    /// The user's macros.
    pub macros: macros::Macros<'a>,
    /// The names that the user wrote in the function.
    written: &'a BTreeSet<String>,
    /// One of them is like that of an owner or value.
    prefix_is_taken: bool,
    /// What the function returns.
    pub output: &'a syn::Type,
    /// A span of the user's own.
    user: Span,
    /// The segment whose arm is being emitted.
    pub seg: SegId,
    owners: Vec<LocalId>,
    /// Those that have their slots with the lifetimes of the arm at hand.
    anew: std::cell::RefCell<BTreeSet<LocalId>>,
    /// Locals that have left their slots for native ones.
    pub natives: std::cell::RefCell<BTreeSet<LocalId>>,
    /// What closures in the statement at hand capture, to be declared in front of it.
    pub captured: std::cell::RefCell<BTreeSet<LocalId>>,
    /// Their mentions, if rustc alone knows whether these move them.
    pub left: std::cell::RefCell<Vec<super::judge::probes::Doubted>>,
    targets: Vec<(Target, bool)>,
    /// Transitions back, from and to.
    pub back: std::cell::RefCell<Vec<(SegId, SegId)>>,
    /// How often the arm at hand leaves for a later one.
    pub leaves: std::cell::Cell<usize>,
    /// What the leaf futures are told at each poll, by the segment that polls.
    told: std::cell::RefCell<BTreeMap<SegId, Vec<leaf::Told>>>,
    /// The leaf futures that take values over.
    hands: std::cell::RefCell<BTreeSet<LocalId>>,
    /// The parted locals whose slots know how to drop the rest.
    pub rests: std::cell::RefCell<BTreeSet<LocalId>>,
    /// Whether an arm mentions `frame`.
    pub frame: std::cell::Cell<bool>,
    /// Whether it mentions `here`, a reference to that.
    pub here: std::cell::Cell<bool>,
    /// The names that the block at hand gives its value to.
    filling: Option<(Pat, Option<syn::Type>)>,
    /// The declared types of values that meet, but for those that their slots are declared with.
    ends: BTreeMap<LocalId, &'a syn::Type>,
    /// The leaf futures whose value a `let` names.
    named: BTreeMap<LocalId, named::Named<'a>>,
}

impl<'a> Emitter<'a> {
    /// For one machine.
    pub fn new(plan: &'a super::machine::Plan<'a>) -> Self {
        Emitter {
            facts: plan.facts,
            layout: plan.layout,
            locals: plan.locals,
            tags: plan.tags.clone(),
            macros: macros::Macros::new(plan.known, plan.awaiting),
            written: &plan.written,
            prefix_is_taken: plan.written.iter().any(|name| name.starts_with("own_") || name.starts_with("value_")),
            output: plan.output,
            user: plan.output_span,
            seg: SegId(0),
            owners: Vec::new(),
            anew: std::cell::RefCell::default(),
            natives: std::cell::RefCell::new(BTreeSet::new()),
            captured: std::cell::RefCell::default(),
            left: std::cell::RefCell::default(),
            targets: Vec::new(),
            back: std::cell::RefCell::default(),
            leaves: std::cell::Cell::new(0),
            told: std::cell::RefCell::default(),
            hands: std::cell::RefCell::default(),
            rests: std::cell::RefCell::default(),
            frame: std::cell::Cell::new(false),
            here: std::cell::Cell::new(false),
            filling: None,
            ends: ends::declared(plan.body, plan.output).into_iter().filter(|(_, ty)| !ends::is_named(ty, plan.output)).collect(),
            named: named::named(plan.body),
        }
    }

    fn native(&self, expr: &Expr) -> Expr {
        self.rewrite(expr, Around::default())
    }

    /// A pattern with the names of emitted code.
    pub fn pattern(&self, pat: &Pat) -> Pat {
        let mut pat = pat.clone();
        Rewriter { emitter: self, around: Around::default() }.visit_pat_mut(&mut pat);
        pat
    }

    /// The arm of a segment, without its pattern.
    pub fn arm(&mut self, seg: SegId, body: &Block) -> TokenStream {
        self.seg = seg;
        self.owners.clear();
        self.anew.borrow_mut().clear();
        self.targets.clear();
        self.leaves.set(0);
        self.macros.may_jump.set(false);
        self.natives.borrow_mut().clear();
        let run = self.facts.segs[seg.0].kind.rests();
        let tags = &self.tags;
        // What was live has owners on the stack from now on.
        let run = run.then(|| ours!(*tag = #tags::Panicked;));
        let poll = find_suspend(body, seg).map(|suspend| {
            let poll = self.poll(suspend);
            ours!(let __rt::Poll::Ready(output) = #poll else { return __rt::Stepped::Pending };)
        });
        let value = self.block(body, seg != SegId(0), true);
        let ends = body.meet.after == Some(seg);
        let end = if ends {
            let (value, output) = (tidy::single(value), self.output);
            ours!(let result: #output = #value; return __rt::Stepped::Ready(result);)
        } else {
            tidy::last(value)
        };
        ours!(#poll #run #end)
    }

    fn node(&mut self, node: &Node, resume: bool, want: bool) -> TokenStream {
        match node {
            Node::Native(expr) => self.value(expr, place::as_value(expr)),
            Node::Suspend(suspend) => self.suspend(suspend, resume, want),
            Node::Block(block) => {
                let tokens = if self.joins(&block.meet, resume) { TokenStream::new() } else { self.block(block, resume, want) };
                self.meet(&block.meet, tokens, resume)
            }
            Node::If(branch) => {
                let tokens =
                    if self.joins(&branch.meet, resume) { TokenStream::new() } else { self.branch(branch, resume, want) };
                self.meet(&branch.meet, tokens, resume)
            }
            Node::Match(node) => {
                let tokens =
                    if self.joins(&node.meet, resume) { TokenStream::new() } else { self.match_node(node, resume, want) };
                self.meet(&node.meet, tokens, resume)
            }
            Node::Loop(node) => {
                if !resume {
                    let goto = node.head.map(|head| self.goto(head));
                    return ours!({ #goto });
                }
                let tokens = if self.joins(&node.meet, resume) { TokenStream::new() } else { self.loop_node(node) };
                self.meet(&node.meet, tokens, resume)
            }
        }
    }

    /// A scope. `resume`: the segment begins somewhere inside.
    fn block(&mut self, block: &Block, resume: bool, want: bool) -> TokenStream {
        let mark = self.owners.len();
        if let Some(target) = &block.target {
            self.targets.push((target.clone(), false));
        }
        let mut tokens = TokenStream::new();
        let filling = self.filling.take();
        let mut waiting = resume;
        let mut stopped = false;
        for (at, stmt) in block.stmts.iter().enumerate() {
            if waiting && !stmt_has(stmt, self.seg) {
                if let Stmt::Native(item @ syn::Stmt::Item(_)) = stmt {
                    tokens.extend(ours!(#item));
                }
                tokens.extend(self.declare_again(stmt));
                continue;
            }
            let outer = self.captured.take();
            let (each, goes_on) = self.stmt(stmt, waiting, self.macros.stands_apart(block, at));
            waiting = false;
            tokens.extend(self.declare_captured(outer));
            tokens.extend(each);
            if !goes_on {
                stopped = true;
                break;
            }
        }
        self.filling = filling;
        if let Some(tail) = block.tail.as_ref().filter(|_| !stopped) {
            let outer = self.captured.take();
            let value = self.tail(block, tail, waiting, want);
            tokens.extend(self.declare_captured(outer));
            tokens.extend(value);
        }
        self.owners.truncate(mark);
        if let Some(target) = &block.target {
            self.targets.pop();
            let label = self.label(target.id, true);
            if tidy::mentions(tokens.clone(), &label) {
                let tokens = tidy::braced(block, tokens);
                return ours!(#label: #tokens);
            }
        }
        tidy::braced(block, tokens)
    }

    fn tail(&mut self, block: &Block, tail: &Node, resume: bool, want: bool) -> TokenStream {
        let filling = if block.passes_on() { None } else { self.filling.take() };
        let leave = self.leave_for(tail);
        let value = self.node(tail, resume, want);
        if !want && !block.outlived && matches!(tail, Node::Native(_)) {
            return ours!(#leave #value;);
        }
        if let Some((pat, ty)) = filling {
            let filled = self.filled(&pat, ty.as_ref(), tail, value);
            return ours!(#leave #filled);
        }
        // The temporaries of an expression's value die before the temporaries that have names.
        if block.is_expr && !block.terminal && matches!(tail, Node::Native(_)) {
            ours!(#leave let value = #value; value)
        } else {
            let value = tidy::tail(value);
            ours!(#leave #value)
        }
    }

    /// A statement, and whether the next one belongs to this segment. `apart`: it stands as an expression, if it is a macro.
    fn stmt(&mut self, stmt: &Stmt, resume: bool, apart: bool) -> (TokenStream, bool) {
        match stmt {
            Stmt::Native(stmt) => {
                let natives = self.natives.borrow().clone();
                let leave = self.leave_slots(place::leaving_stmt(self, stmt));
                let renewed = self.renewed_in(stmt, &natives);
                let tokens = self.native_stmt(stmt, apart);
                let back = renewed.map(|local| self.put_back(local));
                (ours!(#leave #tokens #back), true)
            }
            Stmt::Argument(local) => (self.own(*local), true),
            Stmt::Expr(node) => {
                let tokens = self.node(node, resume, false);
                let goes_on = self.goes_on(node);
                (if goes_on { tidy::stmt(tokens) } else { tidy::last(tokens) }, goes_on)
            }
            Stmt::Let { ty, init, .. } if self.fills(stmt).is_some() => (self.fill_inside(stmt, ty.as_ref(), init, resume), true),
            Stmt::Let { pat, ty, init: Node::Native(init), deferred: false, ends }
                if let Some(tokens) = self.part_let(pat, ty.as_ref(), init, None, *ends) =>
            {
                (tokens, true)
            }
            Stmt::Let { pat, ty, init, deferred, ends } => {
                let leave = self.leave_for(init);
                let value = self.let_value(pat, init, resume);
                let (pat, ty) = self.names_outside(pat, ty.as_ref(), init);
                let tokens = match self.goes_on(init) {
                    false => tidy::last(value),
                    true if *deferred => self.assign(&pat, value),
                    true => self.bind(&pat, ty, value, *ends),
                };
                (ours!(#leave #tokens), self.goes_on(init))
            }
        }
    }
}
