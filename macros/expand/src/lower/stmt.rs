//! Statements: `let` in its forms, extended temporaries, expression statements.
use syn::{Expr, Pat, Stmt as SynStmt, spanned::Spanned};

use super::{
    Lower, NeedsLeaf, Prelude,
    place::{bare, is_constant},
};
use crate::{
    emit::build,
    ir::{Block, Match, MatchArm, Node, Stmt},
    names,
    resolve::macros::{self, Kind},
};

impl Lower<'_> {
    pub(super) fn stmt(&mut self, stmt: SynStmt, out: &mut Prelude) {
        match stmt {
            SynStmt::Local(mut local) => {
                self.extend_temporaries(&mut local, out);
                if super::suspend::stmt(&SynStmt::Local(local.clone()), self.awaiting) {
                    self.local(local, out);
                } else {
                    out.push(Stmt::Native(SynStmt::Local(local)));
                }
            }
            SynStmt::Expr(expr, _) if self.suspends(&expr) => {
                let node = self.node(expr);
                out.push(Stmt::Expr(node));
            }
            SynStmt::Macro(node) if macro_suspends(&node.mac, self.awaiting) => {
                let expr = Expr::Macro(syn::ExprMacro { attrs: node.attrs, mac: node.mac });
                let node = self.node(expr);
                out.push(Stmt::Expr(node));
            }
            stmt => out.push(Stmt::Native(stmt)),
        }
    }

    fn local(&mut self, local: syn::Local, out: &mut Prelude) {
        let Some(init) = local.init else { return };
        let (pat, ty) = match local.pat {
            Pat::Type(node) => (*node.pat, Some(*node.ty)),
            pat => (pat, None),
        };
        let Some((_, diverge)) = init.diverge else {
            let init = self.node(*init.expr);
            self.push_let(pat, ty, init, out);
            return;
        };
        let init = self.node(*init.expr);
        self.let_else(pat, ty, init, *diverge, out);
    }

    fn push_let(&mut self, pat: Pat, ty: Option<syn::Type>, init: Node, out: &mut Prelude) {
        // Input: `let n = { let t = suspend f(); t? };`  Output: `let t = suspend f(); let n = t?;`, as `t` is moved at once.
        match init {
            Node::Block(block) if block.is_expr && moves_its_only_temporary(&block) => {
                out.extend(block.stmts);
                if let Some(tail) = block.tail {
                    out.push(Stmt::Let { pat, ty, init: *tail });
                }
            }
            init => out.push(Stmt::Let { pat, ty, init }),
        }
    }

    /// Input: `let pat = init else { diverge };`
    /// Output: `let value = init; let names = match value { pat => names, _ => diverge };`
    fn let_else(&mut self, pat: Pat, ty: Option<syn::Type>, init: Node, diverge: Expr, out: &mut Prelude) {
        let span = pat.span();
        let mut stmts = Prelude::new();
        let local = self.temp("scrutinee", span);
        let bound = crate::resolve::pattern::ident_pattern(local, span, false);
        self.push_let(bound, ty, init, &mut stmts);
        let scrutinee = self.mention(local, span);
        let (inner, outer, value) = self.split_pattern(&pat);
        let wild = build::wild_pat();
        let arms = vec![
            MatchArm { pat: inner, guard: None, body: Node::Native(value) },
            MatchArm { pat: wild, guard: None, body: self.node(diverge) },
        ];
        let node = Node::Match(Match { scrutinee, arms, meet: Default::default() });
        let block = Block { stmts, tail: Some(Box::new(node)), ..Block::default() };
        out.push(Stmt::Let { pat: outer, ty: None, init: Node::Block(block) });
    }

    /// The pattern with new names, the names of the old one as a tuple pattern, and the new names as a tuple.
    fn split_pattern(&mut self, pat: &Pat) -> (Pat, Pat, Expr) {
        let mut inner = pat.clone();
        let bound = crate::flow::pattern::bindings(pat);
        let mut values = Vec::new();
        for binding in &bound {
            let old = &self.resolver.locals[binding.local.0];
            let (name, span) = (old.name.clone(), old.span);
            let new = self.temp(&name, span);
            crate::flow::pattern::rename(&mut inner, binding.local, new);
            values.push(self.mention(new, span));
        }
        let outer = build::tuple_pat(&bound.iter().map(|b| (names::binding(b.local, self.resolver.locals[b.local.0].span), b.mutable)).collect::<Vec<_>>());
        (inner, outer, build::tuple(&values))
    }

    /// `let x = &make();` makes a temporary that lives as long as `x` (reference, destructors, temporary lifetime extension).
    ///
    /// Output: `let temporary = make(); let x = &temporary;`
    fn extend_temporaries(&mut self, local: &mut syn::Local, out: &mut Prelude) {
        let Some(init) = &mut local.init else { return };
        if let Expr::Macro(node) = &*init.expr
            && node.mac.path.segments.last().is_some_and(|s| s.ident == "pin")
            && let Ok(inner) = node.mac.parse_body::<Expr>()
        {
            let span = inner.span();
            let init_node = self.node(inner);
            let place = self.name("pinned", init_node, span, out);
            *init.expr = build::pin_place(&place);
            return;
        }
        if has_ref(&local.pat) && !super::place::is_place(&init.expr) && !is_constant(&init.expr) {
            let taken = std::mem::replace(&mut *init.expr, Expr::PLACEHOLDER);
            let span = taken.span();
            let node = self.node(taken);
            *init.expr = self.name("temporary", node, span, out);
            return;
        }
        let mut expr = std::mem::replace(&mut *init.expr, Expr::PLACEHOLDER);
        let _ = self.extend(&mut expr, out);
        *init.expr = expr;
    }

    /// Walks the extending expressions of an initialiser.
    fn extend(&mut self, expr: &mut Expr, out: &mut Prelude) -> Result<(), NeedsLeaf> {
        match expr {
            Expr::Reference(node) => self.extend_operand(&mut node.expr, out),
            Expr::Paren(node) => self.extend(&mut node.expr, out),
            Expr::Cast(node) => self.extend(&mut node.expr, out),
            Expr::Tuple(node) if self.only_one_extends(node.elems.iter()) => {
                node.elems.iter_mut().try_for_each(|e| self.extend(e, out))
            }
            Expr::Array(node) if self.only_one_extends(node.elems.iter()) => {
                node.elems.iter_mut().try_for_each(|e| self.extend(e, out))
            }
            Expr::Struct(node) if self.only_one_extends(node.fields.iter().map(|f| &f.expr)) => {
                node.fields.iter_mut().try_for_each(|f| self.extend(&mut f.expr, out))
            }
            _ => Ok(()),
        }
    }

    /// Whether hoisting the operand of the one `&` keeps the order of evaluation: nothing before it does anything.
    fn only_one_extends<'e>(&self, operands: impl Iterator<Item = &'e Expr>) -> bool {
        let mut operands = operands.skip_while(|e| super::place::is_stable(e) || super::place::is_local(e));
        operands.next();
        operands.all(|e| !matches!(bare(e), Expr::Reference(_)) || super::place::is_stable(e))
    }

    fn extend_operand(&mut self, expr: &mut Expr, out: &mut Prelude) -> Result<(), NeedsLeaf> {
        match expr {
            Expr::Paren(node) => self.extend_operand(&mut node.expr, out),
            Expr::Field(node) => self.extend_operand(&mut node.base, out),
            Expr::Index(node) => self.extend_operand(&mut node.expr, out),
            Expr::Unary(node) if matches!(node.op, syn::UnOp::Deref(_)) => self.extend_operand(&mut node.expr, out),
            Expr::Path(_) => Ok(()),
            other if is_constant(other) => Ok(()),
            other => {
                self.extend(other, out)?;
                let span = other.span();
                let taken = std::mem::replace(other, Expr::PLACEHOLDER);
                let node = self.node(taken);
                *other = self.name("temporary", node, span, out);
                Ok(())
            }
        }
    }
}

fn has_ref(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(node) => node.by_ref.is_some(),
        Pat::Type(node) => has_ref(&node.pat),
        Pat::Tuple(node) => node.elems.iter().any(has_ref),
        Pat::Struct(node) => node.fields.iter().any(|f| has_ref(&f.pat)),
        Pat::TupleStruct(node) => node.elems.iter().any(has_ref),
        _ => false,
    }
}

fn macro_suspends(mac: &syn::Macro, awaiting: &[String]) -> bool {
    let kind = macros::kind(mac, awaiting);
    kind == Kind::Awaits || (kind != Kind::Verbatim && macros::mentions_await(mac.tokens.clone()))
}

/// `{ let t = suspend ..; t? }`: nothing lives until the end of the statement.
fn moves_its_only_temporary(block: &Block) -> bool {
    let ([Stmt::Let { .. }], Some(tail)) = (&block.stmts[..], &block.tail) else { return false };
    let Node::Native(mut value) = (**tail).clone() else { return false };
    while let Expr::Try(node) = value {
        value = *node.expr;
    }
    super::place::is_local(&value)
}
