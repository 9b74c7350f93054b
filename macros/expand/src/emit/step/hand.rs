//! What a leaf future moves at once: it lies on the stack of the step function until the first poll, which follows.
//!
//! Input: `join!(f, g)`
//! Output: `handed_join.store((f, g));`, and in the leaf future `let (f, g) = handed_join.read(); join!(f, g)`
//!
//! A value that the leaf future captured, as a closure does, it would store beside the local or future that the value goes to.
use proc_macro2::{Ident, Span, TokenStream};
use quote::format_ident;

use super::Emitter;
use crate::{ir::Leaf, names::LocalId};

impl Emitter<'_> {
    /// Of what a leaf future takes over: the locals that it moves at once, in the order of their declaration; these from their slots,
    /// others are native. If it is told nothing else then plain data is captured, and a single word, as that is easier to read.
    pub(super) fn handed_over(&self, leaf: &Leaf, from_slots: &[LocalId], alone: bool) -> Vec<LocalId> {
        let native = leaf.taken.iter().filter(|local| !self.is_slot_here(**local) && self.facts.declared.contains_key(local));
        let mut all: Vec<LocalId> =
            native.chain(from_slots).copied().filter(|local| !alone || !leaf.plain.contains(local)).collect();
        all.sort_by_key(|local| self.facts.order.get(local).copied());
        let is_word = |local: &LocalId| self.facts.scalars.contains_key(local) || self.facts.copies.contains(local);
        if let [local] = &all[..]
            && alone
            && is_word(local)
        {
            Vec::new()
        } else {
            all
        }
    }

    /// What hands these locals over to the leaf future in a slot, and what receives them there.
    pub(super) fn handed(&self, leaf: LocalId, taken: &[LocalId]) -> (TokenStream, TokenStream) {
        if taken.is_empty() {
            return (TokenStream::new(), TokenStream::new());
        }
        let (mut values, mut names) = (Vec::new(), Vec::new());
        for local in taken {
            let (name, mutable) = (self.bound(*local), self.locals[local.0].mutable);
            let (value, name, mutable) = match self.is_slot_here(*local) {
                true => (self.take(*local), name, mutable),
                false if self.natives.borrow().contains(local) => {
                    let value = self.value_name(*local);
                    (ours!(#value), value, true)
                }
                false => (ours!(#name), name, mutable),
            };
            let mutability = mutable.then(<syn::Token![mut]>::default);
            values.push(value);
            names.push(ours!(#mutability #name));
        }
        let handed = self.handed_name(leaf);
        self.hands.borrow_mut().insert(leaf);
        (ours!(#handed.store((#(#values,)*));), ours!(let (#(#names,)*) = #handed.read();))
    }

    /// Where the values lie that a leaf future takes over.
    pub(super) fn handed_name(&self, leaf: LocalId) -> Ident {
        let name = self.layout.names.get(&leaf).map_or("", String::as_str);
        format_ident!("handed_{}", name.trim_start_matches("r#"), span = Span::mixed_site())
    }

    /// The places for what leaf futures take over, for the head of the step function.
    pub fn hands(&self) -> TokenStream {
        let hands = self.hands.borrow();
        let names = hands.iter().map(|leaf| self.handed_name(*leaf));
        names.map(|name| ours!(let #name = __rt::Slot::vacant(); let #name = &*(&raw const #name);)).collect()
    }
}
