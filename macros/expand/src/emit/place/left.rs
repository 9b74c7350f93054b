//! What is left of a local when parts of it are moved out: how its slot, or its keeper, drops the rest.
//!
//! Input: `x.handle` moves
//! Output: `x.part(1, rests(x.ptr(), |whole, _| forget(whole.handle)));`
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::{Pat, visit_mut::VisitMut};

use super::parting::parting_place;
use crate::{
    emit::step::{self, Emitter},
    flow::{
        Base, Keeper, Matched, Matching, Part, Parting, Site,
        moved::{self, Group},
        pattern,
    },
    names::LocalId,
};

impl Emitter<'_> {
    /// From here on the slot lacks what the mention or arm moves out.
    ///
    /// Output: `x.part(1, rests(x.ptr(), |whole, _| forget(whole.a)));`
    pub fn moved_out(&self, local: LocalId, site: Site) -> TokenStream {
        let bits = self.facts.partings[&site].bits;
        let host = self.facts.host(site.0, local);
        if host != local {
            return self.by_gone(local, site, |gone| self.told_to_keeper(host, gone | bits));
        }
        self.by_gone(local, site, |gone| self.rest(local, gone | bits))
    }

    /// What follows from each set of parts that may be gone before the mention.
    pub(super) fn by_gone(&self, local: LocalId, site: Site, each: impl Fn(u32) -> TokenStream) -> TokenStream {
        let name = self.bound(self.facts.host(site.0, local));
        match &*self.facts.partings[&site].before {
            [] => each(0),
            [one] => each(*one),
            [others @ .., last] => {
                let arms = others.iter().map(|gone| {
                    let (number, then) = (self.number(self.facts.host(site.0, local), *gone), each(*gone));
                    ours!(#number => { #then })
                });
                let (arms, last) = (arms.collect::<TokenStream>(), each(*last));
                ours!(match #name.gone() { #arms _ => { #last } })
            }
        }
    }

    /// Tells the slot of a keeper which parts of its local are gone.
    fn told_to_keeper(&self, keeper: LocalId, gone: u32) -> TokenStream {
        let (name, number) = (self.bound(keeper), self.number(keeper, gone));
        ours!(#name.part(#number, __rt::rests(#name.ptr(), __rt::end_keeper));)
    }

    /// The number of a set of parts; 0 if all is there.
    fn number(&self, local: LocalId, gone: u32) -> Literal {
        let number = self.facts.gone(local).iter().position(|set| *set == gone);
        Literal::usize_unsuffixed(number.map_or(0, |at| at + 1))
    }

    /// How a keeper ends: it forgets what was moved out of its local since. None if that is nothing.
    ///
    /// Output: `match Rest.await { 1 => { forget(x.handle); } _ => {} }`
    pub(super) fn ending(&self, keeper: &Keeper) -> Option<TokenStream> {
        let sets = self.facts.gone(keeper.local);
        let name = self.bound(keeper.of);
        let arms = sets.iter().map(|gone| {
            let number = self.number(keeper.local, *gone);
            let forgets = self.forget_parts(keeper.of, *gone, &ours!((#name.0)), 0);
            ours!(#number => { #forgets })
        });
        (!sets.is_empty()).then(|| ours!(match __rt::Rest.await { #(#arms)* _ => {} }))
    }

    /// Tells the slot that these parts are gone, and the first time how to drop what is left.
    ///
    /// Output: `x.part(1, rests(x.ptr(), |whole, _| forget(whole.a)));`, and then `x.lacks(1);`
    pub(super) fn rest(&self, local: LocalId, gone: u32) -> TokenStream {
        let (name, number) = (self.bound(local), self.number(local, gone));
        if gone == 0 {
            return ours!(#name.restored(););
        }
        if !self.rests.borrow_mut().insert(local) {
            return ours!(#name.lacks(#number););
        }
        let (whole, of) = (step::ident("whole"), self.of_machine(local));
        let sets = self.facts.gone(local);
        if sets.len() == 1 {
            let forgets = self.forget_parts(local, gone, &whole, 0);
            return ours!(#name.part(#number, __rt::rests(#of.ptr(), |#whole, _| { #forgets })););
        }
        let arms = sets.iter().map(|gone| {
            let (number, forgets) = (self.number(local, *gone), self.forget_parts(local, *gone, &whole, 0));
            ours!(#number => { #forgets })
        });
        let lacking = step::ident("gone");
        let rest = ours!(|#whole, #lacking| match #lacking { #(#arms)* _ => {} });
        ours!(#name.part(#number, __rt::rests(#of.ptr(), #rest));)
    }

    /// The parts that are meant.
    pub(super) fn parts(&self, local: LocalId, bits: u32) -> impl Iterator<Item = &Part> {
        let parts = self.facts.parted[&local].iter().enumerate();
        parts.filter(move |(at, _)| bits & (1 << at) != 0).map(|(_, part)| part)
    }

    /// Forgets parts of what `whole` names, which stands so many members below the local. What a pattern has looked at is asked for its type.
    ///
    /// Output: `let at = &raw const whole; if drops(..) { .. }`
    pub(super) fn forget_parts(&self, local: LocalId, gone: u32, whole: &impl ToTokens, below: usize) -> TokenStream {
        let asked = |part: &Part| match part {
            Part::Pattern(id, number) => {
                let parting = &self.facts.patterns[id];
                parting.is_match && moved::groups(&parting.pats[*number]).iter().any(|group| group.tested)
            }
            _ => false,
        };
        let at = self.parts(local, gone).any(asked).then(|| ours!(let at = &raw const #whole;));
        let forgets = self.parts(local, gone).map(|part| self.forget_part(part, whole, below));
        ours!(#at #(#forgets)*)
    }

    /// Forgets a part of what `whole` names, which stands so many members below the local.
    fn forget_part(&self, part: &Part, whole: &impl ToTokens, below: usize) -> TokenStream {
        match part {
            Part::Field(members) => {
                let members = &members[below..];
                ours!(__rt::forget(#whole #(.#members)*);)
            }
            Part::Captured(id) => {
                let capturing = &self.facts.captures[id];
                let (fields, span) = (&capturing.fields, capturing.span);
                let fields = fields.iter().map(|members| quote_spanned!(span=> &#whole #(.#members)*,));
                let matched = capturing.matched.iter().map(|matched| self.capture_matched(matched, whole));
                let made = quote_spanned!(span=> move || { #(#matched)* (#(#fields)*); });
                ours!({ let made = #made; __rt::forget(made); })
            }
            Part::Reached(id, members) => {
                let (members, span) = (&members[below..], self.facts.captures[id].span);
                let made = quote_spanned!(span=> move || { &#whole #(.#members)*; });
                ours!({ let made = #made; __rt::forget(made); })
            }
            Part::Base(id) => {
                let Base { path, listed } = &self.facts.bases[id];
                let made = ours!(move || #path { #(#listed: loop {},)* ..#whole });
                ours!({ let made = #made; __rt::forget(made); })
            }
            Part::Pattern(id, number) => self.forget_pattern((*id, *number), whole, below),
        }
    }

    /// In a closure that is never called: captures what the patterns reach.
    fn capture_matched(&self, matched: &Matched, whole: &impl ToTokens) -> TokenStream {
        let members = &matched.members;
        let place = ours!(#whole #(.#members)*);
        let pats = matched.pats.iter().map(|pat| {
            let pat = shared(pat);
            let names = pattern::bindings(&pat).into_iter().map(|binding| self.bound(binding.local));
            (self.pattern(&pat), ours!((#(&#names,)*); loop {}))
        });
        let (pats, ends): (Vec<_>, Vec<_>) = pats.unzip();
        // None goes on to the next, which may capture the same.
        match matched.by {
            Matching::Let => ours!(if false { #(let #pats = #place; #ends)* }),
            Matching::LetElse => ours!(if false { #(let #pats = #place else { loop {} }; #ends)* }),
            Matching::IfLet => ours!(#(if let #pats = #place { #ends })*),
            Matching::Arms => ours!(if false { match #place { #(#pats => { #ends })* } }),
        }
    }

    fn forget_pattern(&self, (id, number): Site, whole: &impl ToTokens, below: usize) -> TokenStream {
        let parting = &self.facts.patterns[&id];
        let again = Again { parting, pat: &parting.pats[number], groups: moved::groups(&parting.pats[number]), below };
        if !parting.is_match {
            let names: Vec<LocalId> = again.groups.iter().flat_map(|group| group.names.clone()).collect();
            let (pat, place) = (self.pattern(&moved::only(again.pat, &names)), parting_place(parting, whole, below));
            let forgets = self.forgets(&names);
            return ours!(let #pat = #place; #forgets);
        }
        self.forget_groups(&again, whole, 0, &[])
    }

    /// Forgets those of the groups from this one on that own something, besides the `chosen` names.
    ///
    /// Output: `if drops(|| match matched_at(at) { Some(a) => (a,), _ => loop {} }) { if let Some(a) = whole { forget(a); } }`
    fn forget_groups(&self, again: &Again<'_>, whole: &impl ToTokens, number: usize, chosen: &[LocalId]) -> TokenStream {
        let Some(group) = again.groups.get(number) else {
            let (pat, place) = (self.pattern(&moved::only(again.pat, chosen)), parting_place(again.parting, whole, again.below));
            let forgets = self.forgets(chosen);
            return if chosen.is_empty() { TokenStream::new() } else { ours!(if let #pat = #place { #forgets }) };
        };
        let with = self.forget_groups(again, whole, number + 1, &[chosen, &group.names].concat());
        if !group.tested {
            return with;
        }
        let without = self.forget_groups(again, whole, number + 1, chosen);
        let (pat, names) =
            (self.pattern(&moved::only(again.pat, &group.names)), group.names.iter().map(|name| self.bound(*name)));
        let place = parting_place(again.parting, &ours!(__rt::matched_at(at)), again.below);
        ours!(if __rt::drops(move || match #place { #pat => (#(#names,)*), _ => loop {} }) { #with } else { #without })
    }

    fn forgets(&self, names: &[LocalId]) -> TokenStream {
        let names = names.iter().map(|name| self.bound(*name));
        ours!(#(__rt::forget(#names);)*)
    }
}

/// The pattern for a value of which nothing changes.
///
/// Input: `P { mut a, ref mut b }`  Output: `P { a: a, b: ref b }`
fn shared(pat: &Pat) -> Pat {
    struct Shared;
    impl VisitMut for Shared {
        fn visit_pat_ident_mut(&mut self, node: &mut syn::PatIdent) {
            node.mutability = None;
            syn::visit_mut::visit_pat_ident_mut(self, node);
        }
        fn visit_field_pat_mut(&mut self, node: &mut syn::FieldPat) {
            node.colon_token.get_or_insert_default();
            syn::visit_mut::visit_field_pat_mut(self, node);
        }
    }
    let mut pat = pat.clone();
    Shared.visit_pat_mut(&mut pat);
    pat
}

/// A pattern that a value is matched against once more, which is so many members below its local.
struct Again<'p> {
    parting: &'p Parting,
    pat: &'p syn::Pat,
    groups: Vec<Group>,
    below: usize,
}
