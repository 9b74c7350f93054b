//! The arguments of macros as operands.
use syn::Expr;

use super::{
    Lower, NeedsLeaf, Prelude,
    operand::Role,
    place::{bare, has_scope, leaves_temporaries},
    suspend,
};
use crate::{
    emit::build,
    ir::Node,
    resolve::macros::{self, Kind, Opened},
};

impl Lower<'_> {
    /// [`Lower::flatten`] of an operand, which may be a macro with a scope of its own.
    pub(super) fn operand(&mut self, expr: Expr, prelude: &mut Prelude, hoist: bool) -> Result<Expr, NeedsLeaf> {
        if self.suspends(&expr) && has_scope(&expr) { Ok(self.scope(expr, prelude)) } else { self.flatten(expr, prelude, hoist) }
    }

    /// An operand whose temporaries die in it.
    fn scope(&mut self, expr: Expr, prelude: &mut Prelude) -> Expr {
        let (span, text) = (suspend::at(&expr), build::text(&expr));
        let node = self.whole(expr);
        self.name_whole(text, node, span, prelude)
    }

    /// A macro's arguments.
    pub(super) fn macro_operands(
        &mut self,
        mut node: syn::ExprMacro,
        prelude: &mut Prelude,
        hoist: bool,
    ) -> Result<Expr, NeedsLeaf> {
        if let Some(value) = macros::pin::pinned(&node.mac) {
            return self.pinned(value, prelude);
        }
        let kind = macros::kind(&node.mac, self.awaiting);
        let Opened::Exprs(mut args) = macros::open(&node.mac, kind) else { return Err(NeedsLeaf) };
        if matches!(kind, Kind::Awaits | Kind::Unknown | Kind::Matches | Kind::Verbatim) {
            return Err(NeedsLeaf);
        }
        // A macro that gives a value keeps its arguments' temporaries as a call does.
        let leaves = |arg: &Expr| hoist && kind == Kind::Value && leaves_temporaries(arg);
        let needs = |this: &Self, arg: &Expr| this.suspends(arg) || leaves(arg);
        let Some(last) = args.iter().rposition(|arg| needs(self, &arg.expr)) else { return Err(NeedsLeaf) };
        // The message of an assertion is evaluated only if it fails; a `debug_assert!` not always.
        let lazy = match kind {
            Kind::Assert => last > 0,
            Kind::Format(2) => last > 1,
            _ => false,
        };
        if lazy || node.mac.path.segments.last().is_some_and(|s| s.ident.to_string().starts_with("debug_")) {
            return Err(NeedsLeaf);
        }
        let mut borrowed = Vec::new();
        for (at, arg) in args.iter_mut().enumerate() {
            if at > last {
                break;
            }
            let taken = std::mem::replace(&mut arg.expr, Expr::PLACEHOLDER);
            let (own, outliving) = (prelude.len(), self.tails.outliving.len());
            // The temporaries of what is asserted die before the message is made.
            let value = match kind == Kind::Assert && leaves_temporaries(&taken) {
                true => self.scope(taken, prelude),
                false => self.operand(taken, prelude, hoist || at < last)?,
            };
            let role = if kind == Kind::Value { Role::Value } else { Role::Place };
            // What the macro borrows dies in one row with what the tail of a block leaves.
            if self.tails.outliving.len() > outliving {
                borrowed.iter().for_each(|value| self.mark_place(value));
                self.declare_beside(&mut prelude[..own]);
            }
            borrowed.extend((role == Role::Place).then(|| value.clone()));
            let constant = matches!(bare(&value), Expr::Lit(_));
            let whole = Expr::PLACEHOLDER;
            arg.expr = if at < last && !constant { self.save(value, role, &whole, prelude)? } else { value };
        }
        macros::close(&mut node.mac, Opened::Exprs(args));
        Ok(Expr::Macro(node))
    }

    /// `pin!` moves its operand into a temporary.
    ///
    /// Input: `pin!(value)`  Output: `unsafe { Pin::new_unchecked(&mut pinned) }`
    fn pinned(&mut self, value: Expr, prelude: &mut Prelude) -> Result<Expr, NeedsLeaf> {
        let span = suspend::at(&value);
        let value = self.flatten(value, prelude, true)?;
        let place = self.name("pinned", Node::Native(value), span, prelude);
        self.mark_place(&place);
        Ok(build::pin_place(&place))
    }
}
