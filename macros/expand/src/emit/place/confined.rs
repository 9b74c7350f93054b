//! Macros that we know nothing of: which locals they get, for how long, and under which names.
use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::Expr;

use super::Rewriter;
use crate::{
    emit::{build, step::Emitter, text, tidy},
    lower::place,
    names::{self, LocalId},
    resolve::macros::{self, Kind, Opened},
};

impl Rewriter<'_, '_> {
    /// A macro that we know nothing of may expand to a closure or async block that captures a slot and outlives it: it gets the
    /// slots for no longer than the step runs, so that rustc refuses that.
    ///
    /// Input: `later!(x)`  Output: `{ let x = x.within(&frame); later!((*x.ptr())) }`
    ///
    /// A block would end the lives of temporaries among the arguments too early.
    ///
    /// Input: `later!(x, &make())`  Output: `later!((*x.within(here).ptr()), &make())`
    ///
    /// So would it end the life of a guard that the macro declares; `declares`: a statement of the macro may do so.
    ///
    /// One that wants names, by its definition, gets locals that stand for the places.
    ///
    /// Input: `poll!(x)`  Output: `{ let mut x = x.named(&frame); let value = poll!(x); Named::end(x); value }`
    pub(super) fn confined(&mut self, mac: &mut syn::Macro, wanted: bool, declares: bool) -> Option<TokenStream> {
        let kind = macros::kind(mac, &[]);
        self.emitter.macros.note(mac);
        let mut locals = Vec::new();
        if matches!(kind, Kind::Unknown | Kind::Fields) && !macros::returns(mac) {
            locals = mentioned(mac.tokens.clone());
        }
        locals.retain(|local| self.emitter.is_slot_here(*local) && !self.around.native.contains(local));
        let outer = self.around.named.clone();
        self.around.named.extend(self.named(mac).into_iter().filter(|local| locals.contains(local)));
        let named: Vec<LocalId> = locals.iter().copied().filter(|local| self.around.named.contains(local)).collect();
        if !named.is_empty() && self.emitter.macros.definition(mac).is_none_or(|each| each.names.given_on) {
            self.emitter.macros.is_hidden.set(true);
        }
        let inline = declares || (wanted && kind == Kind::Unknown && place::calls(mac.tokens.clone()));
        let inline = inline && named.is_empty() && !locals.is_empty();
        let within = std::mem::replace(&mut self.around.within, locals.iter().copied().filter(|_| inline).collect());
        self.shown_call(mac, kind);
        (self.around.named, self.around.within) = (outer, within);
        if locals.is_empty() {
            return None;
        }
        if inline {
            self.emitter.frame.set(true);
            self.emitter.here.set(true);
            return Some(mac.to_token_stream());
        }
        // A closure may be kept for longer than the step. What tracing's macros give borrows nothing.
        let frame = (self.around.inner && kind == Kind::Fields).then(|| ours!(let frame = ();));
        self.emitter.frame.set(self.emitter.frame.get() || frame.is_none());
        let lets: TokenStream = locals
            .iter()
            .map(|local| {
                let name = self.emitter.bound(*local);
                if named.contains(local) {
                    ours!(let mut #name = #name.named(&frame);)
                } else {
                    let slot = self.lent_slot(*local, &name);
                    ours!(let #name = #slot.within(&frame);)
                }
            })
            .collect();
        let ends = named.iter().map(|local| self.emitter.bound(*local));
        let ends: TokenStream = ends.map(|name| ours!(__rt::Named::end(#name);)).collect();
        Some(match wanted {
            true if ends.is_empty() => ours!({ #frame #lets #mac }),
            true => ours!({ #frame #lets let value = #mac; #ends value }),
            // As a statement it may be several.
            false => ours!({ #frame #lets #mac; #ends }),
        })
    }

    /// The call itself. A macro in sight that shows the text of its arguments must show the user's.
    fn shown_call(&mut self, mac: &mut syn::Macro, kind: Kind) {
        let shows = kind == Kind::Unknown && self.emitter.macros.definition(mac).is_some_and(|each| each.shows);
        let original = shows.then(|| text::original(mac.tokens.clone(), self.emitter.locals));
        self.macro_call(mac);
        if original.is_some_and(|text| text != text::source(mac.tokens.clone(), &|_| None)) {
            self.emitter.macros.is_hidden.set(true);
        }
    }

    /// A macro that is a statement.
    pub(super) fn macro_stmt(&mut self, stmt: &mut syn::StmtMacro) -> Option<syn::Stmt> {
        let apart = std::mem::take(&mut self.around.apart);
        let is_stmt = stmt.semi_token.is_some() || matches!(stmt.mac.delimiter, syn::MacroDelimiter::Brace(_));
        let declares = is_stmt && self.emitter.macros.may_declare(&stmt.mac);
        let new = self.confined(&mut stmt.mac, stmt.semi_token.is_none(), declares);
        let early = || self.early_return(&stmt.mac).filter(|_| !self.around.inner);
        let new = new.map(|new| (new, stmt.semi_token)).or_else(|| early().map(|new| (new, Some(Default::default()))));
        let (new, semi) = match new {
            Some((new, _)) if apart && declares => (ours!((#new)), Some(Default::default())),
            None if apart && declares => {
                let mac = &stmt.mac;
                (ours!((#mac)), Some(Default::default()))
            }
            Some(new) => new,
            None => return None,
        };
        Some(syn::Stmt::Expr(Expr::Verbatim(new), semi))
    }

    /// The slot of a local by its name. A closure borrows what it is behind, not the name.
    fn lent_slot(&self, local: LocalId, name: &Ident) -> TokenStream {
        if self.around.inner && self.emitter.facts.is_parted(local) {
            return ours!(__rt::PartSlot { slot: &*#name.slot, left: &*#name.left });
        }
        name.to_token_stream()
    }

    /// The place of a local with a slot.
    pub(super) fn reached(&self, local: LocalId, name: &Ident, span: Span) -> TokenStream {
        if self.around.within.contains(&local) {
            let here = Ident::new("here", Span::mixed_site());
            let slot = self.lent_slot(local, name);
            return quote_spanned!(span=> (*#slot.within(#here).ptr()));
        }
        // A closure that is saved captures the reference to the slot, and no copy of ours.
        if self.around.inner && self.emitter.facts.is_parted(local) {
            return quote_spanned!(span=> (*#name.slot.ptr()));
        }
        quote_spanned!(span=> (*#name.ptr()))
    }

    /// The locals that a macro which wants names gets as such.
    pub(super) fn named(&self, mac: &syn::Macro) -> Vec<LocalId> {
        let definition = self.emitter.macros.definition(mac);
        let Some(definition) = definition.filter(|each| !each.names.is_empty()) else { return Vec::new() };
        // A leaf future would keep what the name stands for beside the slot.
        if macros::mentions_await(mac.tokens.clone()) {
            return Vec::new();
        }
        match macros::open(mac, macros::kind(mac, &[])) {
            Opened::Exprs(args) => {
                let wanted = args.iter().enumerate().filter(|(at, _)| definition.names.contains(*at));
                wanted.filter_map(|(_, arg)| alone(&arg.expr)).map(|(local, _)| local).collect()
            }
            Opened::Tokens => {
                let mut found = Vec::new();
                each_alone(mac.tokens.clone(), &mut |local| found.push(local));
                found
            }
            _ => Vec::new(),
        }
    }

    /// An argument that is a name and nothing else, if the macro gets it as such.
    pub(super) fn name_alone(&self, expr: &Expr) -> Option<Expr> {
        let (local, ident) = alone(expr).filter(|(local, _)| self.around.named.contains(local))?;
        Some(build::path(self.emitter.name(local, ident.span())))
    }

    pub(super) fn tokens(&self, tokens: TokenStream) -> TokenStream {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut out = TokenStream::new();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => out.extend([tidy::regroup(group, self.tokens(group.stream()))]),
                TokenTree::Ident(ident) => {
                    let named = names::decode(ident).map(|(local, _)| local).filter(|local| self.around.named.contains(local));
                    out.extend(match named.filter(|_| is_alone(&tokens, at)) {
                        Some(local) => self.emitter.name(local, ident.span()).into_token_stream(),
                        None => self.mention(ident).unwrap_or_else(|| ident.into_token_stream()),
                    });
                }
                other => out.extend([other.clone()]),
            }
        }
        out
    }
}

impl Emitter<'_> {
    /// What macros get lives no longer than these.
    pub fn framed(&self, frame: bool, here: bool) -> TokenStream {
        let frame = frame.then(|| ours!(let frame = ();));
        // A closure that a macro makes may have a copy of `frame`, but not of what this refers to.
        let here = here.then(|| ours!(let here = &frame;));
        ours!(#frame #here)
    }

    /// Emits code that has a copy of `frame`, and what it declares first.
    pub fn with_here<T>(&self, inside: impl FnOnce() -> T) -> (T, TokenStream) {
        let outer = self.here.replace(false);
        let emitted = inside();
        (emitted, self.framed(false, self.here.replace(outer)))
    }
}

/// The local that an expression is.
fn alone(expr: &Expr) -> Option<(LocalId, &Ident)> {
    let Expr::Path(path) = expr else { return None };
    let ident = path.path.get_ident()?;
    names::decode(ident).filter(|(_, mention)| mention.is_some()).map(|(local, _)| (local, ident))
}

/// No operator stands beside the token.
fn is_alone(tokens: &[TokenTree], at: usize) -> bool {
    let separates = |token: Option<&TokenTree>| match token {
        None | Some(TokenTree::Ident(_)) => true,
        Some(TokenTree::Punct(punct)) => matches!(punct.as_char(), ',' | ';' | '=' | '>'),
        Some(_) => false,
    };
    separates(at.checked_sub(1).and_then(|before| tokens.get(before))) && separates(tokens.get(at + 1))
}

fn each_alone(tokens: TokenStream, found: &mut dyn FnMut(LocalId)) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => each_alone(group.stream(), found),
            TokenTree::Ident(ident) if is_alone(&tokens, at) => {
                names::decode(ident).into_iter().for_each(|(local, _)| found(local))
            }
            _ => {}
        }
    }
}

/// The locals that tokens mention, each once.
fn mentioned(tokens: TokenStream) -> Vec<LocalId> {
    let mut seen = BTreeSet::new();
    let mentions = names::idents(tokens).into_iter().filter_map(|ident| names::decode(&ident)).filter(|(_, id)| id.is_some());
    mentions.map(|(local, _)| local).filter(|local| seen.insert(*local)).collect()
}
