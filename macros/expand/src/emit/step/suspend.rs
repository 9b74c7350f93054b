//! Suspension points: the future goes to its slot, and its output comes back.
use proc_macro2::TokenStream;
use syn::Expr;

use super::Emitter;
use crate::{
    emit::place::{self, Around},
    ir::Suspend,
    lower::place::leaves_temporaries,
    names::LocalId,
};

impl Emitter<'_> {
    /// `named`: the output is the value of a local.
    pub(super) fn suspend(&self, suspend: &Suspend, resume: bool, want: bool, named: bool) -> TokenStream {
        if resume {
            return self.output(suspend);
        }
        let Some(seg) = suspend.seg else { return TokenStream::new() };
        let future = match &suspend.leaf {
            Some(leaf) => self.leaf(&suspend.future, leaf, want, named),
            None => {
                let future = self.native(&suspend.future);
                ours!(__rt::IntoFuture::into_future(#future))
            }
        };
        let (slot, goto) = (self.slot(suspend.local), self.goto(seg));
        let name = self.bound(suspend.local);
        let kept = suspend.leaf.iter().flat_map(|leaf| self.owned(leaf)).filter(|local| !self.facts.unsure.contains(local));
        let kept = kept.map(|local| self.owner(local));
        ours!({ let #name = #future; #slot.store(#name); #(__rt::forget(#kept);)* #goto })
    }

    /// What a future was ready with.
    pub(super) fn output(&self, suspend: &Suspend) -> TokenStream {
        let name = self.bound(suspend.local);
        let Some(leaf) = suspend.leaf.as_ref().filter(|leaf| leaf.flows) else { return ours!(#name.finish(output)) };
        let jumps = leaf.jumps.iter().enumerate().map(|(number, jump)| {
            let (number, label) = (number as u8, self.label(jump.target, jump.is_break));
            ours!(__rt::Flow::Jump(#number) => break #label,)
        });
        ours!({
            match #name.finish(output) {
                __rt::Flow::Value(value) => value,
                __rt::Flow::Return(value) => return __rt::Poll::Ready(value),
                #(#jumps)*
                __rt::Flow::Jump(_) => ::core::unreachable!(),
            }
        })
    }

    pub(super) fn leaf(&self, expr: &Expr, leaf: &crate::ir::Leaf, want: bool, named: bool) -> TokenStream {
        let captured = place::captured_in(self, expr);
        let mut lets: TokenStream = captured.iter().map(|local| self.take_native(*local)).collect();
        let selected = place::selected(self, expr, &captured);
        for local in &selected {
            let name = self.bound(*local);
            lets.extend(ours!(let mut #name = &mut (*#name.ptr());));
        }
        let captured: Vec<LocalId> = captured.into_iter().chain(selected).collect();
        let around = Around {
            is_leaf: true,
            leaf: leaf.flows.then(|| leaf.clone()),
            native: captured.iter().copied().collect(),
            owned: self.owned(leaf),
            ..Around::default()
        };
        // When the drop of a temporary panics, rustc forgets the value of an async block, but drops a local.
        let named = named && leaves_temporaries(expr);
        let expr = self.rewrite(expr, around);
        let expr = self.owning(leaf, &captured, ours!(#expr));
        // What a statement's value borrows dies with it.
        let (bind, value) = match want {
            true if named => (ours!(let value = #expr;), ours!(value)),
            true => (TokenStream::new(), expr),
            false => (TokenStream::new(), ours!({ #expr; })),
        };
        let value = if leaf.flows { ours!(__rt::Flow::Value(#value)) } else { value };
        ours!({ #lets async move { #bind #value } })
    }

    /// The locals that a leaf future has to drop.
    fn owned(&self, leaf: &crate::ir::Leaf) -> Vec<LocalId> {
        leaf.owned.iter().copied().filter(|local| self.is_slot_here(*local) && self.owns(*local)).collect()
    }

    /// A tail whose temporaries outlive the block's locals: these die in the leaf future.
    ///
    /// Output: `{ let own_x = x.own(); tail }`, with the braces of the user's block
    fn owning(&self, leaf: &crate::ir::Leaf, captured: &[LocalId], expr: TokenStream) -> TokenStream {
        let owned = self.owned(leaf).into_iter().filter(|local| !captured.contains(local));
        let owners: TokenStream = owned
            .map(|local| {
                let (name, own) = (self.bound(local), self.owner(local));
                if self.facts.unsure.contains(&local) { ours!(let #own = #own;) } else { ours!(let #own = #name.own();) }
            })
            .collect();
        let Some(span) = leaf.braces.filter(|_| !owners.is_empty()) else { return expr };
        let mut block = proc_macro2::Group::new(proc_macro2::Delimiter::Brace, ours!(#owners #expr));
        block.set_span(span);
        proc_macro2::TokenTree::Group(block).into()
    }
}
