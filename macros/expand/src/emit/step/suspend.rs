//! Suspension points: the future goes to its slot, and its output comes back.
use proc_macro2::TokenStream;
use syn::Expr;

use super::Emitter;
use crate::{
    emit::place::{self, Around},
    ir::Suspend,
    names::LocalId,
};

impl Emitter<'_> {
    pub(super) fn suspend(&self, suspend: &Suspend, resume: bool, want: bool) -> TokenStream {
        if resume {
            return self.output(suspend);
        }
        let Some(seg) = suspend.seg else { return TokenStream::new() };
        let future = match &suspend.leaf {
            Some(leaf) => self.leaf(&suspend.future, leaf, want),
            None => {
                let future = self.native(&suspend.future);
                ours!(::core::future::IntoFuture::into_future(#future))
            }
        };
        let (slot, goto) = (self.slot(suspend.local), self.goto(seg));
        let name = self.bound(suspend.local);
        ours!({ let #name = #future; #slot.store(#name); #goto })
    }

    /// What a future was ready with.
    pub(super) fn output(&self, suspend: &Suspend) -> TokenStream {
        let name = self.bound(suspend.local);
        let Some(leaf) = suspend.leaf.as_ref().filter(|leaf| leaf.flows) else { return ours!(#name.finish(output)) };
        let jumps = leaf.jumps.iter().enumerate().map(|(number, jump)| {
            let (number, label) = (number as u8, self.label(jump.target, jump.is_break));
            ours!(::visible_async::__private::Flow::Jump(#number) => break #label,)
        });
        ours!({
            match #name.finish(output) {
                ::visible_async::__private::Flow::Value(value) => value,
                ::visible_async::__private::Flow::Return(value) => return ::core::task::Poll::Ready(value),
                #(#jumps)*
                ::visible_async::__private::Flow::Jump(_) => ::core::unreachable!(),
            }
        })
    }

    pub(super) fn leaf(&self, expr: &Expr, leaf: &crate::ir::Leaf, want: bool) -> TokenStream {
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
            native: captured.into_iter().collect(),
            ..Around::default()
        };
        let expr = self.rewrite(expr, around);
        // What a statement's value borrows dies with it.
        let expr = if want { ours!(#expr) } else { ours!({ #expr; }) };
        let value = if leaf.flows { ours!(::visible_async::__private::Flow::Value(#expr)) } else { expr };
        ours!({ #lets async move { #value } })
    }
}
