//! One annotated async fn, checked and taken apart: all that the later stages know of it.
use super::args::Args;
use super::{cfg, elision, signature};
use crate::diag::{Errors, catalog};
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{AttrStyle, Attribute, Block, Generics, Pat, Safety, Signature, Type, Visibility};

/// An async fn that the attribute accepts.
#[derive(Clone)]
pub struct Function {
    /// Its attributes, outer and inner (as outer), without `#[visible_async]`.
    pub attrs: Vec<Attribute>,
    /// Its visibility.
    pub vis: Visibility,
    /// Its signature as written.
    pub sig: Signature,
    /// The same with a plain name for each parameter and a name for each elided lifetime.
    pub named: signature::Named,
    /// Its body.
    pub block: Block,
    /// Where it stands.
    pub context: Context,
    /// The options of the attribute.
    pub options: Args,
    /// The arguments in order.
    pub args: Vec<Arg>,
    /// What the machine returns, as a type that may stand on a closure or in an expression: `impl Trait` is `_`
    /// and `!` is a projection that stable Rust accepts.
    pub output: Type,
    /// Whether it returns `!`.
    pub never: bool,
    /// Whether an attribute of another crate is to see it, which expands after ours.
    pub foreign: bool,
    /// The whole item, as written.
    pub tokens: TokenStream,
}

impl Function {
    /// The function as it is if just the predicates in `on` hold.
    fn strip(&mut self, on: &[String]) {
        cfg::strip(&mut self.block, on);
        self.args.retain_mut(|arg| cfg::keeps(&mut arg.attrs, on));
        let mut there = |input: &mut syn::FnArg| match input {
            syn::FnArg::Receiver(input) => cfg::keeps(&mut input.attrs, on),
            syn::FnArg::Typed(input) => cfg::keeps(&mut input.attrs, on),
        };
        self.named.inputs.retain_mut(&mut there);
        let inputs = std::mem::take(&mut self.sig.inputs);
        self.sig.inputs = inputs.into_iter().filter_map(|mut input| there(&mut input).then_some(input)).collect();
    }
}

/// Where a function stands, as far as the macro can see.
#[derive(Clone)]
pub enum Context {
    /// No receiver and no `Self`.
    Free,
    /// A method or associated function of an inherent `impl` with these generics, for this type.
    Inherent(Generics, Box<Type>),
    /// A method or associated function of a trait's `impl` with these generics.
    TraitImpl(Generics),
    /// It stands in an `impl` whose header the macro doesn't see.
    Unknown,
}

/// One argument.
#[derive(Clone)]
pub struct Arg {
    /// The attributes that go with its binding: `cfg` and the levels of lints.
    pub attrs: Vec<Attribute>,
    /// The pattern as written; for `self` just that.
    pub pat: Pat,
    /// The parameter's name in the outer function: the pattern itself if that is a plain name, else a fresh one.
    pub name: Ident,
    /// Its type; for `self`, `&self`, `&mut self` spelt out.
    pub ty: Type,
    /// Whether it is the receiver.
    pub is_self: bool,
}

impl Arg {
    /// Whether the pattern is a plain name, `mut` or not, so that the parameter bears that name already.
    pub fn is_plain(&self) -> bool {
        is_plain(&self.pat)
    }
}

pub(super) fn is_plain(pat: &Pat) -> bool {
    matches!(pat, Pat::Ident(pat) if pat.by_ref.is_none() && pat.subpat.is_none())
}

/// The parts of a function item, before any check.
pub struct Parts {
    /// Its attributes, outer and inner.
    pub attrs: Vec<Attribute>,
    /// Its visibility.
    pub vis: Visibility,
    /// Its signature.
    pub sig: Signature,
    /// Its body, if it has one.
    pub block: Option<Block>,
    /// Whether an attribute of another crate stands on the `impl` around it.
    pub foreign: bool,
    /// The whole item.
    pub tokens: TokenStream,
}

impl Parts {
    /// Checks the parts and names what the signature leaves unnamed.
    pub fn check(self, context: Option<Context>, options: Args) -> Result<Function, Errors> {
        let errors = refusals(&self);
        let Some(block) = errors.barrier(self.block)? else {
            return Err(Errors::one(&self.sig, &catalog::NO_BODY));
        };
        let context = context.unwrap_or_else(|| guess_context(&self.sig));
        let named = signature::name(&self.sig, &self.tokens);
        let (output, never) = signature::closure_output(&named.output);
        let mut attrs = self.attrs;
        for attr in &mut attrs {
            // `#![..]` at the start of the body means the same as `#[..]` on the function.
            attr.style = AttrStyle::Outer;
        }
        let mut function = Function {
            foreign: self.foreign || attrs.iter().any(is_foreign),
            attrs,
            vis: self.vis,
            args: signature::args(&self.sig),
            sig: self.sig,
            named,
            block,
            context,
            options,
            output,
            never,
            tokens: self.tokens,
        };
        if let Some(on) = function.options.holding.clone() {
            function.strip(&on);
        }
        Ok(function)
    }
}

/// What no async fn of ours may be.
fn refusals(parts: &Parts) -> Errors {
    let sig = &parts.sig;
    let mut errors = Errors::new();
    if sig.asyncness.is_none() {
        errors.push(sig.fn_token, &catalog::NOT_ASYNC);
    }
    if let Some(token) = sig.constness {
        errors.push(token, &catalog::CONST_FN);
    }
    if let Some(abi) = &sig.abi {
        errors.push(abi, &catalog::EXTERN_FN);
    }
    if let Some(variadic) = &sig.variadic {
        errors.push(variadic, &catalog::VARIADIC);
    }
    if parts.block.is_none() && sig.asyncness.is_some() {
        errors.push(sig, &catalog::NO_BODY);
    }
    errors
}

/// A receiver, `Self` or a lifetime that the function does not declare tells that there is an `impl` around.
fn guess_context(sig: &Signature) -> Context {
    let mentions_self = sig.receiver().is_some() || signature::mentions(sig.to_token_stream(), "Self");
    if mentions_self || elision::names_foreign_lifetime(sig) { Context::Unknown } else { Context::Free }
}

impl Function {
    /// Whether the function is an `unsafe fn`.
    pub fn is_unsafe(&self) -> bool {
        matches!(self.sig.safety, Safety::Unsafe(_))
    }
}

/// Whether an attribute is some other crate's macro, which expands after ours: `#[tokio::test]`, `#[instrument]`.
pub fn is_foreign(attr: &Attribute) -> bool {
    const BUILT_IN: &str = "allow cfg cfg_attr clippy cold coverage deny deprecated diagnostic doc expect \
        export_name forbid ignore inline link_section must_use no_mangle optimize rustfmt should_panic \
        target_feature track_caller unsafe visible_async warn";
    let first = attr.path().segments.first().map(|segment| segment.ident.to_string()).unwrap_or_default();
    !BUILT_IN.split_whitespace().any(|name| name == first)
}
