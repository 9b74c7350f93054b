//! Names for what a signature leaves unnamed: parameters that are patterns, and elided lifetimes.
use super::elision::{Elided, Namer};
use super::function::{Arg, is_plain};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::format_ident;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, FnArg, Lifetime, Pat, PatIdent, Receiver, ReceiverKind, ReturnType, Signature, Token, Type, TypeInfer,
    TypeReference, TypeTuple,
};

/// A signature in which every lifetime has a name, unless rustc itself can't tell which one is meant.
#[derive(Clone)]
pub struct Named {
    /// The parameters, receiver included, each with a plain name.
    pub inputs: Vec<FnArg>,
    /// The return type; `()` if none is written.
    pub output: Type,
    /// The lifetimes that are elided in the arguments, in order.
    pub fresh: Vec<Lifetime>,
    /// Whether the return type elides one, so that the names are needed.
    pub output_elides: bool,
}

/// Names the elided lifetimes of `sig`, by names that `tokens` (the whole item) does not use.
pub fn name(sig: &Signature, tokens: &TokenStream) -> Named {
    let mut namer = Namer::new(tokens.clone());
    let mut inputs: Vec<FnArg> = sig.inputs.iter().cloned().collect();
    for (position, input) in inputs.iter_mut().enumerate() {
        match input {
            FnArg::Receiver(receiver) => namer.receiver(receiver),
            FnArg::Typed(arg) => {
                let name = parameter_name(&arg.pat, position);
                namer.argument(&name, &mut arg.ty);
            }
        }
    }
    let mut output = output_type(sig);
    let mut elided = Elided { meant: namer.meant_in_output(), found: false };
    elided.visit_type_mut(&mut output);
    Named { inputs: parameters(inputs), output, fresh: namer.fresh, output_elides: elided.found }
}

/// The parameters of the outer function: plain names in place of patterns, and no `mut`, which the judge has.
pub fn parameters(mut inputs: Vec<FnArg>) -> Vec<FnArg> {
    for (position, input) in inputs.iter_mut().enumerate() {
        if let FnArg::Typed(arg) = input {
            *arg.pat = ident_pattern(parameter_name(&arg.pat, position));
            arg.attrs.retain(|attr| !is_lint_level(attr));
        }
    }
    inputs
}

/// The return type as written; `()` if none is.
pub fn output_type(sig: &Signature) -> Type {
    match &sig.output {
        ReturnType::Type(_, ty) => (**ty).clone(),
        ReturnType::Default => Type::Tuple(TypeTuple {
            attrs: Vec::new(),
            paren_token: syn::token::Paren(Span::mixed_site()),
            elems: Default::default(),
        }),
    }
}

/// The arguments as the body's compiler sees them.
pub fn args(sig: &Signature) -> Vec<Arg> {
    sig.inputs.iter().enumerate().map(|(position, input)| arg(input, position)).collect()
}

fn arg(input: &FnArg, position: usize) -> Arg {
    match input {
        FnArg::Receiver(receiver) => {
            let name = Ident::new("self", receiver.self_token.span);
            let attrs = binding_attrs(&receiver.attrs);
            Arg { attrs, pat: ident_pattern(name.clone()), name, ty: receiver_type(receiver), is_self: true }
        }
        FnArg::Typed(typed) => Arg {
            attrs: binding_attrs(&typed.attrs),
            pat: (*typed.pat).clone(),
            name: parameter_name(&typed.pat, position),
            ty: (*typed.ty).clone(),
            is_self: false,
        },
    }
}

fn parameter_name(pat: &Pat, position: usize) -> Ident {
    match pat {
        Pat::Ident(pat_ident) if is_plain(pat) => pat_ident.ident.clone(),
        // As rustc's own: `__arg0` in error messages is what users know. The span hides it from user code.
        _ => format_ident!("__arg{}", position, span = Span::mixed_site()),
    }
}

fn ident_pattern(ident: Ident) -> Pat {
    Pat::Ident(PatIdent { attrs: Vec::new(), by_ref: None, mutability: None, ident, subpat: None })
}

fn receiver_type(receiver: &Receiver) -> Type {
    let span = receiver.self_token.span;
    let this = syn::parse_str::<Type>("Self").unwrap_or_else(|_| infer(span));
    match &receiver.kind {
        ReceiverKind::Typed(_, ty) => (**ty).clone(),
        ReceiverKind::Reference(and_token, lifetime, mutability) => Type::Reference(TypeReference {
            attrs: Vec::new(),
            and_token: *and_token,
            lifetime: lifetime.clone(),
            mutability: *mutability,
            elem: Box::new(this),
        }),
        _ => this,
    }
}

/// What goes with the binding of an argument, rather than with the parameter.
fn binding_attrs(attrs: &[Attribute]) -> Vec<Attribute> {
    let goes_with = |attr: &&Attribute| is_lint_level(attr) || is_any(attr, &["cfg", "cfg_attr"]);
    attrs.iter().filter(goes_with).cloned().collect()
}

fn is_lint_level(attr: &Attribute) -> bool {
    is_any(attr, &["allow", "expect", "warn", "deny", "forbid"])
}

fn is_any(attr: &Attribute, names: &[&str]) -> bool {
    names.iter().any(|name| attr.path().is_ident(name))
}

/// The return type as it may stand in an expression or on a closure, and whether it is `!`.
pub fn closure_output(output: &Type) -> (Type, bool) {
    let mut ungrouped = output;
    while let Type::Group(group) = ungrouped {
        // What a `macro_rules!` macro passed as `$ty:ty` stands in an invisible group.
        ungrouped = &group.elem;
    }
    if let Type::Never(never) = ungrouped {
        // `impl Future<Output = !>` is unstable, the projection is not.
        let path = "<fn() -> ! as ::visible_async::__private::Returns>::Output";
        let span = Span::mixed_site().located_at(never.bang_token.span);
        let tokens = path.parse().map(|tokens| respan(tokens, span)).unwrap_or_default();
        return (syn::parse2(tokens).unwrap_or_else(|_| infer(span)), true);
    }
    let mut output = output.clone();
    InferImplTrait.visit_type_mut(&mut output);
    (output, false)
}

fn infer(span: Span) -> Type {
    Type::Infer(TypeInfer { attrs: Vec::new(), underscore_token: Token![_](span) })
}

fn respan(tokens: TokenStream, span: Span) -> TokenStream {
    let each = |mut tree: TokenTree| {
        if let TokenTree::Group(group) = &tree {
            let inner = respan(group.stream(), span);
            tree = proc_macro2::Group::new(group.delimiter(), inner).into();
        }
        tree.set_span(span);
        tree
    };
    tokens.into_iter().map(each).collect()
}

struct InferImplTrait;

impl VisitMut for InferImplTrait {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        match ty {
            Type::ImplTrait(impl_trait) => *ty = infer(impl_trait.impl_token.span),
            _ => visit_mut::visit_type_mut(self, ty),
        }
    }
}

/// Whether `word` occurs among `tokens`.
pub fn mentions(tokens: TokenStream, word: &str) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Ident(ident) => ident == word,
        TokenTree::Group(group) => mentions(group.stream(), word),
        _ => false,
    })
}
