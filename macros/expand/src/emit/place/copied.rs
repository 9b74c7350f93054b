//! Locals that are mentioned again where they are values: what the judge lets be used again is copied there, as a `&mut` is that it
//! reborrows. A local that is moved although it is mentioned again, rustc has refused in the judge: the machine says nothing more.
//!
//! Input: `f(x, (y, 1))`  Output: `f(x.copy(), (y.copy(), 1))`
use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::{BinOp, Expr, Ident};

use super::{Around, Rewriter};
use crate::{
    flow::Access,
    lower::place::bare,
    names::{self, LocalId, MentionId},
};

/// The mentions that are operands of the expression, by value.
pub(super) fn values(node: &Expr) -> Vec<MentionId> {
    let operands: Vec<&Expr> = match node {
        Expr::Call(node) => node.args.iter().collect(),
        Expr::MethodCall(node) => node.args.iter().collect(),
        Expr::Tuple(node) => node.elems.iter().collect(),
        Expr::Array(node) => node.elems.iter().collect(),
        Expr::Struct(node) => node.fields.iter().map(|field| &field.expr).collect(),
        Expr::Return(node) => node.expr.as_deref().into_iter().collect(),
        Expr::Break(node) => node.expr.as_deref().into_iter().collect(),
        // `_ = x` leaves it where it is.
        Expr::Assign(node) if !matches!(*node.left, Expr::Infer(_)) => vec![&*node.right],
        Expr::Binary(node) if is_arithmetic(node.op) => vec![&*node.left, &*node.right],
        _ => Vec::new(),
    };
    operands.into_iter().filter_map(mention).collect()
}

fn mention(operand: &Expr) -> Option<MentionId> {
    let Expr::Path(path) = bare(operand) else { return None };
    names::decode(path.path.get_ident()?)?.1
}

/// Whether the operator takes both sides by value.
const fn is_arithmetic(op: BinOp) -> bool {
    use BinOp::{Add, BitAnd, BitOr, BitXor, Div, Mul, Rem, Shl, Shr, Sub};
    matches!(op, Add(_) | Sub(_) | Mul(_) | Div(_) | Rem(_) | BitAnd(_) | BitOr(_) | BitXor(_) | Shl(_) | Shr(_))
}

/// Around an expression that is a value itself, as the last of a block is.
pub fn as_value(expr: &Expr) -> Around {
    Around { values: mention(expr).into_iter().collect(), ..Around::default() }
}

impl Rewriter<'_, '_> {
    /// The value of a local at such a mention. Plain data is read in its place.
    pub(super) fn copied(&self, local: LocalId, id: MentionId, name: &Ident) -> Option<TokenStream> {
        let facts = self.emitter.facts;
        let is_value = self.around.values.contains(&id) && self.access(id) == Access::Copy;
        let copied = is_value && !facts.scalars.contains_key(&local) && self.emitter.is_in_reach(local, &self.around);
        copied.then(|| quote_spanned!(name.span()=> #name.copy()))
    }
}
