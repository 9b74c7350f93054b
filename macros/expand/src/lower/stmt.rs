//! Statements: `let` in its forms, extended temporaries, expression statements.
use syn::{Expr, Pat, Stmt as SynStmt, spanned::Spanned};

use super::{
    Lower, NeedsLeaf, Prelude,
    place::{bare, is_constant, leaves_temporaries},
};
use crate::{
    emit::build,
    flow::pattern,
    ir::{Block, If, Node, Stmt},
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
            SynStmt::Expr(expr, Some(_)) if self.suspends(&expr) && super::ignored::outlives_locals(&expr) => {
                let (span, mut stmts) = (expr.span(), Prelude::new());
                let node = self.initial(expr);
                let node = super::control::without_scope(node, &mut stmts);
                self.name("value", node, span, &mut stmts);
                out.push(Stmt::Expr(Node::Block(Block { stmts, ..Block::default() })));
            }
            SynStmt::Expr(expr, _) if self.suspends(&expr) => {
                let node = self.whole(expr);
                out.push(Stmt::Expr(node));
            }
            SynStmt::Macro(node) if macro_suspends(&node.mac, self.awaiting) => {
                let expr = Expr::Macro(syn::ExprMacro { attrs: node.attrs, mac: node.mac });
                let node = self.whole(expr);
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
        // What `let _ = f().await;` ignores dies as if it were a statement's value.
        let ignored = ty.is_none() && matches!(pat, Pat::Wild(_)) && init.diverge.is_none();
        if ignored && super::ignored::outlives_locals(&init.expr) {
            return self.stmt(SynStmt::Expr(*init.expr, Some(local.semi_token)), out);
        }
        let is_value = matches!(*init.expr, Expr::Await(_)) || super::operand::has_operands(&init.expr);
        if ignored && is_value && !super::place::is_place(&init.expr) {
            let node = self.whole(*init.expr);
            out.push(Stmt::Expr(node));
            return;
        }
        let Some((_, diverge)) = init.diverge else {
            let init = if self.binds_inside(&pat, &init.expr) { self.initial_leaf(*init.expr) } else { self.initial(*init.expr) };
            self.push_let(pat, ty, init, out);
            return;
        };
        let init = self.initial(*init.expr);
        self.let_else(pat, ty, init, *diverge, out);
    }

    /// Whether names get the parts of a value while temporaries are there that the tail of a block with a label has left, up to
    /// edition 2021: what a `break` gives the block is no value of these.
    fn binds_inside(&self, pat: &Pat, init: &Expr) -> bool {
        let Expr::Block(node) = init else { return false };
        !self.edition_2024 && node.label.is_some() && pattern::binds_parts(pat) && leaves_temporaries(init) && self.suspends(init)
    }

    fn push_let(&mut self, pat: Pat, ty: Option<syn::Type>, init: Node, out: &mut Prelude) {
        // Input: `let n = { let t = suspend f(); t? };`  Output: `let t = suspend f(); let n = t?;`, as `t` is moved at once.
        match init {
            Node::Block(block) if block.is_expr && moves_its_only_temporary(&block) => {
                out.extend(block.stmts);
                if let Some(tail) = block.tail {
                    out.push(Stmt::Let { pat, ty, init: *tail, deferred: false });
                }
            }
            init => out.push(Stmt::Let { pat, ty, init, deferred: false }),
        }
    }

    /// Input: `let pat = init else { diverge };`
    /// Output: `let names = 'chain: { { let value = init; if let pat = value { break 'chain names } } diverge };`, as the value that
    /// does not match is dropped before the other branch. A place stays where it is: `if let pat = place { break 'chain names }`.
    fn let_else(&mut self, pat: Pat, ty: Option<syn::Type>, init: Node, diverge: Expr, out: &mut Prelude) {
        let span = pat.span();
        let mut stmts = Prelude::new();
        let scrutinee = match init {
            Node::Native(place) if super::place::is_rooted(&place) => place,
            init => {
                let local = self.temp("scrutinee", span);
                self.push_let(crate::resolve::pattern::ident_pattern(local, span, false), ty, init, &mut stmts);
                self.mention(local, span)
            }
        };
        let (inner, outer, value) = self.split_pattern(&pat);
        let label = self.fresh_label(span);
        let target = self.target(Some(label.clone()));
        let leave = Node::Native(build::break_label(&label.name, Some(value)));
        let then = Block { stmts: vec![Stmt::Expr(leave)], ..Block::default() };
        let cond = build::let_cond(&inner, &scrutinee);
        stmts.push(Stmt::Expr(Node::If(If { cond, then, otherwise: None, meet: Default::default() })));
        let stmts = vec![Stmt::Expr(Node::Block(Block { stmts, ..Block::default() }))];
        self.targets.push(target.clone());
        let tail = Some(Box::new(self.whole(diverge)));
        self.targets.pop();
        let block = Block { stmts, tail, target: Some(target), ..Block::default() };
        out.push(Stmt::Let { pat: outer, ty: None, init: Node::Block(block), deferred: false });
    }

    /// The pattern with new names, the names of the old one as a tuple pattern, and the new names as a tuple.
    fn split_pattern(&mut self, pat: &Pat) -> (Pat, Pat, Expr) {
        let mut inner = pat.clone();
        let bound = pattern::bindings(pat);
        let mut values = Vec::new();
        for binding in &bound {
            let old = &self.resolver.locals[binding.local.0];
            let (name, span) = (old.name.clone(), old.span);
            let new = self.temp(&name, span);
            pattern::rename(&mut inner, binding.local, new);
            values.push(self.mention(new, span));
        }
        let outer = build::tuple_pat(
            &bound.iter().map(|b| (names::binding(b.local, self.resolver.locals[b.local.0].span), b.mutable)).collect::<Vec<_>>(),
        );
        (inner, outer, build::tuple(&values))
    }

    /// `let x = &make();` makes a temporary that lives as long as `x` (reference, destructors, temporary lifetime extension).
    ///
    /// Output: `let temporary = make(); let x = &temporary;`
    fn extend_temporaries(&mut self, local: &mut syn::Local, out: &mut Prelude) {
        let Some(init) = &mut local.init else { return };
        if let Expr::Macro(node) = &*init.expr
            && macros::pin::is_pin(&node.mac)
            && let Ok(inner) = node.mac.parse_body::<Expr>()
        {
            let span = super::suspend::at(&inner);
            let init_node = self.whole(inner);
            let place = self.name("pinned", init_node, span, out);
            *init.expr = build::pin_place(&place);
            return;
        }
        if has_ref(&local.pat) && !super::place::is_place(&init.expr) && !is_constant(&init.expr) {
            let taken = std::mem::replace(&mut *init.expr, Expr::PLACEHOLDER);
            let span = super::suspend::at(&taken);
            let node = self.whole(taken);
            *init.expr = self.name("temporary", node, span, out);
            return;
        }
        let mut expr = std::mem::replace(&mut *init.expr, Expr::PLACEHOLDER);
        let elements = slice_elements(&local.pat, &expr);
        let _ = self.extend(&mut expr, out);
        *init.expr = expr;
        if let (Some(elements), Some(Stmt::Let { ty, .. })) = (elements, out.last_mut()) {
            *ty = Some(elements);
        }
    }

    /// Walks the extending expressions of an initialiser.
    fn extend(&mut self, expr: &mut Expr, out: &mut Prelude) -> Result<(), NeedsLeaf> {
        match expr {
            Expr::Reference(node) => self.extend_operand(&mut node.expr, node.mutability.is_some(), out),
            Expr::Paren(node) => self.extend(&mut node.expr, out),
            Expr::Cast(node) => self.extend(&mut node.expr, out),
            Expr::Tuple(node) => self.extend_all(node.elems.iter_mut().collect(), out),
            Expr::Array(node) => self.extend_all(node.elems.iter_mut().collect(), out),
            Expr::Struct(node) if node.rest.is_none() => {
                self.extend_all(node.fields.iter_mut().map(|f| &mut f.expr).collect(), out)
            }
            Expr::Block(node) if node.label.is_none() => self.extend_tail(&mut node.block, out),
            Expr::Unsafe(node) => self.extend_tail(&mut node.block, out),
            Expr::If(node) => {
                self.extend_tail(&mut node.then_branch, out)?;
                node.else_branch.as_mut().map_or(Ok(()), |(_, otherwise)| self.extend(otherwise, out))
            }
            Expr::Match(node) => node.arms.iter_mut().try_for_each(|arm| self.extend_value(&mut arm.body, out)),
            _ => Ok(()),
        }
    }

    /// The parts of a literal, in order: what stands before a part that extends is evaluated before it.
    fn extend_all(&mut self, parts: Vec<&mut Expr>, out: &mut Prelude) -> Result<(), NeedsLeaf> {
        let Some(last) = parts.iter().rposition(|part| extends(part)) else { return Ok(()) };
        for (at, part) in parts.into_iter().enumerate().take_while(|(at, _)| *at <= last) {
            if extends(part) {
                self.extend(part, out)?;
            } else if at < last && !super::place::is_stable(part) {
                let span = part.span();
                let taken = std::mem::replace(part, Expr::PLACEHOLDER);
                let node = self.whole(taken);
                *part = self.name("part", node, span, out);
            }
        }
        Ok(())
    }

    fn extend_tail(&mut self, block: &mut syn::Block, out: &mut Prelude) -> Result<(), NeedsLeaf> {
        match block.stmts.last_mut() {
            Some(SynStmt::Expr(tail, None)) => self.extend_value(tail, out),
            _ => Ok(()),
        }
    }

    /// Input: `&make()` at the end of a block  Output: `{ temporary = make(); &temporary }`, with `let temporary;` outside.
    fn extend_value(&mut self, tail: &mut Expr, out: &mut Prelude) -> Result<(), NeedsLeaf> {
        let Expr::Reference(node) = tail else { return self.extend(tail, out) };
        if super::place::is_place(&node.expr) || (is_constant(&node.expr) && node.mutability.is_none()) {
            return Ok(());
        }
        let span = super::suspend::at(&node.expr);
        let local = self.temp("temporary", span);
        out.push(Stmt::Native(build::declare(&crate::resolve::pattern::ident_pattern(local, span, true))));
        let (assigned, used) = (self.mention(local, span), self.mention(local, span));
        let value = std::mem::replace(&mut *node.expr, used);
        let reference = Expr::Reference(node.clone());
        *tail = build::assign_then(&assigned, &value, &reference);
        Ok(())
    }

    fn extend_operand(&mut self, expr: &mut Expr, mutable: bool, out: &mut Prelude) -> Result<(), NeedsLeaf> {
        match expr {
            Expr::Paren(node) => self.extend_operand(&mut node.expr, mutable, out),
            Expr::Field(node) => self.extend_operand(&mut node.base, mutable, out),
            Expr::Index(node) => self.extend_operand(&mut node.expr, mutable, out),
            Expr::Unary(node) if matches!(node.op, syn::UnOp::Deref(_)) => self.extend_operand(&mut node.expr, mutable, out),
            Expr::Path(_) => Ok(()),
            other if is_constant(other) && !mutable => Ok(()),
            other => {
                self.extend(other, out)?;
                let span = super::suspend::at(other);
                let taken = std::mem::replace(other, Expr::PLACEHOLDER);
                let node = self.whole(taken);
                *other = self.name("temporary", node, span, out);
                Ok(())
            }
        }
    }
}

/// Input: `let all: &[Box<dyn Any>] = &[a, b];`  Output: `[Box<dyn Any>; _]`, to which the elements are coerced
fn slice_elements(pat: &Pat, init: &Expr) -> Option<syn::Type> {
    let (Pat::Type(pat), Expr::Reference(init)) = (pat, init) else { return None };
    let (syn::Type::Reference(ty), Expr::Array(_)) = (&*pat.ty, &*init.expr) else { return None };
    let syn::Type::Slice(slice) = &*ty.elem else { return None };
    (!is_constant(&init.expr) || init.mutability.is_some()).then(|| build::array_type(&slice.elem))
}

/// Whether an expression has a `&` of a temporary that is extended.
fn extends(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Reference(node) => !super::place::is_stable(expr) || (node.mutability.is_some() && is_constant(&node.expr)),
        Expr::Cast(node) => extends(&node.expr),
        Expr::Tuple(node) => node.elems.iter().any(extends),
        Expr::Array(node) => node.elems.iter().any(extends),
        Expr::Struct(node) => node.fields.iter().any(|f| extends(&f.expr)),
        _ => false,
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
    kind == Kind::Awaits || (kind != Kind::Verbatim && macros::awaits(mac.tokens.clone(), awaiting))
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
