//! What dies in a leaf future: the locals of the blocks whose tail it is, if its temporaries outlive them.
use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::Expr;

use super::Emitter;
use crate::{
    flow::Access,
    ir::Leaf,
    names::{self, LocalId},
};

impl Emitter<'_> {
    /// The locals that a leaf future has to drop.
    pub(super) fn owned(&self, leaf: &Leaf) -> Vec<LocalId> {
        let owned = leaf.owned.iter().copied().filter(|local| !leaf.given.contains(local));
        owned.filter(|local| self.is_slot_here(*local) && self.owns(*local)).collect()
    }

    /// A tail whose temporaries outlive the block's locals: these die in the leaf future.
    ///
    /// Output: `{ let own_x = x.hold(); let y = y; tail }`, with the braces of the user's block, where `y` is taken over
    pub(super) fn owning(&self, leaf: &Leaf, captured: &[LocalId], source: &Expr, expr: TokenStream) -> TokenStream {
        let mentions = names::idents(source.to_token_stream());
        let mentions = mentions.iter().filter_map(names::decode).filter_map(|(_, id)| self.facts.mentions.get(&id?));
        let changed: BTreeSet<LocalId> = mentions
            .filter(|mention| !matches!(mention.access, Access::Place | Access::Copy))
            .map(|mention| mention.local)
            .collect();
        let stays = |local: LocalId| !changed.contains(&local) && !self.facts.is_parted(local);
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
                let unsure = self.facts.unsure.contains(&local);
                let value = if unsure {
                    own.to_token_stream()
                } else if stays(local) {
                    ours!(#name.hold())
                } else {
                    ours!(#name.own())
                };
                ours!(let #own = #value;)
            })
            .collect();
        let Some(span) = leaf.braces else { return expr };
        let mut block = proc_macro2::Group::new(proc_macro2::Delimiter::Brace, ours!(#owners #expr));
        block.set_span(span);
        proc_macro2::TokenTree::Group(block).into()
    }
}
