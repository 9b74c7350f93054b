//! Locals that leave their slots for native ones.
use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens as _;
use syn::{Expr, Stmt, visit_mut::VisitMut as _};

use super::Rewriter;
use crate::{
    emit::step::Emitter,
    flow::{Access, Leave, MayDrop, Use, native::place_of},
    lower::place::bare,
    names::{self, LocalId, MentionId},
    resolve::macros::{self, Opened},
};

/// What a statement does with locals, not counting the statements and arms inside it.
#[derive(Default)]
pub struct Leaves {
    /// They leave their slots.
    pub natives: Vec<LocalId>,
    /// It is in doubt whether these can: the mentions.
    pub doubted: Vec<(LocalId, Span)>,
    /// A pattern is taken to move them, and with them what `part` is in this pattern.
    pub matched: Vec<(LocalId, syn::Pat, Span)>,
}

struct Leaving<'e, 'a>(&'e Emitter<'a>, Leaves);

impl<'ast> syn::visit::Visit<'ast> for Leaving<'_, '_> {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        let Some((local, Some(id))) = names::decode(ident) else { return };
        let Some(mention) = self.0.facts.mentions.get(&id) else { return };
        if mention.leaves == Some(Leave::Before) && !self.1.natives.contains(&local) {
            self.1.natives.push(local);
            let doubted = self.0.facts.doubted.contains(&id);
            self.1.doubted.extend(doubted.then(|| (local, ident.span())));
        }
        let stays = |may_drop: &&MayDrop| may_drop.suspended || self.0.is_slot_here(local);
        if let Some(may_drop) = self.0.facts.may_drop.get(&id).filter(stays)
            && (mention.access == Access::Matched || self.0.facts.captured_whole.contains(&id))
        {
            self.1.matched.extend(may_drop.parts.iter().map(|part| (local, part.clone(), ident.span())));
        }
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        names::idents(mac.tokens.clone()).iter().for_each(|ident| syn::visit::Visit::visit_ident(self, ident));
    }

    fn visit_block(&mut self, _: &'ast syn::Block) {}

    fn visit_expr_closure(&mut self, node: &'ast syn::ExprClosure) {
        syn::visit::Visit::visit_expr(&mut Inside(self), &node.body);
    }

    fn visit_expr_async(&mut self, node: &'ast syn::ExprAsync) {
        syn::visit::Visit::visit_block(&mut Inside(self), &node.block);
    }

    fn visit_arm(&mut self, node: &'ast syn::Arm) {
        self.visit_pat(&node.pat);
    }
}

/// Inside closures and async blocks there are no statements of ours.
struct Inside<'l, 'e, 'a>(&'l mut Leaving<'e, 'a>);

impl<'ast> syn::visit::Visit<'ast> for Inside<'_, '_, '_> {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.0.visit_ident(ident);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.0.visit_macro(mac);
    }
}

/// The locals that leave their slots in an expression.
pub fn leaving(emitter: &Emitter<'_>, expr: &Expr) -> Leaves {
    use syn::visit::Visit as _;
    let mut leaving = Leaving(emitter, Leaves::default());
    leaving.visit_expr(expr);
    leaving.1
}

/// The same for a leaf future, with all statements and arms inside it.
pub fn leaving_inside(emitter: &Emitter<'_>, expr: &Expr) -> Leaves {
    use syn::visit::Visit as _;
    let mut leaving = Leaving(emitter, Leaves::default());
    names::idents(expr.to_token_stream()).iter().for_each(|ident| leaving.visit_ident(ident));
    leaving.1
}

/// The locals that leave their slots in a statement.
pub fn leaving_stmt(emitter: &Emitter<'_>, stmt: &syn::Stmt) -> Leaves {
    use syn::visit::Visit as _;
    let mut leaving = Leaving(emitter, Leaves::default());
    leaving.visit_stmt(stmt);
    leaving.1
}

impl Rewriter<'_, '_> {
    /// The statements of a block, before which locals may be declared and leave their slots.
    pub(super) fn statements(&mut self, stmts: &mut Vec<Stmt>) {
        let natives = self.emitter.natives.borrow().clone();
        for mut stmt in std::mem::take(stmts) {
            let (outer, first) = (self.emitter.captured.take(), stmts.len());
            if self.around.is_leaf {
                self.visit_stmt_mut(&mut stmt);
                stmts.push(stmt);
            } else {
                self.leaving_stmt(stmt, stmts);
            }
            let declared = self.emitter.declare_captured(outer);
            if !declared.is_empty() {
                stmts.insert(first, Stmt::Expr(Expr::Verbatim(declared), None));
            }
        }
        *self.emitter.natives.borrow_mut() = natives;
    }

    /// Leaves the slots of locals at the call or field at hand; from here on they are native.
    ///
    /// Input: `x.done()`  Output: `value_x = own_x.take();`
    pub(super) fn leave_there(&self, node: &Expr) -> TokenStream {
        let place = match node {
            Expr::MethodCall(call) => &*call.receiver,
            Expr::Call(call) => &call.func,
            Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), expr, .. }) => expr,
            node => node,
        };
        let tokens = match (node, place) {
            (Expr::Macro(node), _) => given(&node.mac),
            (Expr::Closure(_) | Expr::Async(_), _) => node.to_token_stream(),
            (Expr::Path(_), _) => return TokenStream::new(),
            (_, place) if place_of(place).is_some() => place.to_token_stream(),
            _ => return TokenStream::new(),
        };
        let facts = self.emitter.facts;
        let there = |local: LocalId, id: MentionId| {
            let Some(mention) = facts.mentions.get(&id).filter(|_| self.emitter.is_slot_here(local) && self.emitter.owns(local))
            else {
                return false;
            };
            mention.leaves == Some(Leave::There) && (mention.role == Use::Unknown || !matches!(node, Expr::Macro(_)))
        };
        let mut natives = Vec::new();
        for ident in names::idents(tokens) {
            let Some((local, Some(id))) = names::decode(&ident) else { continue };
            if there(local, id) {
                natives.push(local);
                if facts.doubted.contains(&id) {
                    self.emitter.note_left(local, ident.span(), false);
                }
            }
        }
        self.emitter.leave_slots(Leaves { natives, ..Leaves::default() })
    }

    /// The body of an arm, where locals may leave their slots.
    pub(super) fn visit_arm_body(&mut self, node: &mut syn::Arm) {
        if self.around.inner || self.around.is_leaf {
            return self.visit_expr_mut(&mut node.body);
        }
        let natives = self.emitter.natives.borrow().clone();
        let leave = self.emitter.leave_slots(leaving(self.emitter, &node.body));
        let renewed = self.emitter.renewed_by(&node.body, &natives);
        self.visit_expr_mut(&mut node.body);
        if !leave.is_empty() {
            let body = &node.body;
            let back = renewed.map(|local| self.emitter.put_back(local));
            *node.body = syn::parse_quote_spanned!(Span::mixed_site()=> { #leave #body #back });
        }
        *self.emitter.natives.borrow_mut() = natives;
    }

    /// A statement before which locals leave their slots.
    fn leaving_stmt(&mut self, mut stmt: Stmt, out: &mut Vec<Stmt>) {
        let natives = self.emitter.natives.borrow().clone();
        let leave = self.emitter.leave_slots(leaving_stmt(self.emitter, &stmt));
        let renewed = self.emitter.renewed_in(&stmt, &natives);
        self.visit_stmt_mut(&mut stmt);
        if !leave.is_empty() {
            out.push(Stmt::Expr(Expr::Verbatim(leave), None));
        }
        out.push(stmt);
        out.extend(renewed.map(|local| Stmt::Expr(Expr::Verbatim(self.emitter.put_back(local)), None)));
    }
}

impl Emitter<'_> {
    /// The local that has left its slot for this statement alone, which gives it a new value: other blocks look for it there.
    ///
    /// Input: `x = x.next();`  Output: `value_x = own_x.take(); value_x = value_x.next(); own_x.put(value_x);`
    pub fn renewed_in(&self, stmt: &Stmt, before: &BTreeSet<LocalId>) -> Option<LocalId> {
        if let Stmt::Expr(expr, _) = stmt { self.renewed_by(expr, before) } else { None }
    }

    /// The same for an expression.
    pub fn renewed_by(&self, expr: &Expr, before: &BTreeSet<LocalId>) -> Option<LocalId> {
        let Expr::Assign(node) = expr else { return None };
        let Expr::Path(path) = &*node.left else { return None };
        let (local, _) = names::decode(path.path.get_ident()?)?;
        (self.natives.borrow().contains(&local) && !before.contains(&local)).then_some(local)
    }

    /// Behind that statement.
    pub fn put_back(&self, local: LocalId) -> TokenStream {
        self.natives.borrow_mut().remove(&local);
        let put = self.put(local, self.value_name(local), Span::mixed_site());
        ours!(; #put;)
    }
}

/// What a macro itself is given by its name. What stands in longer expressions is visited on its own: it may be the message of an assertion,
/// and evaluated only where nothing follows.
fn given(mac: &syn::Macro) -> TokenStream {
    match macros::open(mac, macros::kind(mac, &[])) {
        Opened::Exprs(args) => {
            let names = args.iter().map(|arg| bare(&arg.expr)).filter(|arg| matches!(arg, Expr::Path(_)));
            names.map(Expr::to_token_stream).collect()
        }
        Opened::Tokens => mac.tokens.clone(),
        _ => TokenStream::new(),
    }
}
