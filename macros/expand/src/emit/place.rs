//! Native code with its mentions of saved locals written out.
//!
//! Input: `f(&x, y)?`, where `x` and `y` have slots and `y` is not mentioned again
//! Output: `attempt!(f(&(*x.ptr()), own_y.take()), early => early?)`
mod assign;
mod beginning;
mod called;
mod captures;
mod confined;
mod copied;
mod exits;
mod keeping;
mod leaving;
mod left;
mod macros;
pub mod missing;
mod moves;
mod parting;
mod tried;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{
    Expr,
    visit_mut::{self, VisitMut},
};

use super::{asked::question, step::Emitter};
use crate::{
    flow::Access,
    lower::{asked, place::begins_with_block},
    names::{self, LocalId, MentionId},
};

pub use assign::renewed_inside;
pub use captures::{selected, taken};
pub use copied::as_value;
pub use leaving::{Leaves, leaving, leaving_inside, leaving_stmt};
pub use moves::{borrows, by_value, moves};
pub use tried::taken_apart;

/// What surrounds a piece of native code.
#[derive(Clone, Default)]
pub struct Around {
    /// Inside a closure or async block: `return` and `?` are its own.
    pub inner: bool,
    /// Inside a leaf future: owners can't be reached.
    pub is_leaf: bool,
    /// The locals that the leaf future has the owners of.
    pub owned: Vec<LocalId>,
    /// Inside a leaf future that may leave the statement: `return`, `?` and jumps leave through `Flow`.
    pub leaf: Option<crate::ir::Leaf>,
    /// Locals that are native just here, though they have slots elsewhere.
    pub native: BTreeSet<LocalId>,
    /// Those of them that their keeper begins with.
    pub first: BTreeSet<LocalId>,
    /// Those of them that a closure captures, which is made outside.
    pub captured: BTreeSet<LocalId>,
    /// Locals that a macro gets for no longer than the step.
    pub within: BTreeSet<LocalId>,
    /// Locals whose names stand for their places, for a macro that wants names.
    pub named: BTreeSet<LocalId>,
    /// The macro at hand, a statement, stands as an expression, where it can't declare what nobody names.
    pub apart: bool,
    /// The mentions of which just the value is wanted.
    pub values: BTreeSet<MentionId>,
    /// The loops and labelled blocks of the native code itself.
    pub landings: Vec<(Option<Ident>, bool)>,
}

/// Rewrites one piece of native code.
pub struct Rewriter<'e, 'a> {
    /// Knows the layout.
    pub emitter: &'e Emitter<'a>,
    /// What surrounds the code.
    pub around: Around,
}

impl Rewriter<'_, '_> {
    /// A mention of a local.
    fn mention(&self, ident: &Ident) -> Option<TokenStream> {
        let (local, id) = names::decode(ident)?;
        let name = self.emitter.name(local, ident.span());
        let id = id?;
        if self.emitter.natives.borrow().contains(&local) && !self.around.native.contains(&local) {
            let value = self.emitter.value_name(local);
            return Some(at(&value, ident.span()).to_token_stream());
        }
        let span = ident.span();
        if self.around.first.contains(&local) {
            return Some(quote_spanned!(span=> (#name.0)));
        }
        if self.around.captured.contains(&local) {
            return Some(at(&self.emitter.captured_name(local), span).to_token_stream());
        }
        if self.around.named.contains(&local) {
            return Some(quote_spanned!(span=> (*#name)));
        }
        if !self.emitter.is_slot_here(local) || self.around.native.contains(&local) {
            return Some(name.to_token_stream());
        }
        if self.takes(local, id) {
            return Some(self.moved(local, span));
        }
        Some(self.copied(local, id, &name).unwrap_or_else(|| self.reached(local, &name, span)))
    }

    /// The value of a local, moved out of its slot. A leaf future has no owner, and tells the machine by the local's flag.
    fn moved(&self, local: LocalId, span: Span) -> TokenStream {
        if self.is_noted(local) {
            let (name, flag) = (self.emitter.name(local, span), self.emitter.flag(local));
            let is_plain = self.emitter.facts.scalars.contains_key(&local);
            return if is_plain { quote_spanned!(span=> #name.read()) } else { quote_spanned!(span=> #name.take_noted(#flag)) };
        }
        self.emitter.take_at(local, span)
    }

    /// Whether the owner of the local is out of reach: the machine has it, while the leaf future at hand runs.
    fn is_noted(&self, local: LocalId) -> bool {
        self.around.is_leaf && !self.around.owned.contains(&local)
    }

    fn access(&self, id: MentionId) -> Access {
        self.emitter.facts.mentions.get(&id).map_or(Access::Place, |mention| mention.access)
    }

    /// Whether the mention moves the local out of its slot.
    fn takes(&self, local: LocalId, id: MentionId) -> bool {
        self.access(id) == Access::Take && self.emitter.owns(local) && self.emitter.is_in_reach(local, &self.around)
    }

    /// Writes out an expression in place.
    fn write_out(&mut self, node: &mut Expr) {
        if let Some(new) = self.keeping(node) {
            *node = Expr::Verbatim(new);
            return;
        }
        let (asked, lent) = (self.taken_for(node), self.lent_box(node));
        self.around.values.extend(copied::values(node));
        let (start, question) = (beginning::of(node), tried::of(node).filter(|_| !self.around.inner));
        let new = match node {
            Expr::Path(path) => path.path.get_ident().and_then(|ident| self.mention(ident)),
            Expr::Closure(_) | Expr::Async(_) => {
                if let Some(new) = self.capture(node) {
                    *node = Expr::Verbatim(new);
                }
                return;
            }
            Expr::Assign(inner) => self.assignment(inner),
            Expr::Field(_) | Expr::Struct(_) => self.part(node),
            Expr::Match(inner) => self.moving_match(inner),
            Expr::If(inner) => self.moving_if(inner),
            _ => None,
        };
        if let Some(new) = new {
            *node = Expr::Verbatim(new);
            return;
        }
        match node {
            Expr::Macro(inner) => {
                if let Some(new) = self.confined(&mut inner.mac, true, false) {
                    *node = Expr::Verbatim(new);
                    return;
                }
            }
            Expr::Loop(_) | Expr::While(_) | Expr::ForLoop(_) => self.target(node),
            Expr::Block(inner) if inner.label.is_some() => self.target(node),
            _ => visit_mut::visit_expr_mut(self, node),
        }
        if let Expr::Range(range) = node
            && let Some(end) = range.end.as_mut().filter(|end| begins_with_block(end))
        {
            **end = Expr::Verbatim(ours!((#end)));
        }
        ask(node, asked, lent);
        beginning::keep(node, start);
        tried::keep(node, question);
        called::rewrite(node);
        if let Some(new) = self.leaving(node, start) {
            *node = Expr::Verbatim(new);
        }
    }
}

impl VisitMut for Rewriter<'_, '_> {
    fn visit_expr_mut(&mut self, node: &mut Expr) {
        let leave = self.leave_there(node);
        let leaves_none = matches!(node, Expr::Closure(_) | Expr::Async(_));
        self.write_out(node);
        if !leave.is_empty() {
            // The temporaries of the expression live as long as before; of a closure rustc expects what it did.
            *node = Expr::Verbatim(if leaves_none { ours!({ #leave #node }) } else { ours!(({ #leave }, #node).1) });
        }
    }

    fn visit_field_value_mut(&mut self, node: &mut syn::FieldValue) {
        self.visit_expr_mut(&mut node.expr);
        shorten(node);
    }

    fn visit_stmt_mut(&mut self, node: &mut syn::Stmt) {
        match node {
            syn::Stmt::Macro(stmt) => {
                if let Some(new) = self.macro_stmt(stmt) {
                    *node = new;
                }
            }
            syn::Stmt::Item(_) => {}
            syn::Stmt::Local(local) => match self.parting_let(local).or_else(|| self.moving_let(local)) {
                Some(new) => *node = syn::Stmt::Expr(Expr::Verbatim(new), None),
                None => self.native_let(local),
            },
            syn::Stmt::Expr(expr, _) => {
                self.visit_expr_mut(expr);
                if begins_with_block(expr) {
                    *expr = Expr::Verbatim(ours!((#expr)));
                }
            }
        }
    }

    fn visit_pat_ident_mut(&mut self, node: &mut syn::PatIdent) {
        if let Some((local, None)) = names::decode(&node.ident) {
            node.ident = self.emitter.name(local, node.ident.span());
        }
        visit_mut::visit_pat_ident_mut(self, node);
    }

    fn visit_field_pat_mut(&mut self, node: &mut syn::FieldPat) {
        visit_mut::visit_field_pat_mut(self, node);
        // Input: `P { x: x }`  Output: `P { x }`
        if let (syn::Member::Named(name), syn::Pat::Ident(pat)) = (&node.member, &*node.pat)
            && pat.subpat.is_none()
            && *name == pat.ident
        {
            node.colon_token = None;
        }
    }

    fn visit_block_mut(&mut self, node: &mut syn::Block) {
        if self.around.inner {
            visit_mut::visit_block_mut(self, node);
        } else {
            self.statements(&mut node.stmts);
        }
    }

    fn visit_arm_mut(&mut self, node: &mut syn::Arm) {
        self.visit_pat_mut(&mut node.pat);
        self.visit_arm_body(node);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
    fn visit_type_mut(&mut self, _: &mut syn::Type) {}
}

/// Asks rustc about the expression itself, or about its receiver; `lent`: the place of a box that it may leave where it is.
fn ask(node: &mut Expr, asked: Option<moves::Question>, lent: Option<TokenStream>) {
    if let Expr::Paren(inner) = node
        && let Some(asked) = asked::of(inner)
    {
        *node = Expr::Verbatim(question(asked, &inner.expr));
    }
    if let Some(question) = asked {
        moves::ask(node, question);
    }
    if let Some(lent) = lent {
        *node = Expr::Verbatim(moves::unboxed(&lent, node));
    }
}

/// Input: `P { x: x }`  Output: `P { x }`
fn shorten(node: &mut syn::FieldValue) {
    if let syn::Member::Named(name) = &node.member
        && *name == node.expr.to_token_stream().to_string()
    {
        node.expr = super::build::path(name.clone());
        node.colon_token = None;
    }
}

/// A name of ours at the place of the user's mention: panics and errors point there.
fn at(name: &Ident, span: Span) -> Ident {
    Ident::new(&name.to_string(), name.span().located_at(span))
}
