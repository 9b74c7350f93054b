//! What closures, async blocks and leaf futures capture.
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Expr, visit_mut};

use super::Rewriter;
use crate::{
    emit::{build, step::Emitter},
    flow::{Access, Use, native},
    names::{self, LocalId, MentionId},
    resolve::macros,
};

impl Rewriter<'_, '_> {
    /// Input: `move || f(x)`  Output: `{ let x = own_x.take(); move || f(x) }`
    pub(super) fn capture(&mut self, node: &mut Expr) -> Option<TokenStream> {
        let mut found = Captured::new(self.emitter, self.around.native.clone());
        found.within = names::idents(node.to_token_stream()).iter().filter_map(|ident| names::decode(ident)?.1).collect();
        syn::visit::Visit::visit_expr(&mut found, node);
        // What a closure has captured is its own: those inside it take that as in the source.
        let by_move = found.by_value && !found.by_place && !self.around.inner;
        let is_move = matches!(node, Expr::Closure(node) if node.capture.is_some())
            || matches!(node, Expr::Async(node) if node.capture.is_some());
        let shared = if is_move || self.around.inner { BTreeSet::new() } else { found.certain() };
        let locals = found.locals;
        // `move` takes a copy of what is used again: never the slot, which the closure may outlive.
        let copied: Vec<_> = found.places.iter().copied().filter(|_| is_move).collect();
        let parts = std::mem::take(&mut found.parts);
        if !found.by_value && !is_move && !found.places.is_empty() {
            capture_places(node);
        }
        let outer = self.around.clone();
        self.around.inner = true;
        self.around.native.extend(locals.iter().chain(&copied).chain(found.apart.keys()).copied());
        self.around.captured.extend(&shared);
        self.around.landings.clear();
        if by_move {
            match node {
                Expr::Closure(node) => {
                    node.capture = Some(Default::default());
                    // What the block borrowed from outside would be the closure's own.
                    if let Expr::Async(body) = &mut *node.body {
                        body.capture.get_or_insert_default();
                    }
                }
                Expr::Async(node) => node.capture = Some(Default::default()),
                _ => {}
            }
        }
        self.framed(node);
        self.around = outer;
        if let Expr::Async(block) = node
            && let Some(stream) = build::stream_macro(block)
        {
            *node = Expr::Verbatim(stream);
        }
        let mut lets = self.captures(&locals, &shared);
        for local in &copied {
            let name = self.emitter.bound(*local);
            // What is captured whole and used again is `Copy`: the judge tells.
            let value = if parts.contains(local) { ours!((*#name.ptr())) } else { ours!(#name.copy()) };
            lets.extend(ours!(let mut #name = #value;));
        }
        let node = if found.apart.is_empty() { ours!(#node) } else { self.apart(&found.apart, node) };
        (!lets.is_empty() || !found.apart.is_empty()).then(|| ours!({ #lets #node }))
    }

    /// The inside of a closure or async block, which may be saved: what it gives to macros that we know nothing of lives no longer
    /// than it runs.
    ///
    /// Input: `|cx| ready!(x.poll(cx))`  Output: `|cx| { let frame = (); { let x = x.within(&frame); ready!((*x.ptr()).poll(cx)) } }`
    fn framed(&mut self, node: &mut Expr) {
        let outer = (self.emitter.frame.replace(false), self.emitter.here.replace(false));
        visit_mut::visit_expr_mut(self, node);
        let (frame, here) = (self.emitter.frame.replace(outer.0), self.emitter.here.replace(outer.1));
        if !frame {
            return;
        }
        let frame = self.emitter.framed(frame, here);
        match node {
            Expr::Closure(node) => {
                let body = &node.body;
                *node.body = Expr::Verbatim(ours!({ #frame #body }));
            }
            Expr::Async(node) => {
                let body = &node.block;
                node.block = syn::parse_quote_spanned!(Span::mixed_site()=> { #frame #body });
            }
            _ => {}
        }
    }

    /// Locals of which a closure captures fields, and the rest stays: which fields that are, rustc tells twice.
    ///
    /// Input: `move || f(x.a)`
    /// Output: `x.part(|whole| { let made = move || { (&whole.a,) }; forget(made); });
    /// without_rest(|made| async move { let x = x.ptr().read(); made.write(Some(move || f(x.a))); pending().await })`
    pub(super) fn apart(&self, apart: &BTreeMap<LocalId, MentionId>, node: &impl ToTokens) -> TokenStream {
        let gone = apart.iter().map(|(local, first)| self.emitter.moved_out(*local, (*first, 0)));
        let lets = apart.keys().map(|local| {
            let (name, mutability) =
                (self.emitter.bound(*local), self.emitter.locals[local.0].mutable.then(<syn::Token![mut]>::default));
            ours!(let #mutability #name = #name.ptr().read();)
        });
        ours! {
            #(#gone)*
            __rt::without_rest(|made: *mut _| async move {
                #(#lets)*
                made.write(::core::option::Option::Some(#node));
                __rt::pending::<()>().await
            })
        }
    }

    /// `let x = own_x.take();` for each local that is captured by value. The `shared` ones are declared in front of the statement: rustc
    /// captures them by reference if they are `Copy`, beside something else that it borrows.
    ///
    /// Output: `captured_x = own_x.take();`
    fn captures(&self, locals: &[LocalId], shared: &BTreeSet<LocalId>) -> TokenStream {
        let capture = |local: &LocalId| {
            let value = self.moved(*local, self.emitter.locals[local.0].span);
            if !shared.contains(local) {
                return self.emitter.bind_native(*local, &value);
            }
            self.emitter.captured.borrow_mut().insert(*local);
            let name = self.emitter.captured_name(*local);
            ours!(#name = #value;)
        };
        locals.iter().map(capture).collect()
    }
}

impl Emitter<'_> {
    /// What closures in the statement capture, which follows; `outer`: what those in the statement around it do.
    ///
    /// Output: `let mut captured_x;`
    pub fn declare_captured(&self, outer: BTreeSet<LocalId>) -> TokenStream {
        let names = self.captured.replace(outer).into_iter().map(|local| self.captured_name(local));
        names.map(|name| ours!(let mut #name;)).collect()
    }
}

/// Before edition 2021 a closure captures whole variables: here the reference to a slot, which lives no longer than the arm, in
/// place of the slot. It is the span of its first token that has the edition.
fn capture_places(node: &mut Expr) {
    let ours = |span: Span| Span::mixed_site().located_at(span);
    match node {
        Expr::Closure(node) => {
            for token in [&mut node.inputs_begin, &mut node.inputs_end] {
                token.spans = token.spans.map(ours);
            }
        }
        Expr::Async(node) => node.async_token.span = ours(node.async_token.span),
        _ => {}
    }
}

/// Finds the locals that a closure or async block captures by value.
struct Captured<'e, 'a> {
    emitter: &'e Emitter<'a>,
    /// Locals that are native around the closure: what it does with them is as in the source.
    native: BTreeSet<LocalId>,
    locals: Vec<LocalId>,
    /// Slots that are mentioned and stay.
    places: Vec<LocalId>,
    /// Slots of which fields are captured, with the first mention of each.
    apart: BTreeMap<LocalId, MentionId>,
    by_value: bool,
    /// A native local is captured as a place.
    by_place: bool,
    /// What is bound inside.
    bound: BTreeSet<LocalId>,
    /// The mentions inside.
    within: BTreeSet<MentionId>,
    /// What may stay though it is mentioned by value: only rustc knows.
    doubted: BTreeSet<LocalId>,
    /// What may be captured in part.
    parts: BTreeSet<LocalId>,
}

impl<'e, 'a> Captured<'e, 'a> {
    const fn new(emitter: &'e Emitter<'a>, native: BTreeSet<LocalId>) -> Self {
        Captured {
            emitter,
            native,
            locals: Vec::new(),
            places: Vec::new(),
            apart: BTreeMap::new(),
            by_value: false,
            by_place: false,
            bound: BTreeSet::new(),
            within: BTreeSet::new(),
            doubted: BTreeSet::new(),
            parts: BTreeSet::new(),
        }
    }

    /// The slots that rustc surely captures by value unless they are `Copy`, where it borrows something else.
    fn certain(&self) -> BTreeSet<LocalId> {
        let certain = |local: &LocalId| !self.doubted.contains(local) && !self.emitter.locals[local.0].is_boxed();
        self.locals.iter().copied().filter(|local| self.by_place && certain(local)).collect()
    }

    /// Whether a local of the leaf future around is mentioned nowhere but inside, and by value: `move` captures it as well.
    fn may_move(&self, local: LocalId) -> bool {
        let mentions = self.emitter.facts.inner.get(&local);
        mentions.is_some_and(|mentions| mentions.iter().all(|(id, by_value)| *by_value && self.within.contains(id)))
    }
}

impl<'ast> syn::visit::Visit<'ast> for Captured<'_, '_> {
    fn visit_ident(&mut self, ident: &'ast Ident) {
        let Some((local, id)) = names::decode(ident).filter(|(local, _)| !self.native.contains(local)) else { return };
        // A pattern comes before the mentions of what it binds.
        let Some(id) = id else {
            self.bound.insert(local);
            return;
        };
        let Some(mention) = self.emitter.facts.mentions.get(&id) else {
            // Of the leaf future around.
            self.by_place |= !self.bound.contains(&local) && !self.may_move(local);
            return;
        };
        if mention.access == Access::Apart {
            let first = self.emitter.facts.captured.get(&id).copied().filter(|_| self.emitter.is_slot_here(local));
            self.apart.extend(first.map(|first| (local, first)));
            return;
        }
        if !matches!(mention.role, Use::Value | Use::Receiver(_)) {
            self.parts.insert(local);
        }
        let captured = mention.access == Access::Captured;
        if mention.role != Use::Value || mention.guess || self.emitter.facts.captured_whole.contains(&id) {
            self.doubted.insert(local);
        }
        self.by_value |= captured;
        self.by_place |= !captured && !self.emitter.is_slot_here(local);
        if captured && self.emitter.is_slot_here(local) && self.emitter.owns(local) && !self.locals.contains(&local) {
            self.locals.push(local);
        } else if !captured && self.emitter.is_slot_here(local) && !self.places.contains(&local) {
            self.places.push(local);
        }
    }

    fn visit_expr_field(&mut self, node: &'ast syn::ExprField) {
        self.parts.extend(native::field_path(node).and_then(|(ident, _)| names::decode(&ident)).map(|(local, _)| local));
        syn::visit::visit_expr_field(self, node);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        let idents = names::idents(mac.tokens.clone());
        let mentioned = || idents.iter().filter_map(names::decode).map(|(local, _)| local);
        self.doubted.extend(mentioned());
        self.parts.extend(mentioned());
        idents.iter().for_each(|ident| syn::visit::Visit::visit_ident(self, ident));
    }
}

/// The locals that a leaf future takes over when it is made.
pub fn taken(emitter: &Emitter<'_>, leaf: &crate::ir::Leaf, expr: &Expr) -> Vec<LocalId> {
    let mut found = Captured::new(emitter, BTreeSet::new());
    syn::visit::Visit::visit_expr(&mut found, expr);
    found.locals.retain(|local| leaf.taken.contains(local));
    found.locals
}

/// The locals that a `select!` inside the expression names as futures and leaves where they are: futures' macros take such a name
/// by reference, and want a name.
pub fn selected(emitter: &Emitter<'_>, expr: &Expr, taken: &[LocalId]) -> Vec<LocalId> {
    let named: BTreeSet<LocalId> = macros::selected(expr).into_iter().collect();
    named.into_iter().filter(|local| emitter.is_slot_here(*local) && !taken.contains(local)).collect()
}
