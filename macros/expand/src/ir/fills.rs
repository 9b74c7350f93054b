//! Where the value of a `let` is when temporaries of its initialiser die.
use syn::Pat;

use super::{Block, Node, Stmt};

impl Stmt {
    /// `let x = { ..; value };` where the block holds temporaries: `x` has its value when they die, so it is declared in front.
    ///
    /// Output: `let x'; { ..; x' = value; } let x = x';`
    pub fn fills(&self) -> Option<&Pat> {
        let Stmt::Let { pat, init: Node::Block(block), deferred: false, .. } = self else { return None };
        (block.lends_scope() || block.passes_on()).then_some(pat)
    }
}

impl Block {
    /// It is no scope of the source, or has nothing of its own to drop: what its tail leaves lives as long as its value is in flight.
    fn lends_scope(&self) -> bool {
        self.target.is_none() && (self.braces.is_none() || self.passes_on())
    }

    /// Its tail, which holds temporaries, gives the value to where it goes.
    pub fn passes_on(&self) -> bool {
        let plain = self.braces.is_none() || (self.outlived && self.stmts.is_empty());
        self.target.is_none() && plain && matches!(self.tail.as_deref(), Some(Node::Block(inner)) if inner.lends_scope())
    }
}
