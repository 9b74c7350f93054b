//! The attribute's options.
use crate::diag::{Errors, catalog};
use proc_macro2::TokenStream;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Path, Token};

use super::cfg;

/// What stands in the parentheses of `#[visible_async(..)]`.
#[derive(Clone, Default)]
pub struct Args {
    /// `macros(name, path::name)`: the user's own macros whose arguments may await.
    pub macros: Vec<Path>,
    /// The predicates of `#[cfg(..)]` that hold, where rustc has decided: `decided`, an option of ours alone.
    pub holding: Option<Vec<String>>,
}

impl Args {
    /// Reads the options of one attribute.
    pub fn parse(tokens: TokenStream) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let mut args = Args::default();
        let mut seen = false;
        let Ok(options) = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(tokens.clone()) else {
            errors.push_about(&tokens, &catalog::UNKNOWN_OPTION, &tokens.to_string());
            return Err(errors);
        };
        for option in &options {
            if option.path().is_ident("decided") {
                args.holding = Some(Vec::new());
            } else if !option.path().is_ident("macros") {
                let name = crate::parse::path_text(option.path());
                errors.push_about(option.path(), &catalog::UNKNOWN_OPTION, &name);
            } else if seen {
                errors.push_about(option, &catalog::DUPLICATE_OPTION, "macros");
            } else {
                seen = true;
                args.macros = macros(option).unwrap_or_else(|| {
                    errors.push(option, &catalog::MALFORMED_OPTION);
                    Vec::new()
                });
            }
        }
        errors.barrier(args)
    }

    /// Reads which predicates of the `#[cfg(..)]` inside an item hold; gives the predicates if rustc has not decided yet.
    pub fn decide(&mut self, attrs: &mut Vec<Attribute>, inside: TokenStream) -> Option<Vec<TokenStream>> {
        let predicates = cfg::predicates(inside);
        match &mut self.holding {
            Some(holding) => *holding = cfg::holding(attrs, &predicates),
            None if predicates.is_empty() => {}
            None => return Some(predicates),
        }
        None
    }

    /// The options of a function inside an annotated `impl` or `mod`: its own come on top.
    pub fn inside(&self, outer: &Args) -> Args {
        Args { macros: outer.macros.iter().chain(&self.macros).cloned().collect(), holding: outer.holding.clone() }
    }
}

fn macros(option: &Meta) -> Option<Vec<Path>> {
    let list = option.require_list().ok()?;
    let paths = list.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated).ok()?;
    Some(paths.into_iter().collect())
}
