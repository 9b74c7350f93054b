//! Calls that may move a local or borrow it: a keeper makes them, which owns the local from there on.
//!
//! Input: `x.run(&y, z)`
//! Output:
//!     {
//!         let result = &Slot::vacant();
//!         let lent = (y, &own_z, result);
//!         let lending = Lending::new();
//!         lend!(lending, lent);
//!         let x = own_x.take();
//!         own_x_keeper.put(async move {
//!             {
//!                 let (y, own_z, result) = lending.await;
//!                 let value = x.run(&(*y.ptr()), own_z.take());
//!                 receive!(value, result);
//!             }
//!             Stay.await
//!         });
//!         slot_x_keeper.keep(&lent);
//!         result.read()
//!     }
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Expr, visit_mut};

use super::Rewriter;
use crate::{
    flow::{Keeper, native::place_of},
    names::LocalId,
};

impl Rewriter<'_, '_> {
    /// The call by way of its keeper, if it has one.
    pub(super) fn keeping(&mut self, node: &mut Expr) -> Option<TokenStream> {
        let callee = match node {
            Expr::MethodCall(call) => &*call.receiver,
            Expr::Call(call) => &*call.func,
            _ => return None,
        };
        let (local, id, _) = place_of(callee)?;
        let emitter = self.emitter;
        let keeper = emitter.facts.keepers.get(&id).filter(|_| emitter.owns(emitter.facts.keepers[&id].local))?;
        let take = emitter.is_slot_here(local).then(|| self.captures(&[local]));
        let outer = self.around.clone();
        self.around.native.insert(local);
        visit_mut::visit_expr_mut(self, node);
        self.around = outer;
        let (values, names) = self.lent(keeper);
        let early = self.early(keeper);
        let forget = early.as_ref().map(|_| ours!(__rt::forget(early);));
        let (own, slot) = (emitter.owner(keeper.local), emitter.slot(keeper.local));
        Some(ours!({
            let result = &__rt::Slot::vacant();
            let lent = (#(#values,)* result,);
            let lending = __rt::Lending::new();
            __rt::lend!(lending, lent);
            #take
            #own.put(async move {
                {
                    let (#(#names,)* result,) = lending.await;
                    #early
                    let value = #node;
                    #forget
                    __rt::receive!(value, result);
                }
                __rt::Stay.await
            });
            #slot.keep(&lent);
            result.read()
        }))
    }

    /// What the arm lends the call, and the names that it has there.
    fn lent(&self, keeper: &Keeper) -> (Vec<TokenStream>, Vec<TokenStream>) {
        let owners = keeper.lent.union(&keeper.later).filter(|local| self.emitter.owns(**local));
        let owners = owners.map(|local| {
            let own = self.emitter.owner(*local).into_token_stream();
            (ours!(&#own), own)
        });
        let slots = keeper.lent.iter().map(|local| {
            let name = self.emitter.bound(*local).into_token_stream();
            (name.clone(), name)
        });
        slots.chain(owners).unzip()
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
