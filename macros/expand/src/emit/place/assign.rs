//! Assignments to slots that may be empty.
use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Expr, spanned::Spanned, visit_mut::VisitMut};

use super::{Around, Rewriter};
use crate::{
    emit::{build, destructure::destructure, step, step::Emitter},
    flow::{Access, Part, native::place_of},
    lower::place::{is_local, leaves_temporaries},
    names::{self, LocalId, MentionId},
};

impl Rewriter<'_, '_> {
    /// Input: `x = v`, where the slot of `x` may be empty  Output: `own_x.put(v)`
    pub(super) fn assignment(&mut self, node: &mut syn::ExprAssign) -> Option<TokenStream> {
        if let Some(new) = self.put_back(node).or_else(|| self.renewal(node)).or_else(|| self.native(node)) {
            return Some(new);
        }
        let unsure = unsure(self.emitter, &node.left, &self.around);
        let local = *unsure.first()?;
        let span = node.eq_token.span;
        let simple = matches!(crate::lower::place::bare(&node.left), Expr::Path(_));
        if !self.emitter.owns(local) || self.around.inner {
            let name = &self.emitter.locals[local.0].name;
            let message = format!(
                "`{name}` may not be initialised here, and visible_async can't tell in this place; initialise it in a statement of its own, `{name} = ..;`"
            );
            return Some(quote_spanned!(span=> ::core::compile_error!(#message)));
        }
        self.visit_expr_mut(&mut node.right);
        let value = &node.right;
        if simple && self.is_noted(local) {
            let (assigned, put) = self.put_noted(local, &node.left, span);
            return Some(quote_spanned!(span=> match (#value) { #assigned => #put }));
        }
        if simple {
            return Some(self.put(local, value, span));
        }
        // Input: `(a, b) = v`  Output: `{ let (assigned0, assigned1) = v; own_a.put(assigned0); own_b.put(assigned1); }`
        let mut parts = Vec::new();
        let pattern = destructure(&node.left, &mut |place| {
            let name = step::ident(&format!("assigned{}", parts.len()));
            parts.push((name.clone(), place.clone()));
            name
        });
        let assignments = parts.iter().map(|(name, place)| {
            let mut assign = syn::ExprAssign {
                attrs: Vec::new(),
                left: Box::new(place.clone()),
                eq_token: node.eq_token,
                right: Box::new(build::path(name.clone())),
            };
            let assign = self.assignment(&mut assign).unwrap_or_else(|| {
                self.visit_expr_mut(&mut assign.left);
                assign.to_token_stream()
            });
            ours!(#assign;)
        });
        let assignments: TokenStream = assignments.collect();
        Some(quote_spanned!(span=> { let #pattern = #value; #assignments }))
    }

    /// Output: `own_x.put(v)`, and what a call may have left of `x` in a keeper dies first.
    fn put(&self, local: LocalId, value: &Expr, span: Span) -> TokenStream {
        let ends = self.emitter.ended(local);
        if ends.is_empty() {
            return self.emitter.put(local, value, span);
        }
        let assigned = Ident::new("assigned", span);
        let put = self.emitter.put(local, &assigned, span);
        quote_spanned!(span=> match (#value) { #assigned => __rt::renewed(|| { #ends }, || #put) })
    }

    /// Input: `x = v`, where `x` has no slot here, but a keeper may have its old value
    /// Output: `match (v) { assigned => { x = assigned; own_x_keeper.end(); } }`
    fn native(&mut self, node: &mut syn::ExprAssign) -> Option<TokenStream> {
        let (local, ..) = place_of(&node.left).filter(|_| is_local(&node.left))?;
        let ends = self.emitter.ended(local);
        if self.emitter.is_slot_here(local) || self.around.inner || ends.is_empty() {
            return None;
        }
        self.visit_expr_mut(&mut node.left);
        self.visit_expr_mut(&mut node.right);
        let (name, value) = (&node.left, &node.right);
        Some(quote_spanned!(node.eq_token.span=> match (#value) { assigned => { #name = assigned; #ends } }))
    }

    /// An assignment in a leaf future, and the name that it has for the value: once that was waited for, the slot is found anew.
    fn put_noted(&self, local: LocalId, left: &Expr, span: Span) -> (Ident, TokenStream) {
        let (name, flag, assigned) = (self.emitter.name(local, left.span()), self.emitter.flag(local), step::ident("assigned"));
        let sure = place_of(left).is_some_and(|(_, id, _)| self.emitter.facts.mentions[&id].sure);
        let put = match sure {
            true => quote_spanned!(span=> #name.renew(#assigned)),
            false => quote_spanned!(span=> #name.put_noted(#flag, #assigned)),
        };
        (assigned, put)
    }
}

impl Rewriter<'_, '_> {
    /// Input: `x = x.next(y)`, which may move `x` or borrow it
    /// Output: `{ value_x = own_x.take(); value_x = value_x.next(y); own_x.put(value_x); }`
    fn renewal(&mut self, node: &mut syn::ExprAssign) -> Option<TokenStream> {
        let emitter = self.emitter;
        let (local, ..) = place_of(&node.left).filter(|(local, id, _)| self.renews(*local, *id))?;
        if self.may_look_at(local, &node.right) {
            emitter.note_left(local, node.left.span(), true);
        }
        let natives = emitter.natives.borrow().clone();
        emitter.natives.borrow_mut().insert(local);
        let leaves = leaves_temporaries(&node.right);
        self.visit_expr_mut(&mut node.right);
        *emitter.natives.borrow_mut() = natives;
        let (new, value) = (&node.right, emitter.value_name(local));
        let (taken, put) = (self.moved(local, node.left.span()), self.put_value(local));
        // What the value leaves outlives braces of ours.
        Some(match leaves {
            true => ours!(match ({ #value = #taken; }, #value = #new) { ((), ()) => { #put } }),
            false => ours!({ #value = #taken; #value = #new; #put }),
        })
    }

    /// Whether the value mentions another local that may have borrowed this one: it would go on to look at the slot.
    fn may_look_at(&self, local: LocalId, value: &Expr) -> bool {
        let facts = self.emitter.facts;
        let holds = |other: LocalId| other != local && !facts.is_number(other, true) && !facts.fixed.contains(&other);
        names::idents(value.to_token_stream()).iter().filter_map(names::decode).any(|(other, id)| id.is_some() && holds(other))
    }

    /// Whether the local leaves its slot for the assignment of this mention.
    pub(super) fn renews(&self, local: LocalId, id: MentionId) -> bool {
        let emitter = self.emitter;
        let reached = if self.is_noted(local) { emitter.layout.saved_flags.contains(&local) } else { emitter.owns(local) };
        reached && emitter.is_in_reach(local, &self.around) && emitter.facts.is_renewed(local, id, self.around.is_leaf)
    }

    /// Input: `x.a = v`, after `x.a` was moved out  Output: `{ (&raw mut (*x.ptr()).a).write(v); x.restored(); }`
    fn put_back(&mut self, node: &mut syn::ExprAssign) -> Option<TokenStream> {
        let (local, id, members) = place_of(&node.left).filter(|(_, id, _)| self.access(*id) == Access::PutBack)?;
        if !self.emitter.is_in_reach(local, &self.around) {
            return None;
        }
        let leaves = leaves_temporaries(&node.right);
        self.visit_expr_mut(&mut node.right);
        let (span, emitter, value) = (node.eq_token.span, self.emitter, &node.right);
        let (name, gone) = (emitter.name(local, node.left.span()), &emitter.facts.partings[&(id, 0)]);
        let place = quote_spanned!(span=> (*#name.ptr()) #(.#members)*);
        let whole = |before: u32| {
            emitter.parts(local, before & gone.bits).all(|part| matches!(part, Part::Field(part) if *part == members))
        };
        let each = |before: u32, value: &TokenStream| {
            let (after, back) = (emitter.rest(local, before & !gone.bits), before & gone.bits);
            if back == 0 {
                return ours!(#place = #value;);
            }
            if whole(before) {
                return ours!((&raw mut #place).write(#value); #after);
            }
            // What was left of the field is dropped.
            let old = step::ident("old");
            let forgets = emitter.forget_parts(local, back, &old, members.len());
            ours!(let #old = (&raw const #place).read(); (&raw mut #place).write(#value); #after #forgets)
        };
        // No raw place is held while the value is waited for, and the slot is told before the temporaries of the value die.
        if let [before] = gone.before[..]
            && whole(before)
            && !(self.around.is_leaf || leaves)
        {
            let put = each(before, &value.to_token_stream());
            return Some(quote_spanned!(span=> { #put }));
        }
        let assigned = step::ident("assigned");
        let put = emitter.by_gone(local, (id, 0), |before| each(before, &assigned.to_token_stream()));
        Some(quote_spanned!(span=> match (#value) { #assigned => { #put } }))
    }
}

impl Emitter<'_> {
    /// What a call may have left of the local in its keepers is the old value.
    ///
    /// Output: `own_x_keeper.end();`
    fn ended(&self, local: LocalId) -> TokenStream {
        let keepers = self.facts.keepers_of(local).filter(|(_, keeper)| self.owns(*keeper));
        keepers.map(|(_, keeper)| self.owner(keeper)).map(|own| ours!(#own.end();)).collect()
    }
}

/// Declares the native locals that the locals go to which a leaf future renews.
///
/// Output: `let mut value_x;`
pub fn renewed_inside(emitter: &Emitter<'_>, expr: &Expr, around: &Around) -> TokenStream {
    let rewriter = Rewriter { emitter, around: around.clone() };
    let mentions = names::idents(expr.to_token_stream()).into_iter().filter_map(|ident| names::decode(&ident));
    let locals = mentions.filter(|(local, id)| id.is_some_and(|id| rewriter.renews(*local, id))).map(|(local, _)| local);
    let locals: BTreeSet<LocalId> = locals.collect();
    let names = locals.into_iter().map(|local| emitter.value_name(local));
    names.map(|value| ours!(let mut #value;)).collect()
}

/// The locals that an assignment writes whose slots may be empty, or in part.
fn unsure(emitter: &Emitter<'_>, left: &Expr, around: &Around) -> Vec<LocalId> {
    struct Find<'e, 'a>(&'e Emitter<'a>, Vec<LocalId>);
    impl<'ast> syn::visit::Visit<'ast> for Find<'_, '_> {
        fn visit_expr_path(&mut self, node: &'ast syn::ExprPath) {
            let Some((local, Some(id))) = node.path.get_ident().and_then(names::decode) else { return };
            // The assignment to a local of which parts were moved out drops what is left of it.
            let parted = |mention: &crate::flow::Mention| mention.access == Access::Put && self.0.facts.is_parted(local);
            let unsure = self.0.facts.mentions.get(&id).is_some_and(|mention| !mention.sure || parted(mention));
            if unsure && self.0.is_slot_here(local) {
                self.1.push(local);
            }
        }
        // The local of a field that is assigned is there, but not always the field.
        fn visit_expr_field(&mut self, node: &'ast syn::ExprField) {
            let place = place_of(&syn::Expr::Field(node.clone()));
            let back = |id: &crate::names::MentionId| {
                self.0.facts.mentions.get(id).is_some_and(|mention| mention.access == Access::PutBack)
            };
            let slot = |local: &LocalId| self.0.is_slot_here(*local);
            self.1.extend(place.filter(|(_, id, _)| back(id)).map(|(local, ..)| local).filter(slot));
        }
    }
    let mut find = Find(emitter, Vec::new());
    syn::visit::Visit::visit_expr(&mut find, left);
    find.1.retain(|local| !around.native.contains(local));
    find.1
}
