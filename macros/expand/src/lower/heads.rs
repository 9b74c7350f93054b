//! The call that begins the chain of a leaf future: it may move its local, which has no owner there. So it is made before.
//!
//! Input: `request.header(name).send().await.text().await`
//! Output: `{ let header = request.header(name); suspend async move { header.send().await.text().await } }`
use syn::{Expr, spanned::Spanned};

use super::{
    Lower, Prelude,
    place::{bare, is_local, leaves_temporaries},
    policy, suspend,
};
use crate::{
    flow::native::place_of,
    ir::Node,
    names::{self, LocalId},
};

/// What a chain begins with.
pub(super) struct Head {
    /// Its name.
    pub local: LocalId,
    /// It is the first suspension point of the chain.
    pub waits: bool,
}

impl Lower<'_> {
    /// Names what the chain begins with. The leaf future takes it over: a temporary of the statement that nothing else mentions.
    pub(super) fn hoist_head(&mut self, expr: &mut Expr, prelude: &mut Prelude) -> Option<Head> {
        let head = self.head(expr)?;
        let (span, waits) = (head.span(), matches!(head, Expr::Await(_)));
        let value = match head.clone() {
            Expr::Await(node) => self.suspension(node, prelude).ok()?,
            call => {
                let name = suspend::callee(&call);
                self.name(&name, Node::Native(call), span, prelude)
            }
        };
        let Expr::Path(path) = &value else { return None };
        let (local, _) = names::decode(path.path.get_ident()?)?;
        // A method may borrow it exclusively.
        self.resolver.locals[local.0].mutable = true;
        *head = value;
        Some(Head { local, waits })
    }

    /// What is evaluated first, if it is such a call, or the `.await` of one.
    fn head<'e>(&self, expr: &'e mut Expr) -> Option<&'e mut Expr> {
        let inner = match expr {
            Expr::MethodCall(node) => &mut *node.receiver,
            Expr::Await(node) => &mut *node.base,
            Expr::Try(node) => &mut *node.expr,
            Expr::Paren(node) => &mut *node.expr,
            Expr::Group(node) => &mut *node.expr,
            Expr::Match(node) => &mut *node.expr,
            Expr::Let(node) => &mut *node.expr,
            Expr::If(node) => &mut *node.cond,
            // Braces around a value, which are no scope up to edition 2021.
            Expr::Block(node) if node.label.is_none() && !self.edition_2024 => match &mut node.block.stmts[..] {
                [syn::Stmt::Expr(value, None)] => value,
                _ => return None,
            },
            _ => return None,
        };
        let awaited = if let Expr::Await(node) = &*inner { Some(&*node.base) } else { None };
        if self.may_move(awaited.unwrap_or(inner), awaited.is_some()) { Some(inner) } else { self.head(inner) }
    }

    /// A call that may move the local that it is made on, and leaves nothing else behind.
    fn may_move(&self, expr: &Expr, awaited: bool) -> bool {
        let Expr::MethodCall(node) = bare(expr) else { return false };
        let name = node.method.to_string();
        let borrows = policy::borrows(&name, node.args.len(), false)
            || policy::looks(&name, !node.args.is_empty())
            || (awaited && policy::borrows_awaited(&name, !node.args.is_empty()));
        let moves = is_local(&node.receiver) || self.is_own_field(&node.receiver);
        moves && !borrows && !node.args.iter().any(|arg| self.suspends(arg) || leaves_temporaries(arg))
    }

    /// Whether it is a field of a local that is no reference, by its type.
    fn is_own_field(&self, place: &Expr) -> bool {
        place_of(place).is_some_and(|(local, _, members)| {
            let local = &self.resolver.locals[local.0];
            !members.is_empty() && local.ty.is_some() && !local.is_reference()
        })
    }
}
