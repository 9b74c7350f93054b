//! The outer function: its generics, and whether it stays an `async fn`.
//!
//! The machine's fields may borrow from each other, so the type of the machine mentions a lifetime shorter than all
//! that its arguments bring along. If the signature names one (a single lifetime; the `'this` of `&'this self`),
//! rustc's inference finds it. Else we add `'frame`, which all others outlive.
use crate::parse::function::{Context, Function};
use crate::parse::signature::{Named, mentions, parameters};
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{
    FnArg, GenericParam, Generics, Lifetime, LifetimeParam, Path, PredicateType, ReceiverKind,
    Token, Type, TypeImplTrait, TypeParamBound, TypeParen, TypePath, TypeReference, Visibility,
    WhereClause, WherePredicate,
};

/// The signature of the function that we emit.
pub struct Outer {
    /// Its generics and where clause.
    pub generics: Generics,
    /// Its parameters.
    pub inputs: Vec<FnArg>,
    /// What the future yields.
    pub output: Type,
    /// Whether it stays an `async fn` that awaits the machine.
    pub stays_async: bool,
}

/// Decides on the signature.
pub fn outer(function: &Function) -> Outer {
    let frame = needs_frame(function);
    let stays_async = stays_async(function, frame);
    let frame = frame && !stays_async;
    let named = if frame || function.named.output_elides {
        function.named.clone()
    } else {
        unnamed(function)
    };
    let mut generics = function.sig.generics.clone();
    let lifetimes = frame
        .then(frame_lifetime)
        .into_iter()
        .chain(named.fresh.iter().cloned());
    for (position, lifetime) in lifetimes.enumerate() {
        generics.params.insert(
            position,
            GenericParam::Lifetime(LifetimeParam::new(lifetime)),
        );
    }
    let mut inputs = named.inputs;
    if frame {
        outlive_frame(function, &mut generics, &mut inputs);
    }
    Outer {
        generics,
        inputs,
        output: named.output,
        stays_async,
    }
}

/// Nothing needs a name that the user did not give.
fn unnamed(function: &Function) -> Named {
    let inputs = parameters(function.sig.inputs.iter().cloned().collect());
    Named {
        inputs,
        fresh: Vec::new(),
        ..function.named.clone()
    }
}

/// Whether inference alone would not find a lifetime for the borrows within the machine.
fn needs_frame(function: &Function) -> bool {
    let mut own = Brought::by(&function.sig.generics);
    own.lifetimes += function.named.fresh.len();
    own.types += implied_types(function);
    match (receiver_borrows(function), &function.context) {
        // The borrow of `self` is shorter than all that `Self` mentions.
        (true, _) => own.lifetimes > 1 || own.types > 0,
        (false, Context::Inherent(header)) => own.and(&Brought::by(header)).need_frame(),
        (false, Context::Unknown) => own
            .and(&Brought {
                lifetimes: 0,
                types: 1,
            })
            .need_frame(),
        (false, Context::Free | Context::TraitImpl) => own.need_frame(),
    }
}

/// An added early-bound lifetime is E0195 in a trait's `impl`; and attributes of other macros want to see `async`.
fn stays_async(function: &Function, frame: bool) -> bool {
    let may_implement_a_trait = match &function.context {
        Context::TraitImpl => true,
        Context::Unknown => frame && matches!(function.vis, Visibility::Inherited),
        Context::Free | Context::Inherent(_) => false,
    };
    may_implement_a_trait || function.attrs.iter().any(|attr| is_foreign(attr.path()))
}

/// Whether an attribute is some other crate's macro, which expands after ours: `#[tokio::test]`, `#[instrument]`.
fn is_foreign(path: &Path) -> bool {
    const BUILT_IN: &[&str] = &[
        "allow",
        "cfg",
        "cfg_attr",
        "cold",
        "deny",
        "deprecated",
        "doc",
        "expect",
        "export_name",
        "forbid",
        "ignore",
        "inline",
        "link_section",
        "must_use",
        "no_mangle",
        "should_panic",
        "target_feature",
        "track_caller",
        "unsafe",
        "warn",
        "diagnostic",
        "clippy",
        "rustfmt",
        "visible_async",
        "optimize",
        "coverage",
    ];
    let first = path
        .segments
        .first()
        .map(|segment| segment.ident.to_string())
        .unwrap_or_default();
    !BUILT_IN.contains(&first.as_str())
}

/// How many lifetimes and types the generics bring.
struct Brought {
    lifetimes: usize,
    types: usize,
}

impl Brought {
    fn by(generics: &Generics) -> Self {
        Brought {
            lifetimes: generics.lifetimes().count(),
            types: generics.type_params().count(),
        }
    }

    fn and(&self, other: &Brought) -> Brought {
        Brought {
            lifetimes: self.lifetimes + other.lifetimes,
            types: self.types + other.types,
        }
    }

    fn need_frame(&self) -> bool {
        match self.types {
            0 => self.lifetimes > 1,
            _ => true,
        }
    }
}

/// The number of `impl Trait` in the arguments.
fn implied_types(function: &Function) -> usize {
    struct Count(usize);
    impl VisitMut for Count {
        fn visit_type_impl_trait_mut(&mut self, ty: &mut TypeImplTrait) {
            self.0 += 1;
            visit_mut::visit_type_impl_trait_mut(self, ty);
        }
    }
    let mut count = Count(0);
    for input in function.sig.inputs.iter() {
        count.visit_fn_arg_mut(&mut input.clone());
    }
    count.0
}

/// Whether `self` comes by reference: `&self`, `&mut self`, `self: Pin<&mut Self>`.
fn receiver_borrows(function: &Function) -> bool {
    function
        .sig
        .receiver()
        .is_some_and(|receiver| match &receiver.kind {
            ReceiverKind::Reference(..) => true,
            ReceiverKind::Typed(_, ty) => {
                let mut found = BorrowsSelf(false);
                found.visit_type_mut(&mut ty.clone());
                found.0
            }
            _ => false,
        })
}

struct BorrowsSelf(bool);

impl VisitMut for BorrowsSelf {
    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        self.0 |= mentions(reference.elem.to_token_stream(), "Self");
        visit_mut::visit_type_reference_mut(self, reference);
    }
}

fn frame_lifetime() -> Lifetime {
    Lifetime::new("'frame", Span::mixed_site())
}

/// Adds `'a: 'frame`, `T: 'frame`, `Self: 'frame` and `impl Trait + 'frame`: each where the user's bounds of the same
/// parameter stand, as bounds in two places are hard to read (and clippy says so).
fn outlive_frame(function: &Function, generics: &mut Generics, inputs: &mut [FnArg]) {
    for param in &mut generics.params {
        match param {
            GenericParam::Lifetime(param) if param.lifetime != frame_lifetime() => {
                param
                    .colon_token
                    .get_or_insert(Token![:](Span::mixed_site()));
                param.bounds.push(frame_lifetime());
            }
            GenericParam::Type(param) => {
                let clause = generics
                    .where_clause
                    .as_mut()
                    .filter(|_| param.bounds.is_empty());
                let written = clause.and_then(|clause| bounds_of(&param.ident, clause));
                if written.is_none() {
                    param
                        .colon_token
                        .get_or_insert(Token![:](Span::mixed_site()));
                }
                written
                    .unwrap_or(&mut param.bounds)
                    .push(TypeParamBound::Lifetime(frame_lifetime()));
            }
            _ => {}
        }
    }
    let in_impl = matches!(function.context, Context::Inherent(_) | Context::Unknown);
    if in_impl && !receiver_borrows(function) {
        generics
            .make_where_clause()
            .predicates
            .push(self_outlives());
    }
    for input in inputs {
        ImplOutlives.visit_fn_arg_mut(input);
    }
}

/// The bounds that a where clause gives to a type parameter.
fn bounds_of<'a>(
    param: &Ident,
    clause: &'a mut WhereClause,
) -> Option<&'a mut Punctuated<TypeParamBound, Token![+]>> {
    clause
        .predicates
        .iter_mut()
        .find_map(|predicate| match predicate {
            WherePredicate::Type(predicate) => match &predicate.bounded_ty {
                Type::Path(ty) if ty.path.is_ident(param) && predicate.lifetimes.is_none() => {
                    Some(&mut predicate.bounds)
                }
                _ => None,
            },
            _ => None,
        })
}

/// `Self: 'frame`, which implies the same for every parameter of the `impl`.
fn self_outlives() -> WherePredicate {
    let ident = Ident::new("Self", Span::mixed_site());
    WherePredicate::Type(PredicateType {
        attrs: Vec::new(),
        lifetimes: None,
        bounded_ty: Type::Path(TypePath {
            attrs: Vec::new(),
            qself: None,
            path: ident.into(),
        }),
        colon_token: Token![:](Span::mixed_site()),
        bounds: Punctuated::from_iter([TypeParamBound::Lifetime(frame_lifetime())]),
    })
}

struct ImplOutlives;

impl VisitMut for ImplOutlives {
    fn visit_type_impl_trait_mut(&mut self, ty: &mut TypeImplTrait) {
        visit_mut::visit_type_impl_trait_mut(self, ty);
        ty.bounds.push(TypeParamBound::Lifetime(frame_lifetime()));
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        visit_mut::visit_type_reference_mut(self, reference);
        if let Type::ImplTrait(_) = &*reference.elem {
            // `&impl A + 'b` does not parse without parentheses.
            let elem = reference.elem.clone();
            let paren_token = syn::token::Paren(Span::mixed_site());
            *reference.elem = Type::Paren(TypeParen {
                attrs: Vec::new(),
                paren_token,
                elem,
            });
        }
    }
}
