//! Macro calls with their arguments written out.
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Expr, visit_mut::VisitMut};

use super::Rewriter;
use crate::{
    names,
    resolve::{
        hidden,
        macros::{self, Kind, Opened, fields},
    },
};

impl Rewriter<'_, '_> {
    pub(super) fn macro_call(&mut self, mac: &mut syn::Macro) {
        let kind = macros::kind(mac, &[]);
        let original = mac.tokens.clone();
        let mut opened = macros::open(mac, kind);
        match &mut opened {
            Opened::Exprs(args) => {
                for arg in args.iter_mut() {
                    match self.name_alone(&arg.expr) {
                        Some(name) => arg.expr = name,
                        None => self.visit_expr_mut(&mut arg.expr),
                    }
                }
                drop_needless_names(args);
                if kind == Kind::Assert {
                    self.assert_message(args, original);
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
        mac.path.segments.last_mut().into_iter().for_each(|last| hidden::unset(&mut last.ident));
    }

    /// `assert!(cond)` panics with the text of its condition: the user's, not ours.
    pub(super) fn assert_message(
        &self,
        args: &mut syn::punctuated::Punctuated<macros::Arg, macros::Separator>,
        original: TokenStream,
    ) {
        if args.len() != 1 || args[0].expr.to_token_stream().to_string() == plain(original.clone(), self).to_string() {
            return;
        }
        let text = plain(original, self);
        if !args.trailing_punct() {
            args.push_punct(macros::Separator::Comma(Default::default()));
        }
        let format: Expr = syn::parse_quote!("{}");
        let message: Expr = syn::parse_quote!(::core::concat!("assertion failed: ", ::core::stringify!(#text)));
        args.push_value(macros::Arg { name: None, expr: format });
        args.push_punct(macros::Separator::Comma(Default::default()));
        args.push_value(macros::Arg { name: None, expr: message });
    }
}

/// Input: `println!("{x}", x = x)`  Output: `println!("{x}")`, as the user wrote it.
fn drop_needless_names(args: &mut syn::punctuated::Punctuated<macros::Arg, macros::Separator>) {
    while let Some(last) = args.last() {
        let needless = last.name.as_ref().is_some_and(|(name, _)| *name == last.expr.to_token_stream().to_string());
        if !needless {
            return;
        }
        args.pop();
        args.pop_punct();
    }
}

/// The user's own tokens of a macro.
fn plain(tokens: TokenStream, rewriter: &Rewriter<'_, '_>) -> TokenStream {
    let each = |token: TokenTree| match token {
        TokenTree::Group(group) => TokenTree::Group(proc_macro2::Group::new(group.delimiter(), plain(group.stream(), rewriter))),
        TokenTree::Ident(ident) => match names::decode(&ident) {
            Some((local, _)) => TokenTree::Ident(Ident::new(&rewriter.emitter.locals[local.0].name, ident.span())),
            None => TokenTree::Ident(ident),
        },
        other => other,
    };
    tokens.into_iter().map(each).collect()
}
