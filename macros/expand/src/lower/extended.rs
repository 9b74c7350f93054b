//! Temporaries that a `let` extends to its own scope (reference, destructors, temporary lifetime extension).
use syn::{Expr, Pat, Stmt as SynStmt};

use super::{
    Lower, Prelude,
    place::{bare, is_constant, is_place, is_stable},
    suspend,
};
use crate::{
    emit::build,
    ir::Stmt,
    resolve::{macros::pin, pattern::ident_pattern},
};

/// Where the temporaries go.
struct Extended<'o> {
    /// In front of the `let`.
    out: &'o mut Prelude,
    /// What assigns those that are declared there, where the value stands.
    assigned: Option<Vec<SynStmt>>,
}

impl Lower<'_> {
    /// `let x = &make();` makes a temporary that lives as long as `x`.
    ///
    /// Output: `let temporary = make(); let x = &temporary;`
    pub(super) fn extend_temporaries(&mut self, local: &mut syn::Local, out: &mut Prelude) {
        let Some(init) = &mut local.init else { return };
        let mut extended = Extended { out, assigned: None };
        if has_ref(&local.pat) && !is_place(&init.expr) && !is_constant(&init.expr) {
            self.extended("temporary", &mut init.expr, &mut extended);
            return;
        }
        let elements = slice_elements(&local.pat, &init.expr);
        self.extend(&mut init.expr, &mut extended);
        if let (Some(elements), Some(Stmt::Let { ty, .. })) = (elements, out.last_mut()) {
            *ty = Some(elements);
        }
    }

    /// Names a temporary.
    fn extended(&mut self, name: &str, expr: &mut Expr, to: &mut Extended<'_>) {
        let span = suspend::at(expr);
        let value = std::mem::replace(expr, Expr::PLACEHOLDER);
        let Some(assigned) = &mut to.assigned else {
            let node = self.initial(value);
            *expr = self.name(name, node, span, to.out);
            return;
        };
        let local = self.temp(name, span);
        to.out.push(Stmt::Native(build::declare(&ident_pattern(local, span, true))));
        assigned.push(build::assign(&self.mention(local, span), &value));
        *expr = self.mention(local, span);
    }

    /// Walks the extending expressions of an initialiser.
    fn extend(&mut self, expr: &mut Expr, to: &mut Extended<'_>) {
        match expr {
            Expr::Reference(node) => self.extend_operand(&mut node.expr, node.mutability.is_some(), to),
            Expr::Paren(node) => self.extend(&mut node.expr, to),
            Expr::Cast(node) => self.extend(&mut node.expr, to),
            Expr::Tuple(node) => self.extend_all(node.elems.iter_mut().collect(), to),
            Expr::Array(node) => self.extend_all(node.elems.iter_mut().collect(), to),
            Expr::Call(node) if is_std(&node.func) => self.extend_all(node.args.iter_mut().collect(), to),
            Expr::Struct(node) if node.rest.is_none() => {
                self.extend_all(node.fields.iter_mut().map(|f| &mut f.expr).collect(), to)
            }
            Expr::Block(node) if node.label.is_none() => self.extend_tail(&mut node.block, to),
            Expr::Unsafe(node) => self.extend_tail(&mut node.block, to),
            Expr::If(node) => {
                self.extend_tail(&mut node.then_branch, to);
                node.else_branch.iter_mut().for_each(|(_, otherwise)| self.extend(otherwise, to));
            }
            Expr::Match(node) => node.arms.iter_mut().for_each(|arm| self.extend_value(&mut arm.body, to)),
            Expr::Macro(node) => {
                let Some(mut value) = pin::pinned(&node.mac) else { return };
                self.extend(&mut value, to);
                self.extended("pinned", &mut value, to);
                *expr = build::pin_place(&value);
            }
            _ => {}
        }
    }

    /// The parts of a literal: one before which another part is evaluated is so where it stands.
    fn extend_all(&mut self, parts: Vec<&mut Expr>, to: &mut Extended<'_>) {
        let last = parts.iter().rposition(|part| extends(part)).unwrap_or_default();
        let others = parts[..last].iter().any(|part| !extends(part) && !is_stable(part));
        for part in parts.into_iter().filter(|part| extends(part)) {
            if others { self.extend_value(part, to) } else { self.extend(part, to) }
        }
    }

    fn extend_tail(&mut self, block: &mut syn::Block, to: &mut Extended<'_>) {
        if let Some(SynStmt::Expr(tail, None)) = block.stmts.last_mut() {
            self.extend_value(tail, to);
        }
    }

    /// What is evaluated where it stands, as the end of a block.
    ///
    /// Input: `&make()`  Output: `{ temporary = make(); &temporary }`, with `let temporary;` outside
    fn extend_value(&mut self, tail: &mut Expr, to: &mut Extended<'_>) {
        let outer = to.assigned.replace(Vec::new());
        self.extend(tail, to);
        let mut stmts = std::mem::replace(&mut to.assigned, outer).unwrap_or_default();
        if !stmts.is_empty() {
            stmts.push(SynStmt::Expr(tail.clone(), None));
            *tail = build::block(syn::Block { brace_token: Default::default(), stmts });
        }
    }

    fn extend_operand(&mut self, expr: &mut Expr, mutable: bool, to: &mut Extended<'_>) {
        match expr {
            Expr::Paren(node) => self.extend_operand(&mut node.expr, mutable, to),
            Expr::Field(node) => self.extend_operand(&mut node.base, mutable, to),
            Expr::Index(node) => self.extend_operand(&mut node.expr, mutable, to),
            Expr::Unary(node) if matches!(node.op, syn::UnOp::Deref(_)) => self.extend_operand(&mut node.expr, mutable, to),
            Expr::Path(_) => {}
            other if is_constant(other) && !mutable => {}
            other => {
                self.extend(other, to);
                self.extended("temporary", other, to);
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
        Expr::Reference(node) => !is_stable(expr) || (node.mutability.is_some() && is_constant(&node.expr)),
        Expr::Cast(node) => extends(&node.expr),
        Expr::Tuple(node) => node.elems.iter().any(extends),
        Expr::Array(node) => node.elems.iter().any(extends),
        Expr::Call(node) if is_std(&node.func) => node.args.iter().any(extends),
        Expr::Struct(node) => node.fields.iter().any(|f| extends(&f.expr)),
        Expr::Macro(node) => pin::is_pin(&node.mac),
        _ => false,
    }
}

/// A variant that everybody knows: another path may be one or a function, whose argument is not extended.
fn is_std(callee: &Expr) -> bool {
    matches!(callee, Expr::Path(path) if ["Some", "Ok", "Err"].iter().any(|name| path.path.is_ident(name)))
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
