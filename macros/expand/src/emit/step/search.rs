//! Searches in the tree of a body.
use syn::{Pat, Type};

use super::Emitter;
use crate::ir::{Block, If, Loop, Match, Node, SegId, Stmt, Suspend};

/// The pattern of a `let`, and the type that the source gives it.
pub(super) fn declared(stmt: &Stmt) -> Option<(&Pat, Option<&Type>)> {
    match stmt {
        Stmt::Native(syn::Stmt::Local(local)) => Some(typed(&local.pat)),
        Stmt::Let { pat, ty, .. } => Some((pat, ty.as_ref())),
        _ => None,
    }
}

/// A pattern without its type, and that.
pub(super) fn typed(pat: &Pat) -> (&Pat, Option<&Type>) {
    match pat {
        Pat::Type(node) => (&*node.pat, Some(&*node.ty)),
        pat => (pat, None),
    }
}

pub(super) fn stmt_has(stmt: &Stmt, seg: SegId) -> bool {
    match stmt {
        Stmt::Native(_) | Stmt::Argument(_) => false,
        Stmt::Expr(node) | Stmt::Let { init: node, .. } => node_has(node, seg),
    }
}

/// Whether the segment begins inside the block.
pub fn block_has(block: &Block, seg: SegId) -> bool {
    block.meet.join == Some(seg)
        || block.stmts.iter().any(|stmt| stmt_has(stmt, seg))
        || block.tail.as_ref().is_some_and(|tail| node_has(tail, seg))
}

pub(super) fn node_has(node: &Node, seg: SegId) -> bool {
    match node {
        Node::Native(_) => false,
        Node::Suspend(suspend) => suspend.seg == Some(seg),
        Node::Block(block) => block_has(block, seg),
        Node::If(branch) => {
            let otherwise = branch.otherwise.as_ref().is_some_and(|node| node_has(node, seg));
            branch.meet.join == Some(seg) || block_has(&branch.then, seg) || otherwise
        }
        Node::Match(node) => node.meet.join == Some(seg) || node.arms.iter().any(|arm| node_has(&arm.body, seg)),
        Node::Loop(node) => node.head == Some(seg) || node.meet.join == Some(seg) || block_has(&node.body, seg),
    }
}

/// The suspension point that begins the segment.
pub fn find_suspend(block: &Block, seg: SegId) -> Option<&Suspend> {
    fn in_node(node: &Node, seg: SegId) -> Option<&Suspend> {
        match node {
            Node::Native(_) => None,
            Node::Suspend(suspend) => (suspend.seg == Some(seg)).then_some(suspend),
            Node::Block(block) => find_suspend(block, seg),
            Node::If(branch) => find_suspend(&branch.then, seg).or_else(|| in_node(branch.otherwise.as_ref()?, seg)),
            Node::Match(node) => node.arms.iter().find_map(|arm| in_node(&arm.body, seg)),
            Node::Loop(node) => find_suspend(&node.body, seg),
        }
    }
    let stmts = block.stmts.iter().find_map(|stmt| match stmt {
        Stmt::Native(_) | Stmt::Argument(_) => None,
        Stmt::Expr(node) | Stmt::Let { init: node, .. } => in_node(node, seg),
    });
    stmts.or_else(|| in_node(block.tail.as_ref()?, seg))
}

impl Emitter<'_> {
    /// Whether what follows the node belongs to this segment.
    pub(super) fn goes_on(&self, node: &Node) -> bool {
        match node {
            Node::Native(_) => true,
            Node::Suspend(suspend) => suspend.seg == Some(self.seg),
            Node::Block(Block { meet, .. })
            | Node::If(If { meet, .. })
            | Node::Match(Match { meet, .. })
            | Node::Loop(Loop { meet, .. }) => meet.after == Some(self.seg),
        }
    }
}
