//! Leaf futures: an `async` block in which rustc places the temporaries of one statement.
//!
//! Input: `let page = suspend async { get(&url).await?.text().await? };`, where `url` has a slot
//! Output:
//! ```text
//! let locals = __rt::Locals::of((url,));
//! async move {
//!     let (url,) = locals.await;
//!     Flow::Value(attempt_leaf!(locals.at::<{ FetchTag::AwaitText as u8 }, _>(
//!         attempt_leaf!(locals.at::<{ FetchTag::AwaitGet as u8 }, _>(get(&(*url.ptr()))).await, early => early?).text(),
//!     ).await, early => early?))
//! }
//! ```
//! The machine tells it at each poll where the slots are: `get.poll_leaf((url,), tag.cast(), cx)`. So it keeps no reference to them
//! while it is suspended; where one is mentioned again afterwards, the suspension point gives them anew.
mod handlers;
mod late;

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::ToTokens;
use syn::{Expr, Stmt, spanned::Spanned, visit_mut::VisitMut};

use super::{Emitter, ident};
use crate::{
    emit::place::{self, Around, Rewriter},
    flow::Access,
    ir::{Leaf, SegId, Suspend},
    lower::points::{self, Site},
    names::{self, LocalId},
};

/// What a leaf future is told at each poll.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Where the slot of a local is.
    Slot(LocalId),
    /// Where the flag of a local is.
    Flag(LocalId),
    /// Where the values are that the leaf future in this slot takes over at its first poll.
    Handed(LocalId),
}

impl Emitter<'_> {
    pub(super) fn leaf(&self, suspend: &Suspend, leaf: &Leaf, want: bool) -> TokenStream {
        let expr = &suspend.future;
        let taken = self.taken_over(leaf, expr);
        let mut lets = self.moved_by_patterns(&place::leaving_inside(self, expr));
        let selected = place::selected(self, expr, &taken);
        let captured: Vec<LocalId> = taken.iter().chain(&selected).copied().collect();
        let mut told = self.told(expr, leaf, &captured);
        let handed = self.handed_over(leaf, &taken, told.is_empty() && leaf.given.is_empty());
        let (hand, receive) = self.handed(suspend.local, &handed);
        lets.extend(hand);
        for local in taken.iter().filter(|local| !handed.contains(local)) {
            lets.extend(self.bind_native(*local, &self.take(*local)));
        }
        for local in &selected {
            let name = self.bound(*local);
            lets.extend(ours!(let mut #name = &mut (*#name.ptr());));
        }
        lets.extend(self.passed_on(leaf, &captured));
        let around = Around {
            is_leaf: true,
            leaf: leaf.flows.then(|| leaf.clone()),
            native: captured.iter().copied().collect(),
            owned: self.owned(leaf),
            ..Around::default()
        };
        let anew = self.anew.take();
        let renewed = place::renewed_inside(self, expr, &around);
        told.extend((!handed.is_empty()).then_some(Told::Handed(suspend.local)));
        let (tags, names) = (self.point_tags(suspend), self.told_names(&told));
        let mut inside = Inside { tags, told: names, near: BTreeSet::new(), again: false, checked: false };
        let mut expr = expr.clone();
        let late = late::late(self, &mut expr, &around);
        let (expr, outer) = (inside.points(self, expr, &told), self.captured.take());
        let is_statement = !want && leaf.braces.is_none() && !leaf.terminal;
        let (expr, here) = self.with_here(|| match is_statement {
            true => self.statement(expr, around),
            false => self.value(&expr, around),
        });
        let (expr, declared) = (self.owning(leaf, &captured, expr), self.declare_captured(outer));
        self.anew.replace(anew);
        let before = ours!(#receive #here #renewed #late #declared);
        // What a statement's value borrows dies with it.
        let (before, value) = match want {
            true if leaf.terminal => (before, if leaf.flows { ours!({ #expr }) } else { expr }),
            true => self.named_value(suspend, !handed.is_empty(), before, expr),
            false if is_statement => (before, ours!({ #expr })),
            false if leaf.terminal => (before, dropped(&expr)),
            false => (before, ours!({ #expr; })),
        };
        let value = if leaf.flows { ours!(__rt::Flow::Value(#value)) } else { value };
        inside.block(&lets, &ours!(#before #value), self, suspend, told)
    }

    /// The locals that the leaf future takes over.
    fn taken_over(&self, leaf: &Leaf, expr: &Expr) -> Vec<LocalId> {
        let mut taken = place::taken(self, leaf, expr);
        let given = leaf.given.iter().copied().filter(|local| self.is_slot_here(*local) && !taken.contains(local));
        taken.extend(given.collect::<Vec<_>>());
        taken
    }

    /// A macro that is a statement may be several.
    fn statement(&self, expr: Expr, around: Around) -> TokenStream {
        let semi = Some(<syn::Token![;]>::default());
        let mut stmt = match expr {
            Expr::Macro(node) => Stmt::Macro(syn::StmtMacro { attrs: node.attrs, mac: node.mac, semi_token: semi }),
            other => Stmt::Expr(other, semi),
        };
        Rewriter { emitter: self, around: Around { apart: true, ..around } }.visit_stmt_mut(&mut stmt);
        stmt.into_token_stream()
    }

    /// Polls the future of a suspension point.
    pub(super) fn poll(&self, suspend: &Suspend) -> TokenStream {
        let name = self.bound(suspend.local);
        let told = suspend.seg.and_then(|seg| self.told.borrow().get(&seg).cloned());
        let Some(told) = told else { return ours!(#name.poll(cx)) };
        let stored = &self.facts.segs[self.seg.0].stored;
        let told = told.into_iter().map(|each| match each {
            Told::Slot(local) if !stored.contains(&local) => self.slot(local),
            each => self.found_told(each),
        });
        ours!(#name.poll_leaf((#(#told,)*), tag.cast(), cx))
    }

    /// The locals that the leaf future reaches in their slots.
    fn told(&self, expr: &Expr, leaf: &Leaf, captured: &[LocalId]) -> Vec<Told> {
        let owned = self.owned(leaf);
        let mut told: Vec<Told> = Vec::new();
        let mut tell = |each| {
            if !told.contains(&each) {
                told.push(each);
            }
        };
        for (local, mention) in names::idents(expr.to_token_stream()).iter().filter_map(names::decode) {
            let Some(mention) = mention.filter(|_| self.is_slot_here(local) && !captured.contains(&local)) else { continue };
            tell(Told::Slot(local));
            let host = self.facts.host(mention, local);
            if host != local {
                tell(Told::Slot(host));
            }
            let access = self.facts.mentions.get(&mention).map(|mention| mention.access);
            // Plain data that is moved is still there.
            let moves = access == Some(Access::Take) && !self.facts.scalars.contains_key(&local);
            let changes =
                (moves || matches!(access, Some(Access::Captured | Access::Put | Access::Matched))) && !owned.contains(&local);
            if changes && self.layout.saved_flags.contains(&local) {
                tell(Told::Flag(local));
            }
        }
        owned.into_iter().filter(|local| !captured.contains(local)).for_each(|local| tell(Told::Slot(local)));
        told
    }

    /// What a leaf future is told, where it is made.
    fn found_told(&self, told: Told) -> TokenStream {
        match told {
            Told::Slot(local) => self.found(local),
            Told::Flag(local) => self.flag(local).into_token_stream(),
            Told::Handed(leaf) => self.handed_name(leaf).into_token_stream(),
        }
    }

    fn told_names(&self, told: &[Told]) -> Vec<Ident> {
        let name = |each: &Told| match each {
            Told::Slot(local) => self.bound(*local),
            Told::Flag(local) => self.flag(*local),
            Told::Handed(leaf) => self.handed_name(*leaf),
        };
        told.iter().map(name).collect()
    }

    /// The tags of the suspension points, in order; none if there is but one.
    fn point_tags(&self, suspend: &Suspend) -> Vec<TokenStream> {
        let Some(SegId(seg)) = suspend.seg else { return Vec::new() };
        let tags = &self.tags;
        let tag = |name: &String| {
            let name = ident(name);
            ours!({ #tags::#name as u8 })
        };
        self.layout.states[seg].variants().map(tag).collect()
    }
}

/// A leaf future in the making.
struct Inside {
    /// The tag of each suspension point.
    tags: Vec<TokenStream>,
    /// What it is told, by the names that it has there.
    told: Vec<Ident>,
    /// Of these, what a handler finds again.
    near: BTreeSet<Ident>,
    /// Some suspension point tells the locals anew.
    again: bool,
    /// Some suspension point checks that it is the leaf future's own.
    checked: bool,
}

impl Inside {
    /// Lets each suspension point set its tag, and tell the locals anew where they are mentioned afterwards.
    fn points(&mut self, emitter: &Emitter<'_>, mut expr: Expr, told: &[Told]) -> Expr {
        let counted = |local: LocalId| told.contains(&Told::Slot(local));
        let all = points::each(&mut expr.clone(), emitter.macros.awaiting, &counted, &mut |_, _| {});
        points::each(&mut expr, emitter.macros.awaiting, &counted, &mut |point, site| {
            let (again, several) = (all > 0 && (site.in_loop || site.mentions < all), self.tags.len() > 1);
            let new = match (&*point, site.point.map(|number| self.tags.get(number).cloned())) {
                (_, None) => self.handler(emitter, point, told),
                (Expr::Await(node), Some(Some(tag))) if again || several => self.at(node, &tag, again, site),
                (Expr::Macro(_), Some(Some(tag))) if several => self.enter(point, &tag, site),
                _ => return,
            };
            // What was one expression is one again.
            if let Ok(new) = syn::parse2(new) {
                *point = new;
            }
        });
        expr
    }

    /// Input: `get(url).await`  Output: `locals.at::<TAG, _>(get(url)).await`
    fn at(&mut self, node: &syn::ExprAwait, tag: &TokenStream, again: bool, site: Site) -> TokenStream {
        let (future, told) = (&node.base, &self.told);
        let check = site.in_macro.then(|| check(node.await_token.span));
        self.checked |= site.in_macro;
        let span = node.await_token.span;
        let back = site.back.and_then(|number| self.tags.get(number).cloned());
        let name = format!("{}{}", if again { "again" } else { "at" }, if back.is_some() { "_in" } else { "" });
        let (at, back) = (Ident::new(&name, Span::mixed_site()), back.iter());
        let locals = Ident::new("locals", Span::mixed_site().located_at(future.span()));
        let wait = quote::quote_spanned!(Span::mixed_site().located_at(span)=> #locals.#at::<#tag, #(#back,)* _>(#future).await);
        self.again |= again;
        let point = match again {
            true => ours!((match #wait { (value, at) => { (#(#told,)*) = at; value } })),
            false => wait,
        };
        // In a block of its own the temporaries of the operand would die with it.
        if check.is_some() { ours!(({ #check }, #point).1) } else { point }
    }

    /// Input: `join!(a, b)`  Output: `(locals.enter::<TAG>().await, join!(a, b)).1`
    fn enter(&mut self, mac: &Expr, tag: &TokenStream, site: Site) -> TokenStream {
        let check = site.in_macro.then(|| check(mac.span()));
        self.checked |= site.in_macro;
        ours!(({ #check locals.enter::<#tag>().await }, #mac).1)
    }

    /// The leaf future: `lets` are captured, it begins with `receive`, and `body` runs in it.
    fn block(
        self,
        lets: &TokenStream,
        body: &TokenStream,
        emitter: &Emitter<'_>,
        suspend: &Suspend,
        told: Vec<Told>,
    ) -> TokenStream {
        let names = &self.told;
        if names.is_empty() && self.tags.len() < 2 {
            return ours!({ #lets async move { #body } });
        }
        let mutability = self.again.then(<syn::Token![mut]>::default);
        let find = (!names.is_empty()).then(|| ours!(let (#(#mutability #names,)*) = locals.await;));
        let marks = self.marks();
        let body = if self.checked { ours!('leaf: { #body }) } else { body.clone() };
        let found: Vec<TokenStream> = told.iter().map(|each| emitter.found_told(*each)).collect();
        suspend.seg.into_iter().for_each(|seg| drop(emitter.told.borrow_mut().insert(seg, told.clone())));
        ours!({ #lets let locals = __rt::Locals::of((#(#found,)*)); async move { #find #marks #body } })
    }
}

/// Drops a value after its temporaries; if one of these panics rustc forgets it.
fn dropped(value: &TokenStream) -> TokenStream {
    ours!({ let value = __rt::ManuallyDrop::new(#value); __rt::drop(__rt::ManuallyDrop::into_inner(value)); })
}

/// Does nothing where it is the leaf future's own code, and is an error in a block or closure that a macro puts around it.
fn check(span: Span) -> TokenStream {
    let leaf = syn::Lifetime::new("'leaf", Span::mixed_site().located_at(span));
    ours!(if false { break #leaf ::core::unreachable!() })
}
