//! The locals that the second judge asks about are `mut` in it, whatever they are in the source.
//!
//! Input: `Ok(x) | Err(x) if look(&x) => x.run()`  Output: `Ok(mut x) | Err(mut x) if look(&x) => x.run()`
use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Expr, Pat, PatIdent, Token,
    visit_mut::{self, VisitMut},
};

use super::{
    probes::{Doubted, is_same},
    receiver,
};
use crate::{
    emit::{build, tidy},
    names,
};

/// Makes these locals mutable. The receiver gets another name for it.
pub fn make_mutable(block: TokenStream, doubted: &[Doubted]) -> TokenStream {
    let own = doubted.iter().map(|each| &each.mention).find(|name| *name == "self");
    let block = if own.is_some() { receiver::rename(block) } else { block };
    let Ok(mut block) = syn::parse2::<Expr>(block.clone()) else { return block };
    let bound = doubted.iter().map(|each| each.bound.clone()).collect();
    Mutable { bound, everywhere: Vec::new() }.visit_expr_mut(&mut block);
    if let Some(own) = own {
        receiver::bind(&mut block, own);
    }
    block.into_token_stream()
}

/// Writes `mut` where these are bound.
struct Mutable {
    bound: Vec<Ident>,
    /// The names of the pattern with `|` at hand, each case of which binds them.
    everywhere: Vec<Ident>,
}

impl Mutable {
    fn is_bound(&self, ident: &Ident) -> bool {
        self.bound.iter().any(|bound| is_same(bound, ident)) || self.everywhere.contains(ident)
    }

    /// Runs `inside` a pattern of several cases.
    fn cases<R>(&mut self, cases: TokenStream, inside: impl FnOnce(&mut Self) -> R) -> R {
        let bound = names::idents(cases).into_iter().filter(|ident| self.is_bound(ident)).collect();
        let outer = std::mem::replace(&mut self.everywhere, bound);
        let result = inside(self);
        self.everywhere = outer;
        result
    }

    /// What stands in a macro: blocks, and the patterns of arms.
    fn tokens(&mut self, tokens: TokenStream) -> TokenStream {
        let (mut out, mut case) = (TokenStream::new(), TokenStream::new());
        for token in tokens {
            let ends = match &token {
                TokenTree::Punct(punct) => matches!(punct.as_char(), ',' | ';' | '='),
                TokenTree::Ident(word) => word == "if" || word == "let",
                _ => false,
            };
            if ends {
                let is_pattern = token.to_string() == "=" || token.to_string() == "if";
                out.extend(self.run(std::mem::take(&mut case), is_pattern));
            }
            case.extend([token]);
        }
        out.extend(self.run(case, false));
        out
    }

    /// Tokens without a comma: the cases of a pattern, if they end like one and a `|` is among them.
    fn run(&mut self, run: TokenStream, ends: bool) -> TokenStream {
        let is_bar = |token: TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '|');
        if ends && run.clone().into_iter().any(is_bar) {
            return self.cases(run.clone(), |this| this.marked(run));
        }
        self.marked(run)
    }

    fn marked(&mut self, tokens: TokenStream) -> TokenStream {
        let (mut out, mut is_marked) = (TokenStream::new(), false);
        for token in tokens {
            if let TokenTree::Ident(name) = &token {
                let mark = !is_marked && self.is_bound(name);
                out.extend(mark.then(|| Token![mut](name.span()).into_token_stream()));
            }
            is_marked = matches!(&token, TokenTree::Ident(word) if word == "mut" || word == "ref");
            out.extend([if let TokenTree::Group(group) = token { self.group(&group) } else { token }]);
        }
        out
    }

    fn group(&mut self, group: &Group) -> TokenTree {
        tidy::change(group, |block| match block.filter(|_| self.everywhere.is_empty()) {
            Some(mut block) => {
                self.visit_block_mut(&mut block);
                build::stmts(&block.stmts)
            }
            None => self.tokens(group.stream()),
        })
    }
}

impl VisitMut for Mutable {
    fn visit_pat_mut(&mut self, node: &mut Pat) {
        if let Pat::Or(cases) = node {
            self.cases(cases.to_token_stream(), |this| visit_mut::visit_pat_or_mut(this, cases));
        } else {
            visit_mut::visit_pat_mut(self, node);
        }
    }

    fn visit_pat_ident_mut(&mut self, node: &mut PatIdent) {
        if node.by_ref.is_none() && self.is_bound(&node.ident) {
            node.mutability = Some(Token![mut](node.ident.span()));
        }
        visit_mut::visit_pat_ident_mut(self, node);
    }

    fn visit_macro_mut(&mut self, node: &mut syn::Macro) {
        node.tokens = self.tokens(std::mem::take(&mut node.tokens));
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}
