//! The attribute's options.
use crate::diag::{Errors, catalog};
use proc_macro2::TokenStream;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Meta, Path, Token};

/// What stands in the parentheses of `#[visible_async(..)]`.
#[derive(Clone, Default)]
pub struct Args {
    /// `macros(name, path::name)`: the user's own macros whose arguments may await.
    pub macros: Vec<Path>,
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
            if !option.path().is_ident("macros") {
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

    /// The options of a function inside an annotated `impl` or `mod`: its own come on top.
    pub fn inside(&self, outer: &Args) -> Args {
        Args { macros: outer.macros.iter().chain(&self.macros).cloned().collect() }
    }
}

fn macros(option: &Meta) -> Option<Vec<Path>> {
    let list = option.require_list().ok()?;
    let paths = list.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated).ok()?;
    Some(paths.into_iter().collect())
}
