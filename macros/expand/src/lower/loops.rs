//! Loops whose body or head suspends.
use syn::Expr;

use super::{Lower, NeedsLeaf, Prelude, control::wrap, place::bare, rests::take_wildcards, tails::Ends};
use crate::{
    emit::build,
    flow::pattern,
    ir::{Block, Loop, LoopKind, Match, MatchArm, Node, Stmt, Target},
    resolve::pattern::ident_pattern,
};

impl Lower<'_> {
    fn enter_loop(&mut self, label: Option<syn::Label>) -> Target {
        let target = self.target(label);
        self.loops.push(target.id);
        self.targets.push(target.clone());
        target
    }

    pub(super) fn loop_expr(&mut self, node: syn::ExprLoop) -> Loop {
        let target = self.enter_loop(node.label);
        let body = self.whole_block(node.body);
        self.targets.pop();
        Loop { target, kind: LoopKind::Loop, body, head: None, meet: Default::default() }
    }

    /// Input: `while cond { body }`
    /// Output: `loop { if cond { body } else { break } }`
    pub(super) fn while_expr(&mut self, node: syn::ExprWhile) -> Result<Loop, NeedsLeaf> {
        let span = node.while_token.span;
        let target = self.enter_loop(node.label);
        let branch = syn::ExprIf {
            attrs: Vec::new(),
            if_token: syn::Token![if](span),
            cond: node.cond,
            then_branch: node.body,
            else_branch: Some((Default::default(), Box::new(build::plain_break()))),
        };
        let tail = self.own_temporaries(|this| this.if_expr(branch, Ends::Statement))?;
        self.targets.pop();
        let body = Block { stmts: vec![Stmt::Expr(tail)], ..Block::default() };
        Ok(Loop { target, kind: LoopKind::While, body, head: None, meet: Default::default() })
    }

    /// The pattern of a `for`. What it leaves of an item dies at the end of the turn: it takes all of it.
    fn item(&mut self, mut pat: syn::Pat, items: &Expr) -> Result<syn::Pat, NeedsLeaf> {
        if matches!(bare(items), Expr::Range(_)) {
            return Ok(pat);
        }
        take_wildcards(self.resolver, &mut pat);
        // Behind a reference the pattern binds references: it leaves nothing that dies.
        if pattern::leaves(&pat) && !lends_items(items) { Err(NeedsLeaf) } else { Ok(pat) }
    }

    /// Input: `for pat in expr { body }`
    /// Output: `{ let iter = into_iter(expr); loop { match next(&mut iter) { Some(pat) => body, None => break } } }`
    ///
    /// In every edition it has the temporaries of `expr` for itself.
    pub(super) fn for_expr(&mut self, node: syn::ExprForLoop) -> Result<Node, NeedsLeaf> {
        self.own_temporaries(|this| this.for_loop(node))
    }

    fn for_loop(&mut self, node: syn::ExprForLoop) -> Result<Node, NeedsLeaf> {
        let mut prelude = Prelude::new();
        let span = super::suspend::at(&node.expr);
        if lends_items(&node.expr) {
            pattern::bindings(&node.pat).iter().for_each(|binding| self.resolver.locals[binding.local.0].lent = true);
        }
        let item = self.item(*node.pat, &node.expr)?;
        let lent = lends_items(&node.expr) && pattern::leaves(&item);
        let items = self.matched(*node.expr, &mut prelude, true)?;
        let iter = self.temp("iter", span);
        let pat = ident_pattern(iter, span, true);
        prelude.push(Stmt::Let {
            pat,
            ty: None,
            init: Node::Native(build::into_iter(&items)),
            deferred: false,
            ends: (span, span),
        });
        let target = self.enter_loop(node.label);
        let some = MatchArm { pat: build::some_pat(&item), guard: None, body: Node::Block(self.whole_block(node.body)) };
        let none = MatchArm { pat: build::none_pat(), guard: None, body: Node::Native(build::plain_break()) };
        self.targets.pop();
        let next = build::iter_next(&self.mention(iter, span));
        let scrutinee = if lent { build::lent(&next) } else { next };
        let branch = Node::Match(Match { scrutinee, arms: vec![some, none], meet: Default::default() });
        let body = Block { stmts: vec![Stmt::Expr(branch)], ..Block::default() };
        Ok(wrap(prelude, Node::Loop(Loop { target, kind: LoopKind::For, body, head: None, meet: Default::default() })))
    }
}

/// `&list`, `list.iter()`: the items are taken for references, which rustc checks where it matters.
fn lends_items(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Reference(_) => true,
        Expr::MethodCall(node) => ["iter", "iter_mut", "keys", "values", "values_mut"].iter().any(|name| node.method == name),
        _ => false,
    }
}
