//! Macro calls with their arguments written out.
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::{Expr, punctuated::Punctuated, spanned::Spanned as _, visit_mut::VisitMut};

use super::Rewriter;
use crate::{
    emit::text,
    resolve::{
        hidden,
        macros::{self, Kind, Opened, fields},
    },
};

type Args = Punctuated<macros::Arg, macros::Separator>;

impl Rewriter<'_, '_> {
    pub(super) fn macro_call(&mut self, mac: &mut syn::Macro) {
        let kind = macros::kind(mac, &[]);
        let original = mac.tokens.clone();
        let (mut opened, mut shown) = (macros::open(mac, kind), None);
        match &mut opened {
            Opened::Exprs(args) => {
                let natives = self.emitter.natives.borrow().clone();
                for arg in args.iter_mut() {
                    match self.name_alone(&arg.expr) {
                        Some(name) => arg.expr = name,
                        None => self.visit_expr_mut(&mut arg.expr),
                    }
                }
                *self.emitter.natives.borrow_mut() = natives;
                drop_needless_names(args);
                if kind == Kind::Assert {
                    self.assert_message(args, original);
                } else if mac.path.segments.last().is_some_and(|last| last.ident == "dbg") {
                    shown = self.shown(mac, kind, args, original);
                }
            }
            Opened::Matches(expr, pat) => {
                self.visit_expr_mut(expr);
                self.visit_pat_mut(pat);
            }
            Opened::Stmts(stmts) => stmts.iter_mut().for_each(|stmt| self.visit_stmt_mut(stmt)),
            Opened::Select(arms) => {
                for arm in arms.iter_mut() {
                    arm.pat.iter_mut().for_each(|pat| self.visit_pat_mut(pat));
                    arm.future.iter_mut().chain(&mut arm.condition).for_each(|e| self.visit_expr_mut(e));
                    if !arm.is_option {
                        self.visit_expr_mut(&mut arm.handler);
                    }
                }
            }
            Opened::Fields(args) => {
                args.iter_mut().for_each(|field| self.visit_expr_mut(&mut field.value));
                fields::shorten(args);
            }
            Opened::Tokens if kind == Kind::Verbatim => {}
            Opened::Tokens => mac.tokens = self.tokens(std::mem::take(&mut mac.tokens)),
        }
        macros::close(mac, opened);
        if let Some(shown) = shown {
            *mac = shown;
        }
        mac.path.segments.last_mut().into_iter().for_each(|last| hidden::unset(&mut last.ident));
    }

    /// `dbg!` prints the text of what it is given: the user's, not ours.
    fn shown(&self, mac: &syn::Macro, kind: Kind, args: &Args, original: TokenStream) -> Option<syn::Macro> {
        let Opened::Exprs(originals) = macros::open(&syn::Macro { tokens: original, ..mac.clone() }, kind) else { return None };
        let (span, values) = (mac.path.span(), args.iter().map(|arg| &arg.expr));
        let texts = originals.iter().map(|arg| text::original(arg.expr.to_token_stream(), self.emitter.locals));
        let at = quote_spanned!(span=> ::core::file!(), ::core::line!(), ::core::column!());
        let shown = syn::parse_quote_spanned!(Span::mixed_site()=> __rt::dbg!(#at; #(#texts => #values),*));
        (!args.is_empty()).then_some(shown)
    }

    /// `assert!(cond)` panics with the text of its condition: the user's, not ours.
    pub(super) fn assert_message(&self, args: &mut Args, original: TokenStream) {
        let text = text::original(original, self.emitter.locals);
        if args.len() != 1 || text::source(args[0].expr.to_token_stream(), &|_| None) == text {
            return;
        }
        if !args.trailing_punct() {
            args.push_punct(macros::Separator::Comma(Default::default()));
        }
        let format: Expr = syn::parse_quote!("{}");
        let text = format!("assertion failed: {text}");
        let message: Expr = syn::parse_quote!(#text);
        args.push_value(macros::Arg { name: None, expr: format });
        args.push_punct(macros::Separator::Comma(Default::default()));
        args.push_value(macros::Arg { name: None, expr: message });
    }
}

/// Input: `println!("{x}", x = x)`  Output: `println!("{x}")`, as the user wrote it.
fn drop_needless_names(args: &mut Args) {
    while let Some(last) = args.last() {
        let needless = last.name.as_ref().is_some_and(|(name, _)| *name == last.expr.to_token_stream().to_string());
        if !needless {
            return;
        }
        args.pop();
        args.pop_punct();
    }
}
