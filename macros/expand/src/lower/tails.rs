//! Up to edition 2021 the temporaries of a block's tail outlive the block: they die with the innermost statement, branch, arm,
//! loop body or function body around it (reference, destructors, temporary scopes).
//!
//! Input: `{ let x = a(); f(&b(), c().await) }`
//! Output: `{ let temporary; { let x = a(); temporary = b(); let output = suspend c(); f(&temporary, output) } }`
//!
//! Where a leaf future has these temporaries, it owns the locals of the blocks whose tail it is: they die in it, before them.
use proc_macro2::Span;

use super::{
    Lower, NeedsLeaf, Prelude,
    place::{is_place, leaves_temporaries},
};
use crate::{
    emit::build,
    ir::{Block, Node, Stmt},
    names::LocalId,
    resolve::pattern::ident_pattern,
};

/// What the temporaries of an expression end with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// The statement that it is a part of.
    Statement,
    /// The expression: it is the scope of its own temporaries.
    Itself,
    /// The `let` whose initialiser it is: they are there until the value is in its place.
    Let,
    /// The statement, with its value, which dies before them.
    Ignored,
}

/// The temporaries of the scope at hand.
#[derive(Default)]
pub struct Tails {
    /// The braces of the innermost block whose tail the expression at hand is, if its temporaries outlive that block.
    pub braces: Option<Span>,
    /// The block at hand is a branch, an arm or a body: it has the temporaries of its tail for itself.
    pub whole: bool,
    /// The expression is an operand: what it leaves behind outlives more than the blocks that it ends.
    pub operand: bool,
    /// A leaf future has temporaries that only a leaf future of the whole operation would keep long enough.
    pub misplaced: bool,
    /// The temporaries to be declared in front of the scope.
    pub outliving: Vec<LocalId>,
}

impl Lower<'_> {
    /// Lowers what has its temporaries for itself: a branch, an arm, the body of a loop.
    pub(super) fn own_temporaries<E>(&mut self, inside: impl FnOnce(&mut Self) -> Result<Node, E>) -> Result<Node, E> {
        let outer = std::mem::take(&mut self.tails);
        let node = inside(self);
        let Tails { mut outliving, .. } = std::mem::replace(&mut self.tails, outer);
        let node = node?;
        if outliving.is_empty() {
            return Ok(node);
        }
        // In the order of their evaluation.
        outliving.sort();
        let stmts = outliving.into_iter().map(|local| {
            let span = self.resolver.locals[local.0].span;
            Stmt::Native(build::declare(&ident_pattern(local, span, true)))
        });
        let (stmts, tail) = (stmts.collect(), Some(Box::new(node)));
        Ok(Node::Block(Block { stmts, tail, is_expr: true, ..Block::default() }))
    }

    /// [`Lower::node`] for what has its temporaries for itself.
    pub(super) fn whole(&mut self, expr: syn::Expr) -> Node {
        self.whole_of(expr, Ends::Statement)
    }

    /// As [`Lower::whole`], for an expression whose temporaries end so.
    pub(super) fn whole_of(&mut self, expr: syn::Expr, ends: Ends) -> Node {
        let Ok(node) = self.own_temporaries(|this| Ok::<_, std::convert::Infallible>(this.node_of(expr, ends)));
        node
    }

    /// As [`Lower::whole`], for the initialiser of a `let`.
    pub(super) fn initial(&mut self, expr: syn::Expr) -> Node {
        self.whole_of(expr, Ends::Let)
    }

    /// As [`Lower::initial`], as one leaf future.
    pub(super) fn initial_leaf(&mut self, expr: syn::Expr) -> Node {
        let Ok(node) = self.own_temporaries(|this| Ok::<_, std::convert::Infallible>(this.leaf(expr, false)));
        node
    }

    /// As [`Lower::whole`], for an expression whose temporaries die in the order in which its operands do.
    pub(super) fn terminal(&mut self, expr: syn::Expr) -> Node {
        self.whole_of(expr, Ends::Itself)
    }

    /// Whether what a pattern leaves of a temporary is there when the value of the branch is in its place.
    pub(super) fn keeps_rests(&self, ends: Ends) -> bool {
        match ends {
            Ends::Statement => self.tails.operand || self.tails.braces.is_some(),
            Ends::Itself => false,
            Ends::Let | Ends::Ignored => true,
        }
    }

    /// [`Lower::block`] for what has its temporaries for itself.
    pub(super) fn whole_block(&mut self, block: syn::Block) -> Block {
        let Ok(node) = self.own_temporaries(|this| {
            this.tails.whole = true;
            Ok::<_, std::convert::Infallible>(Node::Block(this.block(block)))
        });
        match node {
            Node::Block(block) => block,
            node => super::control::value_block(node),
        }
    }

    /// [`Lower::whole`] for a branch or an arm.
    pub(super) fn branch(&mut self, expr: syn::Expr) -> Node {
        match expr {
            syn::Expr::Block(node) if node.label.is_none() => Node::Block(self.whole_block(node.block)),
            expr => self.whole(expr),
        }
    }

    /// The value that braces are no scope of, up to edition 2021.
    ///
    /// Input: `{ f(x) }`  Output: `f(x)`
    pub(super) fn only_value<'e>(&self, node: &'e syn::ExprBlock) -> Option<&'e syn::Expr> {
        match &node.block.stmts[..] {
            [syn::Stmt::Expr(value, None)] if node.label.is_none() && !is_place(value) => Some(value),
            _ => None,
        }
        .filter(|_| !self.edition_2024)
    }

    /// The tail of a block.
    pub(super) fn tail_node(&mut self, expr: syn::Expr, braces: Span, has_stmts: bool) -> Node {
        if self.edition_2024 {
            return self.node_of(expr, Ends::Itself);
        }
        let outer = self.tails.braces;
        // A block without statements has nothing to outlive, but as an operand, or if its value is in flight while they die.
        let outlives = has_stmts || std::mem::take(&mut self.tails.whole) || (outer.is_none() && self.tails.operand);
        self.tails.braces = if outlives { Some(braces) } else { outer };
        let node = self.node(expr);
        self.tails.braces = outer;
        node
    }

    /// An operation at the end of a block: the temporaries of its value are those of the tail.
    pub(super) fn tail_of(&mut self, mut stmts: Prelude, value: syn::Expr) -> Node {
        self.outlive(&mut stmts);
        let mut node = super::block_of(stmts, value);
        if let Node::Block(block) = &mut node {
            (block.is_expr, block.outlived, block.braces) = (false, true, self.tails.braces);
        }
        node
    }

    /// An operand that is a block, or ends in one: the operation keeps the temporaries of its tail.
    pub(super) fn operand_node(&mut self, expr: syn::Expr) -> Result<Node, NeedsLeaf> {
        let outer = std::mem::replace(&mut self.tails.operand, true);
        let node = self.take_apart(expr, Ends::Statement);
        self.tails.operand = outer;
        if std::mem::take(&mut self.tails.misplaced) { Err(NeedsLeaf) } else { node }
    }

    /// Whether the expression is the tail of an operand, and leaves temporaries that outlive it.
    pub(super) fn outlives_operand(&self, expr: &syn::Expr) -> bool {
        self.tails.operand && self.tails.braces.is_some() && leaves_temporaries(expr)
    }

    /// The braces of the block whose locals die in the leaf future that `expr` becomes.
    pub(super) fn outlived_by(&mut self, expr: &syn::Expr) -> Option<Span> {
        let braces = self.tails.braces.filter(|_| leaves_temporaries(expr))?;
        self.tails.misplaced |= self.tails.operand;
        Some(braces)
    }

    /// A scrutinee is a place: its value lives as long as the temporaries beside it. Whether it is the tail's.
    pub(super) fn outlived_scrutinee(&mut self, scrutinee: &syn::Expr) -> bool {
        let is_tail = self.tails.braces.is_some();
        if is_tail {
            self.mark_place(scrutinee);
        }
        is_tail
    }

    /// Declares the temporaries that are used as places where the tail's temporaries live.
    pub(super) fn outlive(&mut self, stmts: &mut Prelude) {
        if self.tails.braces.is_some() {
            self.declare_beside(stmts);
        }
    }

    /// Declares the temporaries that are used as places where those of a tail are: they die in one row.
    pub(super) fn declare_beside(&mut self, stmts: &mut [Stmt]) {
        for stmt in stmts {
            let Some(local) = super::order::bound_temp(stmt).filter(|local| self.places.contains(local)) else { continue };
            // One that is deferred has been declared there for the expression inside.
            if let Stmt::Let { deferred: deferred @ false, .. } = stmt {
                *deferred = true;
                self.tails.outliving.push(local);
            }
        }
    }
}
