//! The attribute's options.
use crate::diag::{Errors, catalog};
use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Ident, Meta, Path, Token};

use super::cfg;

/// What stands in the parentheses of `#[visible_async(..)]`.
#[derive(Clone, Default)]
pub struct Args {
    /// `macros(name, path::name)`: the user's own macros whose arguments may await.
    pub macros: Vec<Path>,
    /// `enum = FetchState`: the enum of its states that is declared beside the function.
    pub states: Option<Ident>,
    /// The predicates of `#[cfg(..)]` that hold, where rustc has decided: `decided`, an option of ours alone.
    pub holding: Option<Vec<String>>,
}

impl Args {
    /// Reads the options of one attribute.
    pub fn parse(tokens: TokenStream) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let mut args = Args::default();
        let Ok(options) = Punctuated::<Written, Token![,]>::parse_terminated.parse2(tokens.clone()) else {
            errors.push_about(&tokens, &catalog::UNKNOWN_OPTION, &tokens.to_string());
            return Err(errors);
        };
        let mut listed = None;
        for option in options {
            match option {
                Written::States(token, _) if args.states.is_some() => {
                    errors.push_about(token, &catalog::DUPLICATE_OPTION, "enum")
                }
                Written::States(token, None) => errors.push(token, &catalog::MALFORMED_ENUM),
                Written::States(_, name) => args.states = name,
                Written::Other(option) if option.path().is_ident("decided") => args.holding = Some(Vec::new()),
                Written::Other(option) if !option.path().is_ident("macros") => {
                    let name = crate::parse::path_text(option.path());
                    errors.push_about(option.path(), &catalog::UNKNOWN_OPTION, &name);
                }
                Written::Other(option) if listed.is_some() => errors.push_about(option, &catalog::DUPLICATE_OPTION, "macros"),
                Written::Other(option) => {
                    let macros = macros(&option);
                    if macros.is_none() {
                        errors.push(&option, &catalog::MALFORMED_OPTION);
                    }
                    listed = Some(macros.unwrap_or_default());
                }
            }
        }
        args.macros = listed.unwrap_or_default();
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
        let macros = outer.macros.iter().chain(&self.macros).cloned().collect();
        Args { macros, states: self.states.clone(), holding: outer.holding.clone() }
    }
}

/// One option.
enum Written {
    /// `enum = FetchState`: a keyword is no path.
    States(Token![enum], Option<Ident>),
    /// Any other.
    Other(Meta),
}

impl Parse for Written {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        if !input.peek(Token![enum]) {
            return input.parse().map(Written::Other);
        }
        let token = input.parse()?;
        let rest = input.fork();
        let name = rest.parse::<Token![=]>().and_then(|_| rest.parse()).ok();
        let name = name.filter(|_| rest.is_empty() || rest.peek(Token![,]));
        while !input.is_empty() && !input.peek(Token![,]) {
            input.parse::<proc_macro2::TokenTree>()?;
        }
        Ok(Written::States(token, name))
    }
}

fn macros(option: &Meta) -> Option<Vec<Path>> {
    let list = option.require_list().ok()?;
    let paths = list.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated).ok()?;
    Some(paths.into_iter().collect())
}
