//! The body is lowered, but only as far as suspension needs: what suspends becomes statements with explicit suspension points
//! and named temporaries; a subtree without one stays as the user wrote it.
//!
//! Input: `let n = f(a(), b(x).await)?;`
//! Output: `let n = { let t1 = a(); let t2 = suspend b(x); f(t1, t2)? };`
//!
//! Invariants:
//! 1. Operands are evaluated in the source's order: what stands before a suspension point and is not constant gets a name.
//! 2. A temporary that lives over a suspension point gets a name in a block that ends where the reference says it dies.
//! 3. Where only types could tell whether there is a temporary, the statement becomes one leaf future, and rustc tells.
pub mod asked;
mod callees;
mod chains;
pub mod control;
mod extended;
mod heads;
mod ignored;
mod leaf;
mod loops;
mod macros;
pub mod operand;
mod order;
pub mod place;
pub mod points;
pub mod policy;
pub mod rests;
mod stmt;
pub mod suspend;
mod tails;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::Span;
use syn::Expr;

use crate::{
    emit::build,
    ir::{Block, Node, Stmt, Suspend, Target, TargetId},
    names::{LocalId, MentionId},
    resolve::{Resolver, pattern::ident_pattern},
};
use tails::Ends;

/// A construct whose temporaries only rustc can place, or that we don't take apart: goes through a leaf future.
pub struct NeedsLeaf;

/// What an operand needs before it can be used: statements, in order.
pub type Prelude = Vec<Stmt>;

/// Lowers one body.
pub struct Lower<'r> {
    /// The locals.
    pub resolver: &'r mut Resolver,
    /// Macros that await inside, by the user's word.
    pub awaiting: &'r [String],
    /// Whether the caller's edition is 2024 or later.
    pub edition_2024: bool,
    /// What the function returns.
    output: &'r syn::Type,
    targets: Vec<Target>,
    loops: Vec<TargetId>,
    /// Temporaries that are used as places.
    places: BTreeSet<LocalId>,
    tails: tails::Tails,
    /// The operation at hand is the scope of its own temporaries.
    terminal: bool,
    target_count: usize,
    label_count: usize,
    /// The mentions as a receiver that is evaluated before an argument that waits, and the first local that is made later: if the call
    /// moves the receiver, it is moved by then.
    pub early: BTreeMap<MentionId, LocalId>,
}

impl<'r> Lower<'r> {
    /// For one function.
    pub fn new(resolver: &'r mut Resolver, awaiting: &'r [String], edition_2024: bool, output: &'r syn::Type) -> Self {
        Lower {
            resolver,
            awaiting,
            edition_2024,
            output,
            targets: Vec::new(),
            loops: Vec::new(),
            places: Default::default(),
            tails: Default::default(),
            terminal: false,
            target_count: 0,
            label_count: 0,
            early: BTreeMap::new(),
        }
    }

    fn suspends(&self, expr: &Expr) -> bool {
        suspend::expr(expr, self.awaiting)
    }

    fn temp(&mut self, name: &str, span: Span) -> LocalId {
        self.resolver.temp(name, span)
    }

    /// A mention of a temporary.
    fn mention(&mut self, local: LocalId, span: Span) -> Expr {
        build::path(self.resolver.mention(local, span))
    }

    /// `let temp = init;` and a mention of it.
    fn name(&mut self, name: &str, init: Node, span: Span, prelude: &mut Prelude) -> Expr {
        self.name_as(name, None, init, span, prelude)
    }

    /// `let value = init;` and a mention of it; `text`: the source of `init`.
    fn name_whole(&mut self, text: String, init: Node, span: Span, prelude: &mut Prelude) -> Expr {
        let value = self.name("value", init, span, prelude);
        if let Some(local) = self.resolver.locals.last_mut() {
            local.text = Some(text);
        }
        value
    }

    /// `let temp: ty = init;` and a mention of it.
    fn name_as(&mut self, name: &str, ty: Option<syn::Type>, init: Node, span: Span, prelude: &mut Prelude) -> Expr {
        let local = self.temp(name, span);
        self.resolver.locals[local.0].text = init.text();
        prelude.push(Stmt::Let { pat: ident_pattern(local, span, true), ty, init, deferred: false, ends: (span, span) });
        self.mention(local, span)
    }

    fn target(&mut self, label: Option<syn::Label>) -> Target {
        let id = TargetId(self.target_count);
        self.target_count += 1;
        Target { id, label }
    }

    /// Lowers an expression; if it can't be taken apart, into one leaf future.
    pub fn node(&mut self, expr: Expr) -> Node {
        self.node_of(expr, Ends::Statement)
    }

    /// [`Lower::node`] of an expression whose temporaries end so.
    fn node_of(&mut self, expr: Expr, ends: Ends) -> Node {
        if !(self.suspends(&expr) || self.outlives_operand(&expr)) {
            return Node::Native(expr);
        }
        if self.tails.braces.is_some() && place::has_scope(&expr) {
            return self.whole_of(expr, ends);
        }
        let (targets, outliving) = (self.targets.len(), self.tails.outliving.len());
        match self.take_apart(expr.clone(), ends) {
            Ok(node) => node,
            Err(NeedsLeaf) => {
                self.targets.truncate(targets);
                self.tails.outliving.truncate(outliving);
                let expr = if ends == Ends::Ignored { build::ignored(expr) } else { expr };
                self.leaf(expr, ends == Ends::Itself)
            }
        }
    }

    fn take_apart(&mut self, expr: Expr, ends: Ends) -> Result<Node, NeedsLeaf> {
        match expr {
            Expr::Paren(node) => self.take_apart(*node.expr, ends),
            Expr::Group(node) => self.take_apart(*node.expr, ends),
            Expr::Block(node) => match self.only_value(&node) {
                Some(value) => self.take_apart(value.clone(), ends),
                None => Ok(Node::Block(self.labelled_block(node))),
            },
            Expr::Unsafe(node) => {
                let mut block = self.block(node.block);
                block.is_unsafe = true;
                Ok(Node::Block(block))
            }
            Expr::If(node) => self.if_expr(node, ends),
            Expr::Match(node) => self.match_expr(node, ends),
            Expr::Loop(node) => Ok(Node::Loop(self.loop_expr(node))),
            Expr::While(node) => Ok(Node::Loop(self.while_expr(node)?)),
            Expr::ForLoop(node) => self.for_expr(node),
            Expr::Binary(node) if build::short_circuit(&node.op).is_some() => self.short_circuit(node),
            Expr::Break(mut node) if node.expr.is_some() => {
                let value = self.leaving(node.expr.take(), None);
                Ok(jump(value.0, Expr::Break(syn::ExprBreak { expr: value.1, ..node })))
            }
            Expr::Return(mut node) if node.expr.is_some() => {
                let value = self.leaving(node.expr.take(), Some(self.output.clone()));
                Ok(jump(value.0, Expr::Return(syn::ExprReturn { expr: value.1, ..node })))
            }
            _ => self.operation(expr, ends == Ends::Itself),
        }
    }

    /// The operand of a `break` or `return`, evaluated before it; `ty`: what it becomes there, which what is awaited itself is not asked for.
    fn leaving(&mut self, value: Option<Box<Expr>>, ty: Option<syn::Type>) -> (Prelude, Option<Box<Expr>>) {
        let mut stmts = Prelude::new();
        let value = value.map(|value| {
            let span = suspend::at(&value);
            let ty = ty.filter(|_| !matches!(*value, Expr::Await(_)));
            let node = self.node(*value);
            Box::new(self.name_as("value", ty, node, span, &mut stmts))
        });
        (stmts, value)
    }

    /// An operation whose operands suspend.
    fn operation(&mut self, expr: Expr, terminal: bool) -> Result<Node, NeedsLeaf> {
        let mut stmts = Prelude::new();
        // The scope of its operands is that of its temporaries: both die in the reverse order of their evaluation.
        let terminal = terminal && operand::has_operands(&expr);
        self.terminal = terminal;
        let hoist = self.outlives_operand(&expr);
        let mut value = self.flatten(expr, &mut stmts, hoist)?;
        self.take_assigned(&mut value);
        if self.tails.braces.is_none() {
            if !terminal {
                self.declare_places(&mut stmts);
            }
            let mut node = block_of(stmts, value);
            if let Node::Block(block) = &mut node {
                block.terminal = terminal;
            }
            return Ok(node);
        }
        Ok(self.tail_of(stmts, value))
    }

    /// How an awaited operand is called, by the user's names.
    fn callee(&self, operand: &Expr) -> String {
        let name = suspend::callee(operand);
        let local = syn::parse_str::<syn::Ident>(&name).ok().and_then(|ident| crate::names::decode(&ident));
        local.map_or(name, |(local, _)| self.resolver.locals[local.0].name.clone())
    }

    /// A suspension point.
    fn suspend_node(&mut self, future: Expr, text: String, callee: &str, span: Span) -> Suspend {
        let name = crate::names::snake(callee);
        let local = self.temp(if name.is_empty() { "future" } else { &name }, span);
        Suspend { future, local, name: callee.to_string(), text, span, leaf: None, also: Vec::new(), seg: None }
    }

    fn block(&mut self, block: syn::Block) -> Block {
        let mut out = Block { braces: Some(block.brace_token.span.join()), outlived: !self.edition_2024, ..Block::default() };
        let (count, braces) = (block.stmts.len(), block.brace_token.span.join());
        for (at, stmt) in block.stmts.into_iter().enumerate() {
            match stmt {
                syn::Stmt::Expr(expr, None) if at + 1 == count => out.tail = Some(Box::new(self.tail_node(expr, braces, at > 0))),
                syn::Stmt::Macro(node) if at + 1 == count && node.semi_token.is_none() => {
                    let expr = Expr::Macro(syn::ExprMacro { attrs: node.attrs, mac: node.mac });
                    out.tail = Some(Box::new(self.tail_node(expr, braces, at > 0)));
                }
                stmt => self.stmt(stmt, &mut out.stmts),
            }
        }
        out
    }

    fn labelled_block(&mut self, node: syn::ExprBlock) -> Block {
        let Some(label) = node.label else { return self.block(node.block) };
        let target = self.target(Some(label));
        self.targets.push(target.clone());
        let mut block = self.block(node.block);
        self.targets.pop();
        block.target = Some(target);
        block
    }

    /// Lowers the body of a function.
    pub fn body(&mut self, mut block: syn::Block) -> Block {
        chains::split(self, &mut block);
        self.whole_block(block)
    }
}

/// Statements and a value, as one node.
pub fn block_of(mut stmts: Prelude, value: Expr) -> Node {
    // Input: `{ let t = suspend f(); t }`  Output: `suspend f()`
    if let ([Stmt::Let { pat: syn::Pat::Ident(pat), init: Node::Suspend(_), .. }], Expr::Path(path)) = (&stmts[..], &value) {
        let bound = crate::names::decode(&pat.ident).map(|(local, _)| local);
        let used = path.path.get_ident().and_then(crate::names::decode).map(|(local, _)| local);
        if bound.is_some()
            && bound == used
            && let Some(Stmt::Let { init, .. }) = stmts.pop()
        {
            return init;
        }
    }
    if stmts.is_empty() {
        return Node::Native(value);
    }
    Node::Block(Block { stmts, tail: Some(Box::new(Node::Native(value))), is_expr: true, ..Block::default() })
}

fn jump(stmts: Prelude, jump: Expr) -> Node {
    Node::Block(Block { stmts, tail: Some(Box::new(Node::Native(jump))), ..Block::default() })
}
