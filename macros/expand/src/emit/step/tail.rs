//! What dies in a leaf future: the locals of the blocks whose tail it is, if its temporaries outlive them.
use proc_macro2::TokenStream;
use quote::ToTokens;

use super::Emitter;
use crate::{ir::Leaf, names::LocalId};

impl Emitter<'_> {
    /// The locals that a leaf future has to drop.
    pub(super) fn owned(&self, leaf: &Leaf) -> Vec<LocalId> {
        let owned = leaf.owned.iter().copied().filter(|local| !leaf.given.contains(local));
        owned.filter(|local| self.is_slot_here(*local) && self.owns(*local)).collect()
    }

    /// Whether there is a value of such a local is known by then, or the leaf future is told.
    ///
    /// Output: `let x_live = own_x.pass_on();`
    pub(super) fn passed_on(&self, leaf: &Leaf, captured: &[LocalId]) -> TokenStream {
        let unsure = self.owned(leaf).into_iter().filter(|local| self.facts.unsure.contains(local) && !captured.contains(local));
        let passed = unsure.filter(|local| !self.facts.is_parted(*local)).map(|local| {
            let (live, own) = (self.flag(local), self.owner(local));
            ours!(let #live = #own.pass_on();)
        });
        passed.collect()
    }

    /// A tail whose temporaries outlive the block's locals: these die in the leaf future.
    ///
    /// Output: `{ let own_x = Holder::new(); own_x.hold(x); let y = y; tail }`, with the braces of the user's block, where `y` is taken over
    pub(super) fn owning(&self, leaf: &Leaf, captured: &[LocalId], expr: TokenStream) -> TokenStream {
        let owned = self.owned(leaf);
        let dies = |local: &LocalId| leaf.given.contains(local) || (owned.contains(local) && !captured.contains(local));
        let owners: TokenStream = leaf
            .owned
            .iter()
            .copied()
            .filter(dies)
            .map(|local| {
                let (name, own) = (self.bound(local), self.owner(local));
                if leaf.given.contains(&local) {
                    return self.bind_native(local, &name.into_token_stream());
                }
                match (self.facts.is_parted(local), self.facts.unsure.contains(&local)) {
                    (true, true) => ours!(let #own = #own;),
                    (true, false) => ours!(let #own = #name.own();),
                    (false, true) => {
                        let live = self.flag(local);
                        ours!(let #own = __rt::Holder::new(); #own.hold_if(#name, #live);)
                    }
                    (false, false) => ours!(let #own = __rt::Holder::new(); #own.hold(#name);),
                }
            })
            .collect();
        let Some(span) = leaf.braces else { return expr };
        let mut block = proc_macro2::Group::new(proc_macro2::Delimiter::Brace, ours!(#owners #expr));
        block.set_span(span);
        proc_macro2::TokenTree::Group(block).into()
    }
}
