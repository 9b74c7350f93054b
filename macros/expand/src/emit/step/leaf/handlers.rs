//! The handlers of `select!` in a leaf future, which find the locals again.
use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident};
use syn::{Expr, spanned::Spanned};

use super::{Inside, Told, check};
use crate::{
    emit::step::Emitter,
    names::{self, LocalId},
};

impl Inside {
    /// To ask once more where the locals are, as one does at a suspension point, would be one: it keeps what the branch gives in a place
    /// of its own.
    ///
    /// Input: `select! { page = fetch(url) => show(page, &title) }`
    /// Output: `select! { page = fetch(url) => { title = near_title.find(); show(page, &title) } }`
    pub(super) fn handler(&mut self, emitter: &Emitter<'_>, handler: &Expr, told: &[Told]) -> TokenStream {
        (self.again, self.checked) = (true, true);
        let (names, check) = (&self.told, check(handler.span()));
        let parted = |each: &Told| matches!(each, Told::Slot(local) if emitter.facts.is_parted(*local));
        if told.iter().any(parted) {
            return ours!({ #check (#(#names,)*) = locals.await; #handler });
        }
        let mentioned: BTreeSet<LocalId> =
            names::idents(handler.to_token_stream()).iter().filter_map(names::decode).map(|(local, _)| local).collect();
        let found = names.iter().zip(told).filter(|(_, each)| match each {
            Told::Slot(local) | Told::Flag(local) => mentioned.contains(local) || emitter.facts.keeper(*local).is_some(),
            Told::Handed(_) => false,
        });
        let found: Vec<&Ident> = found.map(|(name, _)| name).collect();
        let nears = found.iter().map(|name| near(name));
        let finds: TokenStream = found.iter().zip(nears).map(|(name, near)| ours!(#name = #near.find();)).collect();
        self.near.extend(found.into_iter().cloned());
        ours!({ #check #finds #handler })
    }

    /// The leaf future remembers where that is what its handlers find.
    pub(super) fn marks(&self) -> TokenStream {
        let marks = self.near.iter().map(|name| {
            let near = near(name);
            ours!(let #near = __rt::Near::new(); #near.mark(#name);)
        });
        marks.collect()
    }
}

/// What knows how far a slot is.
fn near(name: &Ident) -> Ident {
    format_ident!("near_{}", name.to_string().trim_start_matches("r#"), span = Span::mixed_site())
}
