//! Operands: what stands before a suspension point is evaluated, and named, before it.
use syn::{Expr, spanned::Spanned};

use super::{
    Lower, NeedsLeaf, Prelude, asked, callees,
    control::without_scope,
    place::{
        bare, is_comparison, is_compound, is_constant, is_constructor, is_local, is_place, is_rooted, is_stable,
        is_temporary_mutably, leaves_temporaries,
    },
    policy, suspend,
};
use crate::{emit::build, flow::native, ir::Node, names::LocalId, resolve::macros};

/// How an operation takes an operand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// By value.
    Value,
    /// As a place: it is borrowed, assigned or projected.
    Place,
    /// As the receiver of a method.
    Receiver,
}

impl Lower<'_> {
    /// Takes an expression apart so that `prelude` holds all that suspends, and what is returned does not suspend.
    ///
    /// With `hoist`, the machine suspends after the expression and within the life of its temporaries, so these get names too.
    pub fn flatten(&mut self, expr: Expr, prelude: &mut Prelude, hoist: bool) -> Result<Expr, NeedsLeaf> {
        let suspends = self.suspends(&expr);
        if !(suspends || (hoist && (leaves_temporaries(&expr) || is_left(&expr)))) {
            return Ok(if hoist { asked::all(expr) } else { expr });
        }
        match expr {
            Expr::Paren(mut node) => {
                *node.expr = self.flatten(*node.expr, prelude, hoist)?;
                Ok(Expr::Paren(node))
            }
            Expr::Await(node) => self.suspension(node, prelude),
            Expr::Macro(node) => self.macro_operands(node, prelude, hoist),
            Expr::Block(ref node) if let Some(value) = self.only_value(node) => self.operand(value.clone(), prelude, hoist),
            Expr::If(_) | Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) | Expr::Block(_) | Expr::Unsafe(_) if !suspends => {
                Err(NeedsLeaf)
            }
            Expr::Match(node) => self.match_operand(node, prelude, hoist),
            Expr::If(_) | Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) | Expr::Block(_) | Expr::Unsafe(_) => {
                let (span, text, outlived) = (expr.span(), build::text(&expr), matches!(expr, Expr::If(_)) && !self.edition_2024);
                let node = self.operand_node(expr)?;
                let node = if outlived { without_scope(node, prelude) } else { node };
                Ok(self.name_whole(text, node, span, prelude))
            }
            Expr::Binary(node) if build::short_circuit(&node.op).is_some() => {
                let (span, text) = (node.span(), build::text(&node));
                let node = self.operand_node(Expr::Binary(node))?;
                Ok(self.name_whole(text, node, span, prelude))
            }
            // What `..base` leaves of a temporary base dies with the statement.
            Expr::Struct(node)
                if (hoist || self.tails.braces.is_some()) && node.rest.as_deref().is_some_and(|rest| !is_place(rest)) =>
            {
                Err(NeedsLeaf)
            }
            // Built-in operators evaluate the right side first, overloaded ones the left.
            Expr::Binary(node) if is_compound(&node.op) && !is_rooted(&node.left) => Err(NeedsLeaf),
            other => self.operands(other, prelude, hoist),
        }
    }

    pub(super) fn suspension(&mut self, node: syn::ExprAwait, prelude: &mut Prelude) -> Result<Expr, NeedsLeaf> {
        let span = node.await_token.span;
        let (text, callee) = (build::text(&*node.base), self.callee(&node.base));
        if suspend::boxed(&node.base) && !self.suspends(&node.base) && !suspend::has_question(&node.base) {
            // rust-lang/rust E0720: a leaf future hides the type of a recursive call.
            let suspend = self.leaf_await(node);
            return Ok(self.name(&suspend::output_name(&callee), Node::Suspend(suspend), span, prelude));
        }
        // `write!(w, "{n}").await`: the future may borrow what the macro makes on the way.
        if matches!(bare(&node.base), Expr::Macro(base) if !macros::pin::is_pin(&base.mac)) {
            return Err(NeedsLeaf);
        }
        let future = self.flatten(*node.base, prelude, true)?;
        let suspend = self.suspend_node(future, text, &callee, span);
        Ok(self.name(&suspend::output_name(&callee), Node::Suspend(suspend), span, prelude))
    }

    /// The operands of an operation, in order. All before the last one that needs a prelude are evaluated there.
    fn operands(&mut self, mut expr: Expr, prelude: &mut Prelude, hoist: bool) -> Result<Expr, NeedsLeaf> {
        let (whole, terminal) = (expr.clone(), std::mem::take(&mut self.terminal));
        let left = is_left(&whole);
        let needs = |this: &Self, operand: &Expr, role: Role| {
            let placed = hoist && (leaves_temporaries(operand) || is_temporary(&whole, operand, role));
            this.suspends(operand) || placed || (left && suspend::has_question(operand) && !leaves_temporaries(operand))
        };
        let mut operands = operands_of(&mut expr)?;
        let Some(last) = operands.iter().rposition(|(operand, role)| needs(self, operand, *role)) else { return Err(NeedsLeaf) };
        callees::check(&whole, last)?;
        for (at, (operand, role)) in operands.iter_mut().enumerate() {
            if at > last {
                break;
            }
            let taken = std::mem::replace(&mut **operand, Expr::PLACEHOLDER);
            let (temporary, suspends) = (is_temporary(&whole, &taken, *role), self.suspends(&taken));
            let (own, outliving) = (prelude.len(), self.tails.outliving.len());
            let value = self.operand(taken, prelude, hoist || at < last)?;
            if self.tails.outliving.len() > outliving {
                self.declare_beside(&mut prelude[..own]);
            }
            if *role != Role::Value {
                self.mark_place(&value);
            }
            // The operands before it stay where they are while it is evaluated: what it borrows dies before them.
            let waits = terminal && self.in_one_row(prelude, own) && at > 0 && *role == Role::Value && !is_local(&value);
            **operand = if at < last
                || waits
                || (left && *role == Role::Value && suspend::has_question(&value) && !leaves_temporaries(&value))
            {
                self.save(value, *role, &whole, prelude)?
            } else if hoist && temporary {
                self.save_temporary(value, *role, suspends, prelude)?
            } else {
                value
            };
        }
        suspend::begin_at(&mut expr, whole.span());
        Ok(if hoist { asked::itself(expr) } else { expr })
    }

    /// Evaluates an operand before a suspension point.
    pub(super) fn save(&mut self, value: Expr, role: Role, whole: &Expr, prelude: &mut Prelude) -> Result<Expr, NeedsLeaf> {
        let span = value.span();
        let keep = match role {
            Role::Value => is_stable(&value) || is_fresh_temporary(self, &value),
            // Whether the call consumes the temporary that it is given only rustc can tell.
            Role::Receiver if is_fresh_temporary(self, &value) => borrows_receiver(whole),
            Role::Place | Role::Receiver => is_rooted(&value) || is_constant(&value),
        };
        if keep {
            let called = matches!(whole, Expr::MethodCall(_) | Expr::Call(_)) && role != Role::Value;
            let next = LocalId(self.resolver.locals.len());
            self.early.extend(native::place_of(&value).filter(|_| called).map(|(_, id, _)| (id, next)));
            return Ok(match role {
                Role::Value => asked::later(value),
                Role::Place | Role::Receiver if !matches!(whole, Expr::Call(_)) => asked::place_later(value),
                _ => value,
            });
        }
        match (role, bare(&value)) {
            (Role::Receiver, _) => self.save_temporary(value, role, false, prelude),
            (Role::Place, Expr::Index(_) | Expr::Field(_) | Expr::Unary(_)) if !matches!(whole, Expr::Assign(_)) => {
                Err(NeedsLeaf)
            }
            _ if leaves_temporaries(&value) => Err(NeedsLeaf),
            _ => {
                let value = self.name("operand", Node::Native(value), span, prelude);
                if role == Role::Place {
                    self.mark_place(&value);
                }
                Ok(value)
            }
        }
    }

    /// A temporary that is used as a place gets a name and stays until the end of the statement.
    fn save_temporary(&mut self, value: Expr, role: Role, suspends: bool, prelude: &mut Prelude) -> Result<Expr, NeedsLeaf> {
        if (role == Role::Receiver && !native::pins::is_pin(&value)) || is_local(&value) && !suspends || may_be_coerced(&value) {
            return Err(NeedsLeaf);
        }
        if is_local(&value) {
            return Ok(value);
        }
        let span = value.span();
        let value = self.name("temporary", Node::Native(asked::named(value)), span, prelude);
        self.mark_place(&value);
        Ok(value)
    }

    /// The local is used as a place: it lives until the end of the statement.
    pub(super) fn mark_place(&mut self, value: &Expr) {
        let Expr::Path(path) = bare(value) else { return };
        if let Some((local, _)) = path.path.get_ident().and_then(crate::names::decode)
            && self.resolver.locals[local.0].temp
        {
            self.places.insert(local);
        }
    }
}

/// The temporary that `flatten` has just named, to be moved into the operation.
fn is_fresh_temporary(lower: &Lower<'_>, value: &Expr) -> bool {
    let Expr::Path(path) = bare(value) else { return false };
    let local = path.path.get_ident().and_then(crate::names::decode).map(|(local, _)| local);
    local.is_some_and(|local| lower.resolver.locals[local.0].temp)
}

/// A call that may be left before it is made, of which nothing tells whether it moves its receiver, a local: that is no call for a keeper.
fn is_left(whole: &Expr) -> bool {
    let Expr::MethodCall(call) = whole else { return false };
    let known = policy::consumes(&call.method.to_string(), &call.args) || borrows_receiver(whole);
    is_local(&call.receiver) && !known && call.args.iter().any(suspend::has_question)
}

/// A call of a method that is known to borrow its receiver.
fn borrows_receiver(whole: &Expr) -> bool {
    matches!(whole, Expr::MethodCall(call) if policy::borrows(&call.method.to_string(), call.args.len(), false))
}

/// `[&a, &b]`: as an argument each element may be coerced to what the callee wants, `&dyn Trait`.
fn may_be_coerced(expr: &Expr) -> bool {
    let simple = |elem: &Expr| matches!(bare(elem), Expr::Lit(_) | Expr::Path(_));
    matches!(bare(expr), Expr::Array(node) if !node.elems.iter().all(simple))
}

/// An operand that is a value, where a place is wanted.
fn is_temporary(whole: &Expr, operand: &Expr, role: Role) -> bool {
    match role {
        Role::Value => false,
        Role::Receiver => {
            let Expr::MethodCall(call) = whole else { return false };
            !is_place(operand)
                && !policy::consumes(&call.method.to_string(), &call.args)
                && !super::place::is_plain(operand)
                && !is_constant(operand)
        }
        Role::Place if matches!(whole, Expr::Reference(node) if node.mutability.is_some()) => is_temporary_mutably(operand),
        Role::Place => !is_place(operand) && !is_constant(operand) && !super::place::is_plain(operand),
    }
}

fn binary_operands(node: &mut syn::ExprBinary) -> Vec<(&mut Expr, Role)> {
    let syn::ExprBinary { left, op, right, .. } = node;
    match op {
        op if is_comparison(op) => vec![(left, Role::Place), (right, Role::Place)],
        op if is_compound(op) => vec![(right, Role::Value), (left, Role::Place)],
        _ => vec![(left, Role::Value), (right, Role::Value)],
    }
}

/// Whether the expression is an operation.
pub(super) fn has_operands(expr: &Expr) -> bool {
    operands_of(&mut expr.clone()).is_ok()
}

/// Whether the operation has several operands.
pub fn has_several_operands(expr: &Expr) -> bool {
    operands_of(&mut bare(expr).clone()).is_ok_and(|operands| operands.len() > 1)
}

/// The operands of an operation in the order in which they are evaluated.
fn operands_of(expr: &mut Expr) -> Result<Vec<(&mut Expr, Role)>, NeedsLeaf> {
    fn value(e: &mut Expr) -> (&mut Expr, Role) {
        (e, Role::Value)
    }
    Ok(match expr {
        Expr::Call(node) => {
            let is_place = matches!(*node.func, Expr::Path(_)) || callees::stays(node);
            let role = if is_place { Role::Place } else { Role::Value };
            let mut list = if is_constructor(&node.func) { Vec::new() } else { vec![(&mut *node.func, role)] };
            list.extend(node.args.iter_mut().map(value));
            list
        }
        Expr::MethodCall(node) => {
            let consumed = policy::consumes(&node.method.to_string(), &node.args);
            let mut list = vec![(&mut *node.receiver, if consumed { Role::Value } else { Role::Receiver })];
            list.extend(node.args.iter_mut().map(value));
            list
        }
        Expr::Binary(node) => binary_operands(node),
        Expr::Assign(node) => {
            let syn::ExprAssign { left, right, .. } = node;
            vec![(&mut **right, Role::Value), (&mut **left, Role::Place)]
        }
        Expr::Tuple(node) => node.elems.iter_mut().map(value).collect(),
        Expr::Array(node) => node.elems.iter_mut().map(value).collect(),
        Expr::Struct(node) => {
            // What the literal leaves of its base stays where it is.
            let base = node.rest.as_deref_mut().map(|base| (base, Role::Place));
            node.fields.iter_mut().map(|field| value(&mut field.expr)).chain(base).collect()
        }
        Expr::Range(node) => node.start.iter_mut().chain(&mut node.end).map(|e| value(e)).collect(),
        Expr::Index(node) => {
            let syn::ExprIndex { expr, index, .. } = node;
            vec![(&mut **expr, Role::Place), (&mut **index, Role::Value)]
        }
        Expr::Field(node) => vec![(&mut node.base, Role::Place)],
        Expr::Reference(node) => vec![(&mut node.expr, Role::Place)],
        Expr::RawAddr(node) => vec![(&mut node.expr, Role::Place)],
        Expr::Unary(node) => {
            let role = if matches!(node.op, syn::UnOp::Deref(_)) { Role::Place } else { Role::Value };
            vec![(&mut node.expr, role)]
        }
        Expr::Cast(node) => vec![value(&mut node.expr)],
        Expr::Try(node) => vec![value(&mut node.expr)],
        Expr::Repeat(node) => vec![value(&mut node.expr)],
        Expr::Return(node) => node.expr.iter_mut().map(|e| value(e)).collect(),
        Expr::Break(node) => node.expr.iter_mut().map(|e| value(e)).collect(),
        Expr::Group(node) => vec![value(&mut node.expr)],
        _ => return Err(NeedsLeaf),
    })
}
