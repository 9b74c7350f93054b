//! The graph of native code: expressions and statements without suspension points.
mod boxes;
mod captures;
mod control;
mod guards;
mod macros;
mod methods;
mod parting;
pub mod pins;
mod references;
mod renewals;

use syn::{Expr, Stmt};

use super::{Matching, Use, build::Builder, graph::Event, pattern, scalars};
use crate::{
    emit::build,
    lower::{
        place::{bare, is_comparison, is_compound},
        policy,
    },
    names::{self, LocalId},
};
pub use control::has_let;
pub(super) use guards::makes_guard;
pub use parting::{is_owned, matched_place, place_of};
pub(super) use renewals::Overwritten;

impl Builder {
    pub(super) fn native_stmt(&mut self, stmt: &Stmt) {
        // A local that is assigned around the block keeps its value until the block has ended.
        let outer = self.overwritten;
        self.overwritten = outer.filter(|local| local.renewed.is_some() || matches!(stmt, Stmt::Expr(_, None)));
        match stmt {
            Stmt::Local(local) => self.native_let(local),
            Stmt::Expr(expr, _) => self.expr(expr, Use::Value),
            Stmt::Macro(node) => self.macro_mentions(&node.mac),
            Stmt::Item(_) => {}
        }
        self.overwritten = outer;
    }

    pub(super) fn native_let(&mut self, local: &syn::Local) {
        let Some(init) = &local.init else {
            for binding in pattern::bindings(&local.pat) {
                self.declare(binding.local);
            }
            return;
        };
        if matches!(local.pat, syn::Pat::Wild(_)) && self.leaves_alone(&init.expr) {
            return;
        }
        if let syn::Pat::Type(node) = &local.pat {
            let once = policy::once(&self.declared.types.meant(&node.ty));
            pattern::bindings(&node.pat).iter().for_each(|b| self.locals[b.local.0].once |= once);
        }
        let simple = matches!(local.pat, syn::Pat::Ident(ref p) if p.by_ref.is_none() && p.subpat.is_none() && names::decode(&p.ident).is_some())
            || matches!(&local.pat, syn::Pat::Type(t) if matches!(*t.pat, syn::Pat::Ident(_)));
        if simple || (self.unboxes(&local.pat, &init.expr) && init.diverge.is_none()) {
            self.expr(&init.expr, Use::Value)
        } else {
            self.scrutinee(&init.expr);
            let by = if init.diverge.is_some() { Matching::LetElse } else { Matching::Let };
            self.note_matched(&[&local.pat], &init.expr, by);
        }
        if let Some((_, diverge)) = &init.diverge {
            let (start, seg) = (self.event(Event::None), self.seg);
            self.expr(diverge, Use::Value);
            (self.at, self.seg, self.reached) = (start, seg, true);
        }
        self.note_scalars(&local.pat, &init.expr);
        self.note_known(&local.pat, &init.expr);
        self.note_types(&local.pat, &init.expr);
        self.note_made(&local.pat, &init.expr);
        self.note_owned(&local.pat, &init.expr);
        self.note_closure(&local.pat, &init.expr);
        if init.diverge.is_none() {
            self.part_let(&local.pat, &init.expr);
        } else {
            self.part_arms(&[&local.pat], &init.expr);
            self.part_arm(&local.pat, &init.expr);
        }
        if makes_guard(&init.expr, &self.facts.guards) {
            self.guards(&local.pat);
        }
        self.bind_value(&local.pat, (!simple).then_some(&init.expr));
    }

    /// Boxes and pins, and what methods consume that borrow other values.
    pub(super) fn note_made(&mut self, pat: &syn::Pat, init: &Expr) {
        let called = if let Expr::Call(call) = bare(init) { build::text(&call.func) } else { String::new() };
        let declared = if let syn::Pat::Type(node) = pat { build::text(&node.ty) } else { String::new() };
        let by_type = policy::consumers(&declared, &declared);
        let consumers = if by_type.is_empty() { policy::consumers(&build::text(init), &called) } else { by_type };
        let (pinned, boxed) = (pins::is_pin(init), called.ends_with("Box :: new"));
        for binding in pattern::bindings(pat) {
            if !consumers.is_empty() {
                self.locals[binding.local.0].consumers = consumers;
            }
            self.locals[binding.local.0].boxed |= boxed;
            self.locals[binding.local.0].pinned |= pinned;
        }
    }

    pub(super) fn native_block(&mut self, block: &syn::Block) {
        self.scoped(|this| {
            for stmt in &block.stmts {
                this.statement(|this| this.native_stmt(stmt));
            }
        });
    }

    /// Walks an expression in the order of evaluation; `role` is what is done with its value.
    pub(super) fn expr(&mut self, expr: &Expr, role: Use) {
        match expr {
            Expr::Path(node) => {
                if let Some(ident) = node.path.get_ident() {
                    self.mention(ident, role);
                }
            }
            Expr::Paren(node) => self.expr(&node.expr, role),
            Expr::Group(node) => self.expr(&node.expr, role),
            Expr::Field(node) => self.field(node, role),
            Expr::Index(node) => {
                match local_of(&node.expr).filter(|local| self.is_reference(*local)) {
                    Some(_) => self.behind(|this| this.expr(&node.expr, Use::Place)),
                    None => self.expr(&node.expr, Use::Place),
                }
                self.expr(&node.index, Use::Value);
            }
            Expr::Reference(node) => {
                if node.mutability.is_some() {
                    self.lend(&node.expr);
                }
                self.expr(&node.expr, Use::Place);
            }
            Expr::RawAddr(node) => self.expr(&node.expr, Use::Place),
            Expr::Unary(node) => self.unary(node, role),
            Expr::Binary(node) => self.binary(node),
            Expr::Assign(node) => self.assignment(node),
            Expr::MethodCall(node) => self.method_call(node),
            Expr::Call(node) => {
                self.callee(&node.func);
                node.args.iter().for_each(|e| self.expr(e, Use::Value));
                if policy::ends(&node.func) {
                    self.stop();
                }
            }
            Expr::Closure(_) | Expr::Async(_) => self.captures(expr),
            Expr::Macro(node) => self.macro_mentions(&node.mac),
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Try(_) => self.leaving(expr),
            _ => {
                self.nesting += 1;
                self.control(expr);
                self.nesting -= 1;
            }
        }
    }

    /// The operand of an `.await`.
    pub(super) fn awaited(&mut self, operand: &Expr) {
        self.awaited = matches!(bare(operand), Expr::MethodCall(_));
        self.expr(operand, Use::Value);
    }

    pub(super) fn field(&mut self, node: &syn::ExprField, role: Use) {
        let role = match role {
            // A number is copied, wherever its local stays.
            Use::Value | Use::Receiver(true) | Use::Part if self.is_copied(node) => {
                return self.behind(|this| this.field_as(node, Use::Place));
            }
            Use::Value | Use::Receiver(true) | Use::Part => Use::Part,
            Use::Receiver(false) | Use::Unknown | Use::Scrutinee => Use::Unknown,
            _ => Use::Place,
        };
        self.field_as(node, role);
    }

    /// Whether a field is a number, by its type, outside of closures and async blocks: those capture it.
    fn is_copied(&self, node: &syn::ExprField) -> bool {
        self.inner == 0 && self.type_of(&Expr::Field(node.clone())).is_some_and(|ty| scalars::is_number(&ty))
    }

    fn field_as(&mut self, node: &syn::ExprField, role: Use) {
        if let Some((ident, members)) = field_path(node) {
            self.field = Some(members.iter().map(member_text).collect());
            match names::decode(&ident) {
                Some((local, _)) if self.is_reference(local) => self.behind(|this| this.mention(&ident, role)),
                _ => self.mention(&ident, role),
            }
            self.field = None;
            if let Some((_, Some(id))) = names::decode(&ident) {
                self.facts.parts.insert(id, members);
            }
        } else {
            let role = if role == Use::Place { role } else { Use::Place };
            self.expr(&node.base, role);
        }
    }

    pub(super) fn binary(&mut self, node: &syn::ExprBinary) {
        self.note_beside(node);
        let comparison = is_comparison(&node.op);
        let role = if comparison { Use::Place } else { Use::Value };
        if is_compound(&node.op) {
            self.expr(&node.right, Use::Value);
            self.passing(&node.left, Use::Place, true);
        } else if matches!(node.op, syn::BinOp::And(_) | syn::BinOp::Or(_)) {
            self.condition_native(&node.left);
            let skip = self.here();
            self.condition_native(&node.right);
            let mut ends = self.here();
            // Names that a `let` on the right binds are used only where the right side was evaluated.
            if !has_let(&node.right) && !has_let(&node.left) {
                ends.extend(skip);
            }
            self.meet(&ends);
        } else {
            if !comparison {
                self.facts.numbers.extend([&node.left, &node.right].into_iter().filter_map(|operand| local_of(operand)));
            }
            self.passing(&node.left, role, comparison);
            self.passing(&node.right, role, comparison);
        }
    }

    /// An operand, of which no borrow is left afterwards if it is `passing` and a local.
    pub(super) fn passing(&mut self, operand: &Expr, role: Use, passing: bool) {
        self.passing = passing && self.inner == 0 && local_of(operand).is_some();
        self.expr(operand, role);
        self.passing = false;
    }

    pub(super) fn assign(&mut self, left: &Expr) {
        match bare(left) {
            Expr::Path(_) => self.expr(left, Use::Assign),
            Expr::Tuple(node) => node.elems.iter().for_each(|e| self.assign(e)),
            Expr::Array(node) => node.elems.iter().for_each(|e| self.assign(e)),
            Expr::Struct(node) => node.fields.iter().for_each(|f| self.assign(&f.expr)),
            Expr::Call(node) => node.args.iter().for_each(|e| self.assign(e)),
            other => {
                self.facts.assigned_fields.extend(place_of(other).map(|(_, id, _)| id));
                self.expr(other, Use::Place);
            }
        }
    }

    /// What a condition consists of: a field is a `bool`, which is only looked at.
    pub(super) fn truth(&mut self, cond: &Expr) {
        match bare(cond) {
            Expr::Field(_) => self.behind(|this| this.expr(cond, Use::Place)),
            Expr::Unary(node) if matches!(node.op, syn::UnOp::Not(_)) => self.truth(&node.expr),
            cond => self.expr(cond, Use::Value),
        }
    }

    pub(super) fn condition_native(&mut self, cond: &Expr) {
        match cond {
            Expr::Let(node) => {
                self.scrutinee(&node.expr);
                self.note_matched(&[&node.pat], &node.expr, Matching::IfLet);
                self.bind_value(&node.pat, Some(&node.expr));
            }
            other => {
                self.note_condition(other);
                self.fleeting(|this| this.truth(other));
            }
        }
    }
}

/// `x.a.b`: the mention and the members.
pub fn field_path(node: &syn::ExprField) -> Option<(syn::Ident, Vec<syn::Member>)> {
    let (ident, mut members) = match bare(&node.base) {
        Expr::Path(path) => (path.path.get_ident().filter(|ident| names::decode(ident).is_some())?.clone(), Vec::new()),
        Expr::Field(inner) => field_path(inner)?,
        _ => return None,
    };
    members.push(node.member.clone());
    Some((ident, members))
}

/// The name of a member.
pub fn member_text(member: &syn::Member) -> String {
    match member {
        syn::Member::Named(name) => name.to_string(),
        syn::Member::Unnamed(index) => index.index.to_string(),
    }
}

/// The local that an expression is.
pub(super) fn local_of(expr: &Expr) -> Option<LocalId> {
    let Expr::Path(path) = bare(expr) else { return None };
    path.path.get_ident().and_then(names::decode).map(|(local, _)| local)
}
