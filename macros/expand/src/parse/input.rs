//! What the attribute stands on.
use super::args::Args;
use super::container::{Container, Scope};
use super::function::{Function, Parts};
use crate::diag::{Errors, catalog};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Block, FnModifiers, Item, ItemFn, Stmt, Token, braced, token};

/// An annotated item.
pub enum Input {
    /// One async fn.
    Function(Box<Function>),
    /// An `impl` block or inline `mod`: every async fn in it is meant.
    Container(Box<Container>),
    /// There are `#[cfg(..)]` inside with these predicates, and rustc has not decided yet.
    Undecided(Vec<TokenStream>),
    /// It does not parse, as someone is still typing: rustc says so better when it gets the item unchanged.
    Unfinished,
}

/// Reads the attribute's options and the item; refuses what can't be rewritten.
pub fn parse(args: TokenStream, item: TokenStream) -> Result<Input, Errors> {
    let (options, mut errors) = match Args::parse(args) {
        Ok(options) => (options, Errors::new()),
        Err(errors) => (Args::default(), errors),
    };
    match read(options, item) {
        Ok(input) => errors.barrier(input),
        Err(more) => {
            errors.append(more);
            Err(errors)
        }
    }
}

fn read(mut options: Args, item: TokenStream) -> Result<Input, Errors> {
    if let Ok(mut parts) = function_parts.parse2(item.clone()) {
        let inside = parts.block.iter().fold(parts.sig.to_token_stream(), |mut inside, block| {
            block.to_tokens(&mut inside);
            inside
        });
        let undecided = options.decide(&mut parts.attrs, inside);
        let function = Box::new(parts.check(None, options)?);
        return Ok(undecided.map_or(Input::Function(function), Input::Undecided));
    }
    match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Impl(mut item)) => {
            let inside = item.items.iter().map(ToTokens::to_token_stream).collect();
            let undecided = options.decide(&mut item.attrs, inside);
            container(Scope::Impl(item), &options, undecided)
        }
        Ok(Item::Mod(mut item)) => {
            let inside = item.content.iter().flat_map(|(_, items)| items).map(ToTokens::to_token_stream).collect();
            let undecided = options.decide(&mut item.attrs, inside);
            container(Scope::Mod(item), &options, undecided)
        }
        Ok(other) => Err(refusal(&other)),
        Err(_) if statement.parse2(item.clone()).is_ok() => Err(Errors::one(item, &catalog::EXPRESSION)),
        Err(_) => Ok(Input::Unfinished),
    }
}

fn container(scope: Scope, options: &Args, undecided: Option<Vec<TokenStream>>) -> Result<Input, Errors> {
    let container = Box::new(Container::new(scope, options)?);
    Ok(undecided.map_or(Input::Container(container), Input::Undecided))
}

/// Reads a function, free or not, with or without a body.
fn function_parts(input: ParseStream) -> syn::Result<Parts> {
    let tokens = input.fork().parse()?;
    let mut attrs = input.call(Attribute::parse_outer)?;
    let vis = input.parse()?;
    let sig = input.parse()?;
    if input.parse::<Option<Token![;]>>()?.is_some() {
        return Ok(Parts { attrs, vis, sig, block: None, foreign: false, tokens });
    }
    let content;
    let brace_token: token::Brace = braced!(content in input);
    attrs.extend(content.call(Attribute::parse_inner)?);
    let stmts = content.call(Block::parse_within)?;
    Ok(Parts { attrs, vis, sig, block: Some(Block { brace_token, stmts }), foreign: false, tokens })
}

/// A closure, an async block or a `let`, as rustc hands it to an attribute on a statement.
fn statement(input: ParseStream) -> syn::Result<()> {
    while !input.is_empty() {
        if input.fork().parse::<Stmt>().is_ok() {
            input.parse::<Stmt>()?;
        } else {
            input.parse::<syn::Expr>()?;
        }
    }
    Ok(())
}

/// Says why an item that parses, but is none of those which we rewrite, is refused.
fn refusal(item: &Item) -> Errors {
    let what = match item {
        Item::Trait(item) => return Errors::one(item.trait_token, &catalog::TRAIT),
        Item::Const(item) => named("a constant", &item.ident),
        Item::Enum(item) => named("an enum", &item.ident),
        Item::Static(item) => named("a static", &item.ident),
        Item::Struct(item) => named("a struct", &item.ident),
        Item::Type(item) => named("a type alias", &item.ident),
        Item::Union(item) => named("a union", &item.ident),
        Item::Macro(item) => ("a macro call or definition", item.mac.path.to_token_stream()),
        Item::ForeignMod(item) => ("an `extern` block", item.abi.to_token_stream()),
        Item::Use(item) => ("a `use` declaration", item.use_token.to_token_stream()),
        other => ("this item", other.to_token_stream()),
    };
    let mut errors = Errors::new();
    errors.push_about(what.1, &catalog::NOT_A_FUNCTION, what.0);
    errors
}

fn named(what: &'static str, name: &syn::Ident) -> (&'static str, TokenStream) {
    (what, name.to_token_stream())
}

/// The refused item as it is emitted beside our errors: without what rustc would refuse once more.
pub fn rescue(item: TokenStream) -> TokenStream {
    let Ok(Parts { attrs, vis, mut sig, block: Some(block), .. }) = function_parts.parse2(item.clone()) else {
        return item;
    };
    if sig.asyncness.is_some() {
        sig.constness = None;
        sig.variadic = None;
    }
    ItemFn { attrs, vis, modifiers: FnModifiers::default(), sig, block: Box::new(block) }.into_token_stream()
}
