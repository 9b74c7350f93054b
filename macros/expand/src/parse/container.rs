//! An annotated `impl` block or inline `mod`: every async fn in it is rewritten in its place.
use super::args::Args;
use super::function::{Context, Function, Parts, is_foreign};
use crate::diag::{Errors, catalog};
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Attribute, ImplItem, ImplItemFn, Item, ItemFn, ItemImpl, ItemMod, Meta};

/// What the attribute stands on.
pub enum Scope {
    /// `impl Type { .. }` or `impl Trait for Type { .. }`
    Impl(ItemImpl),
    /// `mod name { .. }`
    Mod(ItemMod),
}

/// A scope with its async fns taken out.
pub struct Container {
    scope: Scope,
    options: Args,
}

/// An async fn of a container.
pub enum Member {
    /// To be rewritten.
    Function(Box<Function>),
    /// It can't be, for these reasons; the item as written.
    Refused(Errors, TokenStream),
}

/// What a member becomes.
pub struct Rewritten {
    /// In its place.
    pub item: TokenStream,
    /// Beside it, outside of an `impl` block.
    pub beside: TokenStream,
}

type Rewrite<'a> = &'a mut dyn FnMut(Member) -> Rewritten;

impl Container {
    /// Refuses a scope in which nothing is async.
    pub fn new(scope: Scope, options: &Args) -> Result<Self, Errors> {
        let mut errors = Errors::new();
        if let Some(name) = &options.states {
            errors.push(name, &catalog::ENUM_OF_MANY);
        }
        match &scope {
            Scope::Mod(item) if item.content.is_none() => errors.push(&item.ident, &catalog::OUT_OF_LINE_MOD),
            Scope::Mod(item) if !async_in_mod(item) => {
                errors.push_about(&item.ident, &catalog::NOTHING_INSIDE, "module");
            }
            Scope::Impl(item) if !async_in_impl(item) => {
                errors.push_about(item.impl_token, &catalog::NOTHING_INSIDE, "`impl` block");
            }
            _ => {}
        }
        errors.barrier(Container { scope, options: options.clone() })
    }

    /// The scope with each async fn replaced by what `rewrite` makes of it.
    pub fn rebuild(self, mut rewrite: impl FnMut(Member) -> Rewritten) -> TokenStream {
        match self.scope {
            Scope::Impl(item) => rebuild_impl(item, &self.options, &mut rewrite),
            Scope::Mod(mut item) => {
                rebuild_mod(&mut item, &self.options, &mut rewrite);
                item.into_token_stream()
            }
        }
    }
}

fn async_in_impl(item: &ItemImpl) -> bool {
    item.items.iter().any(|item| matches!(item, ImplItem::Fn(method) if method.sig.asyncness.is_some()))
}

fn async_in_mod(item: &ItemMod) -> bool {
    item.content.iter().flat_map(|(_, items)| items).any(|item| match item {
        Item::Fn(function) => function.sig.asyncness.is_some(),
        Item::Impl(item) => async_in_impl(item),
        Item::Mod(item) => async_in_mod(item),
        _ => false,
    })
}

/// The block, and what stands beside it.
fn rebuild_impl(mut item: ItemImpl, options: &Args, rewrite: Rewrite) -> TokenStream {
    let mut all_beside = TokenStream::new();
    let context = match item.trait_ {
        Some(_) => Context::TraitImpl(item.generics.clone()),
        None => Context::Inherent(item.generics.clone(), item.self_ty.clone()),
    };
    // `#[async_trait]` wants to see async fns.
    let foreign = item.attrs.iter().any(is_foreign);
    for item in &mut item.items {
        match item {
            ImplItem::Fn(method) if method.sig.asyncness.is_some() => {
                let own = take_own(&mut method.attrs);
                let ImplItemFn { attrs, vis, sig, block, .. } = method.clone();
                let parts = Parts { attrs, vis, sig, block: Some(block), foreign, tokens: method.to_token_stream() };
                let Rewritten { item: new, beside } = rewrite(member(own, parts, Some(context.clone()), options));
                all_beside.extend(beside);
                *item = ImplItem::Verbatim(new);
            }
            _ => {}
        }
    }
    let mut out = item.into_token_stream();
    out.extend(all_beside);
    out
}

fn rebuild_mod(item: &mut ItemMod, options: &Args, rewrite: Rewrite) {
    for item in item.content.iter_mut().flat_map(|(_, items)| items) {
        match item {
            Item::Fn(function) if function.sig.asyncness.is_some() => {
                let own = take_own(&mut function.attrs);
                let ItemFn { attrs, vis, sig, block, .. } = function.clone();
                let parts = Parts { attrs, vis, sig, block: Some(*block), foreign: false, tokens: function.to_token_stream() };
                let Rewritten { item: mut new, beside } = rewrite(member(own, parts, Some(Context::Free), options));
                new.extend(beside);
                *item = Item::Verbatim(new);
            }
            // One with its own attribute is expanded by that.
            Item::Impl(each) if !each.attrs.iter().any(is_ours) => {
                *item = Item::Verbatim(rebuild_impl(each.clone(), options, rewrite))
            }
            Item::Mod(item) if !item.attrs.iter().any(is_ours) => rebuild_mod(item, options, rewrite),
            _ => {}
        }
    }
}

/// A function's own attribute is taken off, as the function must be done only once, and here, where the header of
/// the `impl` is known.
fn take_own(attrs: &mut Vec<Attribute>) -> Vec<Attribute> {
    attrs.extract_if(.., |attr| is_ours(attr)).collect()
}

/// Checks one async fn of a container; `own` are the attributes of ours that it bears itself.
fn member(own: Vec<Attribute>, parts: Parts, context: Option<Context>, options: &Args) -> Member {
    let tokens = parts.tokens.clone();
    let mut options = options.clone();
    let mut errors = Errors::new();
    for attr in own {
        let args = match attr.meta {
            Meta::List(list) => list.tokens,
            _ => TokenStream::new(),
        };
        match Args::parse(args) {
            Ok(args) => options = args.inside(&options),
            Err(more) => errors.append(more),
        }
    }
    let checked = match parts.check(context, options) {
        Ok(function) => errors.barrier(Box::new(function)),
        Err(more) => {
            errors.append(more);
            Err(errors)
        }
    };
    match checked {
        Ok(function) => Member::Function(function),
        Err(errors) => Member::Refused(errors, tokens),
    }
}

fn is_ours(attr: &Attribute) -> bool {
    attr.path().segments.last().is_some_and(|segment| segment.ident == "visible_async")
}
