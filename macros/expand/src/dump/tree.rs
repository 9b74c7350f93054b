//! The tree after `lower`, one node a line.
use std::fmt::Write;

use super::{line, local_name, source};
use crate::ir::{Block, Local, Node, Stmt};

/// The text of a lowered body.
pub(super) fn lowered(block: &Block, locals: &[Local]) -> String {
    let mut tree = Tree { out: String::new(), depth: 0, locals };
    tree.block(block);
    tree.out
}

struct Tree<'l> {
    out: String,
    depth: usize,
    locals: &'l [Local],
}

impl Tree<'_> {
    fn say(&mut self, text: &str) {
        line!(self.out, "{:indent$}{text}", "", indent = self.depth * 2);
    }

    fn inside(&mut self, text: &str, inside: impl FnOnce(&mut Self)) {
        self.say(text);
        self.depth += 1;
        inside(self);
        self.depth -= 1;
    }

    fn block(&mut self, block: &Block) {
        for stmt in &block.stmts {
            self.stmt(stmt);
        }
        if let Some(tail) = &block.tail {
            self.inside("value", |this| this.node(tail));
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Native(stmt) => self.say(&source(stmt, self.locals)),
            Stmt::Let { pat, init, deferred, .. } => {
                let word = if *deferred { "assign" } else { "let" };
                self.inside(&format!("{word} {}", source(pat, self.locals)), |this| this.node(init));
            }
            Stmt::Expr(node) => self.node(node),
            Stmt::Argument(local) => self.say(&format!("argument {}", local_name(*local, self.locals))),
        }
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Native(expr) => self.say(&source(expr, self.locals)),
            Node::Suspend(suspend) => {
                let kind = if suspend.leaf.is_some() { "leaf" } else { "suspend" };
                let (slot, future) = (local_name(suspend.local, self.locals), source(&suspend.future, self.locals));
                self.say(&format!("{kind} {} in {slot}: {future}", suspend.name));
                for point in &suspend.also {
                    self.say(&format!("also {}", point.name));
                }
            }
            Node::Block(block) => self.inside("block", |this| this.block(block)),
            Node::If(branch) => {
                self.inside(&format!("if {}", source(&branch.cond, self.locals)), |this| this.block(&branch.then));
                if let Some(otherwise) = &branch.otherwise {
                    self.inside("else", |this| this.node(otherwise));
                }
            }
            Node::Match(node) => {
                self.inside(&format!("match {}", source(&node.scrutinee, self.locals)), |this| {
                    for arm in &node.arms {
                        let guard =
                            arm.guard.as_ref().map_or(String::new(), |guard| format!(" if {}", source(guard, this.locals)));
                        this.inside(&format!("{}{guard} =>", source(&arm.pat, this.locals)), |this| this.node(&arm.body));
                    }
                });
            }
            Node::Loop(node) => self.inside(&format!("loop ({:?})", node.kind), |this| this.block(&node.body)),
        }
    }
}
