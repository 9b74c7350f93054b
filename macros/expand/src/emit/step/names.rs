//! The names that the arms use.
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote_spanned};
use syn::Lifetime;

use super::Emitter;
use crate::{
    ir::{SegId, TargetId},
    names::{self, LocalId},
    plan::layout::Layout,
};

impl Emitter<'_> {
    /// The name of a local at a mention with this span. One of ours that the user has not written needs no hygiene, and an error about
    /// the value is then word for word that of the judge.
    pub fn name(&self, local: LocalId, span: Span) -> Ident {
        let name = self.layout.names.get(&local).map_or("", String::as_str);
        let apart = self.is_ours(local) && (name == "this" || self.written.contains(name));
        let span = if apart { Span::mixed_site().located_at(span) } else { span };
        ident_at(name, span)
    }

    /// The name of a local where it is bound.
    pub fn bound(&self, local: LocalId) -> Ident {
        self.name(local, self.locals[local.0].span)
    }

    /// Whether the name of a local is none of the user's.
    fn is_ours(&self, local: LocalId) -> bool {
        let name = self.layout.names.get(&local).map_or("", String::as_str);
        let local = &self.locals[local.0];
        local.temp || (local.name == "self" && name != "self")
    }

    /// The owner of a local's slot.
    pub fn owner(&self, local: LocalId) -> Ident {
        self.owner_at(local, self.locals[local.0].span)
    }

    /// The owner of a local's slot where the local is mentioned: rustc's messages point at the mention, in the very words that they
    /// have in the judge, and are shown once.
    pub fn owner_at(&self, local: LocalId, span: Span) -> Ident {
        let name = self.layout.names.get(&local).map_or("", String::as_str);
        format_ident!("own_{}", name.trim_start_matches("r#"), span = self.span_of_ours(local, span))
    }

    /// The value of a slot, moved out.
    ///
    /// Output: `own_x.take()`
    pub fn take(&self, local: LocalId) -> TokenStream {
        let (own, anew) = (self.owner(local), self.by_anew(local, Span::mixed_site()));
        ours!(#own #anew.take())
    }

    /// The same where the local is mentioned.
    pub fn take_at(&self, local: LocalId, span: Span) -> TokenStream {
        let (own, anew) = (self.owner_at(local, span), self.by_anew(local, span));
        quote_spanned!(span=> #own #anew.take())
    }

    /// A slot that may be empty gets this value.
    ///
    /// Output: `own_x.put(value)`
    pub fn put(&self, local: LocalId, value: impl ToTokens, span: Span) -> TokenStream {
        let (own, anew) = (self.owner(local), self.by_anew(local, span));
        quote_spanned!(span=> #own #anew.put(#value))
    }

    /// What has the place of the local with the lifetimes of the machine: its slot, or its owner, which a leaf future can't reach.
    pub fn of_machine(&self, local: LocalId) -> Ident {
        if self.anew.borrow().contains(&local) { self.owner(local) } else { self.bound(local) }
    }

    /// The owner knows the slot with the lifetimes of the machine.
    ///
    /// Output: `.anew(x)`
    fn by_anew(&self, local: LocalId, span: Span) -> Option<TokenStream> {
        let name = self.bound(local);
        self.anew.borrow().contains(&local).then(|| quote_spanned!(span=> .anew(#name)))
    }

    /// A native local that holds the value of a slot while it is matched.
    pub fn value_name(&self, local: LocalId) -> Ident {
        self.value_at(local, self.locals[local.0].span)
    }

    /// The same, where the local is mentioned: an error about what is matched is then word for word that of the judge.
    pub fn value_at(&self, local: LocalId, span: Span) -> Ident {
        let name = self.layout.names.get(&local).map_or("", String::as_str);
        let span = self.locals[local.0].span.located_at(span);
        format_ident!("value_{}", name.trim_start_matches("r#"), span = self.span_of_ours(local, span))
    }

    /// A native local that a closure or async block captures, by value or, if it is `Copy`, by reference.
    pub fn captured_name(&self, local: LocalId) -> Ident {
        let name = self.layout.names.get(&local).map_or("", String::as_str);
        let span = Span::mixed_site().located_at(self.locals[local.0].span);
        format_ident!("captured_{}", name.trim_start_matches("r#"), span = span)
    }

    /// The span of a name of ours that is made of a local's: the user's own, if no name of the user's can be the same.
    fn span_of_ours(&self, local: LocalId, span: Span) -> Span {
        let is_this = self.is_ours(local) && !self.locals[local.0].temp;
        if self.prefix_is_taken || is_this { Span::mixed_site().located_at(span) } else { span }
    }

    /// The flag of a local.
    pub fn flag(&self, local: LocalId) -> Ident {
        flag(self.layout, local)
    }

    /// The target of a jump in native code.
    pub fn target(&self, label: Option<&Lifetime>) -> Option<TargetId> {
        let found = self.targets.iter().rev().find(|(target, is_loop)| match label {
            Some(label) => target.label.as_ref().is_some_and(|own| own.name.ident == label.ident),
            None => *is_loop,
        });
        found.map(|(target, _)| target.id)
    }

    /// The emitted label of a target. A block begins with its label: so that its edition, by which the temporaries of its tail die, is
    /// that of the user's, the label is like one of the user's, and has a name that none of these has.
    pub fn label(&self, target: TargetId, is_break: bool) -> Lifetime {
        let number = if target.0 == 0 { String::new() } else { (target.0 + 1).to_string() };
        if !is_break {
            return Lifetime::new(&format!("'next{number}"), Span::mixed_site());
        }
        let mut name = format!("leave{number}");
        while self.written.contains(&name) {
            name.push('_');
        }
        Lifetime::new(&format!("'{name}"), self.user)
    }
}

/// A local of the expansion.
pub fn ident(name: &str) -> Ident {
    ident_at(name, Span::mixed_site())
}

/// A name that may be a raw one.
pub fn ident_at(name: &str, span: Span) -> Ident {
    name.strip_prefix("r#").map_or_else(|| Ident::new(name, span), |raw| Ident::new_raw(raw, span))
}

/// The flag of a local.
pub fn flag(layout: &Layout, local: LocalId) -> Ident {
    let name = layout.names.get(&local).map_or("", String::as_str);
    format_ident!("{}_live", name.trim_start_matches("r#"), span = Span::mixed_site())
}

/// What is left of a local that is moved out of in parts.
pub fn left(layout: &Layout, local: LocalId) -> Ident {
    let name = layout.names.get(&local).map_or("", String::as_str);
    format_ident!("{}_left", name.trim_start_matches("r#"), span = Span::mixed_site())
}

/// The variable that knows where the slot of a local is, in whatever state.
pub fn slot_name(layout: &Layout, local: LocalId) -> Ident {
    let name = layout.names.get(&local).map_or("", String::as_str);
    format_ident!("slot_{}", name.trim_start_matches("r#"), span = Span::mixed_site())
}

/// How to get to the slot of a local, or of a keeper, in the place that they share.
///
/// Output: `.local()`, `.keeper()`
pub fn way(layout: &Layout, local: LocalId) -> TokenStream {
    let keepers = layout.keepers(layout.place(local));
    let behind = keepers.iter().position(|each| *each == local).map_or(0, |at| at + 1);
    let first = (behind < keepers.len()).then(|| ours!(.local()));
    (0..behind).map(|_| ours!(.keeper())).chain(first).collect()
}

/// The label of the loop that begins with a segment.
pub fn loop_label(layout: &Layout, head: SegId) -> Lifetime {
    Lifetime::new(&format!("'{}_loop", names::snake(&layout.states[head.0].name)), Span::mixed_site())
}
