//! Calls that may move a local or borrow it: a keeper makes them, which owns the local from there on.
//!
//! Input: `x.run(&y, z)`
//! Output:
//!     {
//!         let result = &Slot::vacant();
//!         let given = &Slot::new(own_x.take());
//!         let own_x = given.own();
//!         let lent = (y, &own_z, &own_x, result);
//!         let lending = Lending::new();
//!         lend!(lending, lent);
//!         own_x_keeper.put(async move {
//!             let x;
//!             {
//!                 let (y, own_z, own_x, result) = lending.await;
//!                 x = own_x.take();
//!                 let value = x.run(&(*y.ptr()), own_z.take());
//!                 receive!(value, result);
//!             }
//!             Stay.await
//!         });
//!         slot_x_keeper.keep(&lent);
//!         result.read()
//!     }
//!
//! What the keeper gets when it runs it has no room for any more if the call moves it. One whose local may be borrowed has the place of
//! that, gets it when it is made, as `let x = First::of(own_x.take());`, and begins with it: so the value stays where it is.
use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{Expr, visit_mut::VisitMut};

use super::Rewriter;
use crate::{
    flow::{
        Keeper,
        keep::{
            calls::{headed, taken_apart},
            decisive,
        },
        native::place_of,
    },
    names::{LocalId, MentionId},
    resolve::macros,
};

/// How a keeper gets its local: the code where it is made, what it is lent, and the code in it.
#[derive(Default)]
struct Handed {
    given: Option<TokenStream>,
    owner: Option<TokenStream>,
    lent: Option<TokenStream>,
    declared: Option<TokenStream>,
    taken: Option<TokenStream>,
    /// The keeper begins with it.
    is_first: bool,
}

impl Rewriter<'_, '_> {
    /// The call by way of its keeper, if it has one.
    pub(super) fn keeping(&mut self, node: &mut Expr) -> Option<TokenStream> {
        let (emitter, id) = (self.emitter, self.kept(node)?);
        let keeper = emitter.facts.keepers.get(&id).filter(|keeper| emitter.owns(keeper.local))?;
        let (local, hand) = (keeper.of, self.handed_to(node, keeper));
        let outer = self.around.clone();
        self.around.native.insert(local);
        self.around.first.extend(Some(local).filter(|_| hand.is_first));
        self.around.native.extend(keeper.lent.iter().filter(|local| emitter.facts.is_shared(**local)));
        let ((), here) = emitter.with_here(|| self.visit_expr_mut(node));
        self.around = outer;
        let call = match node {
            // A temporary that a macro borrows dies with the call.
            Expr::Macro(node) => ours!(::core::convert::identity(#node)),
            Expr::Verbatim(tokens) => ours!(::core::convert::identity(#tokens)),
            node => node.to_token_stream(),
        };
        let (values, names) = self.lent(keeper);
        let Handed { given, owner, lent, declared, taken, .. } = hand;
        let early = self.early(keeper);
        let forget = early.as_ref().map(|_| ours!(__rt::forget(early);));
        let (own, slot) = (emitter.owner(keeper.local), emitter.slot(keeper.local));
        let ending = emitter.ending(keeper).unwrap_or_else(|| ours!(__rt::Stay.await));
        Some(ours!({
            let result = &__rt::Slot::vacant();
            #given
            let lent = (#(#values,)* #lent result,);
            let lending = __rt::Lending::new();
            __rt::lend!(lending, lent);
            #own.put(async move {
                #declared
                {
                    let (#(#names,)* #owner result,) = lending.await;
                    #taken
                    #early
                    #here
                    let value = #call;
                    #forget
                    __rt::receive!(value, result);
                }
                #ending
            });
            #slot.keep(&lent);
            result.read()
        }))
    }

    /// The mention of a local that goes to a keeper, which is to evaluate the expression.
    fn kept(&self, node: &Expr) -> Option<MentionId> {
        let facts = &self.emitter.facts;
        match node {
            _ if facts.keepers.is_empty() => None,
            Expr::Closure(_) | Expr::Async(_) => decisive(node, facts).find(|id| self.is_kept(id)),
            node if let Some(mac) = headed(node) => decisive(&mac.tokens, facts).find(|id| self.is_kept(id)),
            Expr::MethodCall(call) => place_of(&call.receiver).map(|(_, id, _)| id).filter(|id| self.is_kept(id)),
            Expr::Call(call) => place_of(&call.func).map(|(_, id, _)| id).filter(|id| self.is_kept(id)),
            node => taken_apart(node).filter(|id| self.is_kept(id)),
        }
    }

    fn is_kept(&self, id: &MentionId) -> bool {
        self.emitter.facts.keepers.get(id).is_some_and(|keeper| !self.around.native.contains(&keeper.of))
    }

    /// Whether the macro wants the local's name, or one in its arguments may.
    fn goes_by_name(&self, mac: &syn::Macro, local: LocalId) -> bool {
        let wants = |name: &Ident| self.emitter.macros.wants_names(name);
        self.named(mac).contains(&local) || macros::called(mac.tokens.clone()).iter().any(wants)
    }

    /// How the keeper gets its local.
    fn handed_to(&self, node: &Expr, keeper: &Keeper) -> Handed {
        let (emitter, local) = (self.emitter, keeper.of);
        let here = emitter.is_slot_here(local);
        let (x, own) = (emitter.bound(local), emitter.owner(local));
        let value = if here { self.moved(local, x.span()) } else { x.to_token_stream() };
        if emitter.facts.watched.contains(&keeper.local) {
            let slot = emitter.slot(keeper.local);
            // A macro that wants a name gets the local itself.
            let is_first = headed(node).is_none_or(|mac| !self.goes_by_name(mac, local));
            let value = if is_first { ours!(__rt::First::of(#value)) } else { value };
            return Handed {
                given: Some(ours!(let mut #x = #value;)),
                owner: Some(ours!(place,)),
                lent: Some(ours!(#slot.place(),)),
                // This captures it whole, also where the call mentions but a part.
                taken: Some(ours!(__rt::stays(&#x, place);)),
                is_first,
                ..Handed::default()
            };
        }
        let mutability = emitter.locals[local.0].mutable.then(<syn::Token![mut]>::default);
        Handed {
            given: Some(ours!(let given = &__rt::Slot::new(#value); let #own = given.own();)),
            owner: Some(ours!(#own,)),
            lent: Some(ours!(&#own,)),
            declared: Some(ours!(let #mutability #x;)),
            taken: Some(ours!(#x = #own.take();)),
            is_first: false,
        }
    }

    /// What the arm lends the call, and the names that it has there.
    fn lent(&self, keeper: &Keeper) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let named: BTreeSet<LocalId> = [&keeper.lent, &keeper.later, &keeper.inside].into_iter().flatten().copied().collect();
        let owners = named.into_iter().filter(|local| self.emitter.owns(*local)).map(|local| {
            let own = self.emitter.owner(local).into_token_stream();
            (ours!(&#own), own)
        });
        let places: BTreeSet<Ident> = keeper.inside.iter().map(|local| self.emitter.slot_of(*local)).collect();
        let places = places.into_iter().map(|slot| (slot.to_token_stream(), slot.into_token_stream()));
        let slots = keeper.lent.iter().map(|local| {
            let name = self.emitter.bound(*local).into_token_stream();
            // A shared reference is lent itself.
            let value = if self.emitter.facts.is_shared(*local) { ours!((*#name.ptr())) } else { name.clone() };
            (value, name)
        });
        slots.chain(owners).chain(places).unzip()
    }

    /// A panic drops what is declared after the local before it unwinds through the keeper.
    fn early(&self, keeper: &Keeper) -> Option<TokenStream> {
        let mut later: Vec<LocalId> = keeper.later.iter().copied().filter(|local| self.emitter.owns(*local)).collect();
        later.sort_by_key(|local| std::cmp::Reverse(self.emitter.facts.order.get(local).copied()));
        let ends = later.iter().map(|local| self.emitter.owner(*local));
        let ends: TokenStream = ends.map(|own| ours!(#own.end();)).collect();
        (!later.is_empty()).then(|| ours!(let early = __rt::Early(|| { #ends });))
    }
}
