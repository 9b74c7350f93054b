//! Ways out of an arm: `return`, `?`, `break` and `continue`.
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Expr, Type, visit_mut::VisitMut};

use super::Rewriter;
use crate::{
    ir::{Jump, Leaf},
    lower::place::leaves_temporaries,
};

impl Rewriter<'_, '_> {
    /// A loop or labelled block inside: jumps to it stay native.
    pub(super) fn target(&mut self, node: &mut Expr) {
        match node {
            Expr::Loop(inner) => self.landing(inner.label.clone().as_ref(), true, |this| this.visit_block_mut(&mut inner.body)),
            Expr::While(inner) => {
                let label = inner.label.clone();
                self.landing(label.as_ref(), true, |this| {
                    this.visit_expr_mut(&mut inner.cond);
                    this.visit_block_mut(&mut inner.body);
                });
            }
            Expr::ForLoop(inner) => {
                self.visit_expr_mut(&mut inner.expr);
                self.visit_pat_mut(&mut inner.pat);
                let label = inner.label.clone();
                self.landing(label.as_ref(), true, |this| this.visit_block_mut(&mut inner.body));
            }
            Expr::Block(inner) => {
                let label = inner.label.clone();
                self.landing(label.as_ref(), false, |this| this.visit_block_mut(&mut inner.block));
            }
            _ => {}
        }
    }

    pub(super) fn jump(&self, is_break: bool, label: Option<&syn::Lifetime>, value: Option<&Expr>) -> Option<TokenStream> {
        let own = self.around.landings.iter().any(|(own, is_loop)| match label {
            Some(label) => own.as_ref() == Some(&label.ident),
            None => *is_loop,
        });
        if own || self.around.inner {
            return None;
        }
        let target = self.emitter.target(label)?;
        if let Some(leaf) = &self.around.leaf {
            let jump = Jump { is_break, target, has_value: value.is_some() };
            let value = value.map_or_else(|| ours!(()), ToTokens::to_token_stream);
            let value = leaf.numbered(&jump, value)?;
            return Some(ours!(return __rt::Flow::Jump(#value)));
        }
        let label = self.emitter.label(target, is_break);
        Some(ours!(break #label #value))
    }

    pub(super) fn landing(&mut self, label: Option<&syn::Label>, is_loop: bool, inside: impl FnOnce(&mut Self)) {
        self.around.landings.push((label.map(|label| label.name.ident.clone()), is_loop));
        inside(self);
        self.around.landings.pop();
    }

    /// Input: `bail!(..)`, which returns `Err(..)`
    /// Output: `match attempt!((|| -> Result<Infallible, _> { bail!(..) })(), early => early?) {}`
    pub(super) fn early_return(&self, mac: &syn::Macro) -> Option<TokenStream> {
        let name = &mac.path.segments.last()?.ident;
        let span = name.span();
        match &*name.to_string() {
            "bail" | "whatever" => {
                let failed =
                    self.attempt(&ours!((|| -> ::core::result::Result<::core::convert::Infallible, _> { #mac })()), span, span);
                Some(ours!(match #failed {}))
            }
            "ensure" | "ensure_whatever" => {
                Some(self.attempt(&ours!((|| { #mac; ::core::result::Result::Ok(()) })()), span, span))
            }
            _ => None,
        }
    }

    /// `span`: of the `?`, so that rustc takes what it says about it in the machine for what it has said in the judge. `start`: where the
    /// expression begins, which is what a `From` learns of its caller.
    fn attempt(&self, value: &TokenStream, start: Span, span: Span) -> TokenStream {
        let name = Ident::new(if self.around.leaf.is_some() { "attempt_leaf" } else { "attempt" }, Span::mixed_site());
        let (early, begin) = (Ident::new("early", span), Ident::new("early", start.resolved_at(span)));
        let leave = quote_spanned!(span=> #begin?);
        ours!(__rt::#name!(#value, #early => #leave))
    }

    /// `start`: where the expression began before it was rewritten.
    pub(super) fn leaving(&mut self, node: &mut Expr, start: Option<Span>) -> Option<TokenStream> {
        if self.around.inner {
            return None;
        }
        match node {
            Expr::Macro(node) => self.early_return(&node.mac),
            Expr::Return(node) => {
                let span = node.return_token.span;
                let by = if self.around.leaf.is_some() { ours!(__rt::Flow::Return) } else { ours!(__rt::Stepped::Ready) };
                Some(match &node.expr {
                    // In a block, an error about its type is word for word that of the judge.
                    Some(value) if !leaves_temporaries(value) => quote_spanned!(span=> return #by({ #value })),
                    Some(value) => quote_spanned!(span=> return #by(#value)),
                    None => {
                        let nothing = nothing(self.emitter.output);
                        quote_spanned!(span=> return #by(#nothing))
                    }
                })
            }
            Expr::Try(node) => {
                let span = node.question_token.span;
                Some(self.attempt(&node.expr.to_token_stream(), start.unwrap_or(span), span))
            }
            Expr::Break(node) => self.jump(true, node.label.as_ref(), node.expr.as_deref()),
            Expr::Continue(node) => self.jump(false, node.label.as_ref(), None),
            _ => None,
        }
    }
}

/// What `return;` returns: `()`, or what rustc refuses once, in the judge.
fn nothing(output: &Type) -> TokenStream {
    match output {
        Type::Tuple(tuple) if tuple.elems.is_empty() => ours!(()),
        output => ours!(__rt::Operand(__rt::PhantomData::<fn() -> #output>).nothing()),
    }
}

impl Leaf {
    /// What tells this jump from the others: `Ok(value)` for the first of several, `Err(Ok(value))` for the second.
    pub fn numbered(&self, jump: &Jump, value: TokenStream) -> Option<TokenStream> {
        let at = self.jumps.iter().position(|each| each == jump)?;
        let value = if at + 1 < self.jumps.len() { ours!(::core::result::Result::Ok(#value)) } else { value };
        Some((0..at).fold(value, |value, _| ours!(::core::result::Result::Err(#value))))
    }
}
