//! The attribute's options.
use std::collections::BTreeSet;

use crate::diag::{
    Errors,
    catalog::{self, Message},
};
use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser;
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
    /// `doc`: the documentation gets a diagram of the states.
    pub doc: bool,
    /// `report`: the machine knows how large rustc's own would be.
    pub report: bool,
    /// The predicates of `#[cfg(..)]` that hold, where rustc has decided: `decided`, an option of ours alone.
    pub holding: Option<Vec<String>>,
}

impl Args {
    /// Reads the options of one attribute.
    pub fn parse(tokens: TokenStream) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        let mut args = Args::default();
        let mut seen = BTreeSet::new();
        let Ok(options) = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(raw_enum(tokens.clone())) else {
            errors.push_about(&tokens, &catalog::UNKNOWN_OPTION, &tokens.to_string());
            return Err(errors);
        };
        for option in &options {
            let name = crate::parse::path_text(option.path());
            let name = name.trim_start_matches("r#").to_string();
            let taken = if seen.insert(name.clone()) { args.take(option, &name) } else { Err(&catalog::DUPLICATE_OPTION) };
            if let Err(message) = taken {
                errors.push_about(option, message, &name);
            }
        }
        errors.barrier(args)
    }

    /// Takes one option.
    fn take(&mut self, option: &Meta, name: &str) -> Result<(), &'static Message> {
        let flag = match name {
            "decided" => {
                self.holding = Some(Vec::new());
                return Ok(());
            }
            "macros" => {
                self.macros = macros(option).ok_or(&catalog::MALFORMED_OPTION)?;
                return Ok(());
            }
            "enum" => {
                self.states = Some(states(option).ok_or(&catalog::MALFORMED_ENUM)?);
                return Ok(());
            }
            "doc" => &mut self.doc,
            "report" => &mut self.report,
            _ => return Err(&catalog::UNKNOWN_OPTION),
        };
        *flag = true;
        option.require_path_only().map(drop).map_err(|_| &catalog::FLAG_WITH_A_VALUE)
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
        Args {
            macros: outer.macros.iter().chain(&self.macros).cloned().collect(),
            states: self.states.clone(),
            doc: outer.doc || self.doc,
            report: outer.report || self.report,
            holding: outer.holding.clone(),
        }
    }
}

/// `enum` is a keyword, and no path: `r#enum` is one.
fn raw_enum(tokens: TokenStream) -> TokenStream {
    let raw = |token| match token {
        TokenTree::Ident(ident) if ident == "enum" => Ident::new_raw("enum", ident.span()).into(),
        other => other,
    };
    tokens.into_iter().map(raw).collect()
}

fn states(option: &Meta) -> Option<Ident> {
    match &option.require_name_value().ok()?.value {
        syn::Expr::Path(path) if path.attrs.is_empty() && path.qself.is_none() => path.path.get_ident().cloned(),
        _ => None,
    }
}

fn macros(option: &Meta) -> Option<Vec<Path>> {
    let list = option.require_list().ok()?;
    let paths = list.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated).ok()?;
    Some(paths.into_iter().collect())
}
