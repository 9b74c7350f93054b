//! Suspension points: the future goes to its slot, and its output comes back.
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::Emitter;
use crate::{
    emit::{build, judge::values},
    ir::Suspend,
};

impl Emitter<'_> {
    pub(super) fn suspend(&self, suspend: &Suspend, resume: bool, want: bool) -> TokenStream {
        if resume {
            return self.output(suspend);
        }
        let Some(seg) = suspend.seg else { return TokenStream::new() };
        let future = match &suspend.leaf {
            Some(leaf) => self.leaf(suspend, leaf, want),
            None => {
                let future = self.native(&suspend.future);
                let operand = ours!(__rt::Operand(#future));
                let call = quote_spanned!(suspend.span=> into_future());
                ours!(#operand.#call)
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
        // An error about the output points at the await, as in the judge.
        let operand = if let syn::Expr::Await(node) = &suspend.future { &*node.base } else { &suspend.future };
        let arguments = build::in_parens(ours!(&#name, output), suspend.span);
        let output = quote_spanned!(values::start(operand)=> __rt::finish #arguments);
        let Some(leaf) = suspend.leaf.as_ref().filter(|leaf| leaf.flows) else { return output };
        let jumps = leaf.jumps.iter().map(|jump| {
            let label = self.label(jump.target, jump.is_break);
            let value = if jump.has_value { ours!(value) } else { ours!() };
            let numbered = leaf.numbered(jump, if jump.has_value { ours!(value) } else { ours!(()) });
            ours!(__rt::Flow::Jump(#numbered) => break #label #value,)
        });
        let none = leaf.jumps.is_empty().then(|| ours!(__rt::Flow::Jump(jump) => __rt::never(jump),));
        quote_spanned!(Span::mixed_site().located_at(suspend.span)=> {
            match #output {
                __rt::Flow::Value(value) => value,
                __rt::Flow::Return(value) => return __rt::Stepped::Ready(value),
                #(#jumps)*
                #none
            }
        })
    }
}
