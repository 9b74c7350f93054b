//! Elements of arrays whose index is waited for.
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident};
use syn::{
    Expr, ExprIndex, Type,
    visit_mut::{self, VisitMut},
};

use crate::{
    emit::{place::Around, step::Emitter},
    names,
    resolve::macros,
};

/// The place of the array is evaluated after the index: nothing happens there, and the leaf future would keep a raw pointer to it
/// while it waits.
///
/// Input: `table[next().await] += 1`
/// Output: `(*(at = next().await, &raw mut table).1)[at] += 1`, and `let mut at;` before it
pub(super) fn late(emitter: &Emitter<'_>, expr: &mut Expr, around: &Around) -> TokenStream {
    let mut late = Late { emitter, around, names: Vec::new() };
    late.visit_expr_mut(expr);
    let names = late.names.iter();
    ours!(#(let mut #names;)*)
}

struct Late<'e, 'a> {
    emitter: &'e Emitter<'a>,
    around: &'e Around,
    names: Vec<Ident>,
}

impl Late<'_, '_> {
    /// Whether it is an element of an array in a slot, and its index waits.
    fn waits(&self, node: &ExprIndex) -> bool {
        let Expr::Path(path) = &*node.expr else { return false };
        let Some((local, _)) = path.path.get_ident().and_then(names::decode) else { return false };
        let array = self.emitter.locals[local.0].ty.as_ref().is_some_and(is_array) || self.emitter.facts.arrays.contains(&local);
        array
            && self.emitter.is_in_reach(local, self.around)
            && macros::awaits(node.index.to_token_stream(), self.emitter.macros.awaiting)
    }
}

/// An array or slice, or a reference to one.
fn is_array(ty: &Type) -> bool {
    match ty {
        Type::Array(_) | Type::Slice(_) => true,
        Type::Reference(node) => is_array(&node.elem),
        _ => false,
    }
}

impl VisitMut for Late<'_, '_> {
    fn visit_expr_mut(&mut self, node: &mut Expr) {
        match node {
            Expr::Closure(_) | Expr::Async(_) => return,
            _ => visit_mut::visit_expr_mut(self, node),
        }
        if let Expr::Index(index) = node
            && self.waits(index)
        {
            let number = if self.names.is_empty() { String::new() } else { (self.names.len() + 1).to_string() };
            let at = format_ident!("at{number}", span = Span::mixed_site());
            let (array, value) = (&index.expr, &index.index);
            *index.expr = syn::parse_quote_spanned!(Span::mixed_site()=> (*(#at = #value, &raw mut #array).1));
            *index.index = syn::parse_quote!(#at);
            self.names.push(at);
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
