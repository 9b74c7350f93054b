//! The lifetime `'frame`.
//!
//! The machine's fields may borrow from each other, so the type of the machine mentions a lifetime shorter than all
//! that its arguments bring along. If the signature names one (a single lifetime; the `'this` of `&'this self`),
//! rustc's inference finds it. Else we add `'frame`, which all others outlive.
use crate::parse::elision::free_lifetimes;
use crate::parse::function::{Context, Function};
use crate::parse::signature::mentions;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{
    FnArg, GenericParam, Generics, Lifetime, PredicateLifetime, PredicateType, ReceiverKind, Token, Type, TypeImplTrait,
    TypeParamBound, TypeParen, TypePath, TypeReference, Visibility, WhereClause, WherePredicate,
};

/// Whether inference alone would not find a lifetime for the borrows within the machine.
pub fn is_needed(function: &Function) -> bool {
    let own = &function.sig.generics;
    let lifetimes = own.lifetimes().count() + function.named.fresh.len();
    let types = own.type_params().count() + impl_traits(function);
    if receiver_borrows(function) {
        // The borrow of `self` is shorter than all that `Self` mentions.
        return lifetimes > 1 || types > 0;
    }
    match &function.context {
        Context::Inherent(header, _) | Context::TraitImpl(header) => {
            lifetimes + header.lifetimes().count() > 1 || types + header.type_params().count() > 0
        }
        Context::Unknown => true,
        Context::Free => {
            // A single borrow is shorter than all types that stand behind it.
            let behind = if lifetimes == 1 { types_behind_borrow(function) } else { 0 };
            lifetimes > 1 || types > behind || function.named.inputs.iter().any(|input| foreign(function, input).is_some())
        }
    }
}

/// What the machine is told to outlive where the `impl` may declare a lifetime besides: left to choose between that and the
/// shortest of the function's own, rustc takes neither. All that the machine holds outlives the latter.
///
/// Input: `impl<'r, R: 'r> Reader<R> { async fn read(&mut self) { .. } }`
pub fn shortest(function: &Function, frame: bool) -> Option<Lifetime> {
    let from_outside = |input: &FnArg| foreign(function, input).is_some() || mentions(input.to_token_stream(), "Self");
    let declares_lifetimes = match &function.context {
        Context::Inherent(header, _) => header.lifetimes().next().is_some(),
        // What a trait's `impl` declares need not outlive `self`.
        Context::Unknown => {
            let only_receiver = !function.sig.inputs.iter().skip(1).any(from_outside) && outside_lifetimes(function).is_empty();
            only_receiver || !matches!(function.vis, Visibility::Inherited)
        }
        Context::Free | Context::TraitImpl(_) => false,
    };
    if !declares_lifetimes {
        return None;
    }
    if frame {
        return Some(lifetime());
    }
    let declared = function.sig.generics.lifetimes().next().map(|param| param.lifetime.clone());
    declared.or_else(|| function.named.fresh.first().cloned()).filter(|_| receiver_borrows(function))
}

/// The lifetimes that an argument mentions and the function does not declare.
fn outside_lifetimes(function: &Function) -> Vec<Lifetime> {
    let own = |lifetime: &Lifetime| function.sig.generics.lifetimes().any(|param| param.lifetime == *lifetime);
    free_lifetimes(&function.sig).into_iter().filter(|lifetime| !own(lifetime)).collect()
}

/// The number of `impl Trait` in the arguments.
fn impl_traits(function: &Function) -> usize {
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

/// The number of type parameters and `impl Trait` of which an argument is a reference, as in `&T`, `&mut [T]`.
fn types_behind_borrow(function: &Function) -> usize {
    let mut params: Vec<String> = Vec::new();
    let mut impls = 0;
    for input in &function.sig.inputs {
        let FnArg::Typed(input) = input else { continue };
        let Type::Reference(reference) = &*input.ty else {
            continue;
        };
        let mut behind = &*reference.elem;
        while let Type::Slice(slice) = behind {
            behind = &slice.elem;
        }
        match behind {
            Type::ImplTrait(_) => impls += 1,
            Type::Path(path) => params.extend(path.path.get_ident().map(Ident::to_string)),
            _ => {}
        }
    }
    let declared = function.sig.generics.type_params();
    impls + declared.filter(|param| params.iter().any(|name| param.ident == name)).count()
}

/// The type of an argument that mentions what looks like a type parameter of an `impl` out of sight: `T`, `IO`. If it
/// is an ordinary type after all, then the bound on it holds anyway.
fn foreign(function: &Function, input: &FnArg) -> Option<Type> {
    let FnArg::Typed(input) = input else {
        return None;
    };
    let own = |word: &Ident| {
        function.sig.generics.params.iter().any(|param| match param {
            GenericParam::Type(param) => param.ident == *word,
            GenericParam::Const(param) => param.ident == *word,
            GenericParam::Lifetime(_) => false,
        })
    };
    fn any(tokens: TokenStream, test: &dyn Fn(&Ident) -> bool) -> bool {
        tokens.into_iter().any(|tree| match tree {
            TokenTree::Ident(word) => test(&word),
            TokenTree::Group(group) => any(group.stream(), test),
            _ => false,
        })
    }
    let capitals = |word: &Ident| word.to_string().chars().all(|c| c.is_ascii_uppercase()) && !own(word);
    let tokens = input.ty.to_token_stream();
    (any(tokens.clone(), &capitals) && !mentions(tokens, "impl")).then(|| (*input.ty).clone())
}

/// Whether `self` comes by reference: `&self`, `&mut self`, `self: Pin<&mut Self>`.
fn receiver_borrows(function: &Function) -> bool {
    function.sig.receiver().is_some_and(|receiver| match &receiver.kind {
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

/// `'frame`, under a name that user code can't see.
pub fn lifetime() -> Lifetime {
    Lifetime::new("'frame", Span::mixed_site())
}

/// Adds `'a: 'frame`, `T: 'frame`, `Self: 'frame` and `impl Trait + 'frame`: each where the user's bounds of the same
/// parameter stand, as bounds in two places are hard to read (and clippy says so).
pub fn outlive(function: &Function, generics: &mut Generics, inputs: &mut [FnArg]) {
    for param in &mut generics.params {
        parameter_outlives(param, generics.where_clause.as_mut());
    }
    let in_impl = matches!(function.context, Context::Inherent(..) | Context::Unknown);
    if in_impl && !receiver_borrows(function) {
        let predicates = &mut generics.make_where_clause().predicates;
        predicates.push(self_outlives());
        predicates.extend(unmentioned(&function.context).map(type_outlives));
        // `Self` need not mention them: `impl<'a, E> Update<E> { async fn run(self, on: &'a Store) }`.
        predicates.extend(outside_lifetimes(function).into_iter().map(lifetime_outlives));
    }
    if let Context::Free = function.context {
        let foreign: Vec<Type> = inputs.iter().filter_map(|input| foreign(function, input)).collect();
        let predicates = foreign.into_iter().map(type_outlives);
        // An empty `where` would be noise.
        if predicates.len() > 0 {
            generics.make_where_clause().predicates.extend(predicates);
        }
    }
    for input in inputs {
        ImplOutlives.visit_fn_arg_mut(input);
    }
}

fn parameter_outlives(param: &mut GenericParam, clause: Option<&mut WhereClause>) {
    match param {
        GenericParam::Lifetime(param) if param.lifetime != lifetime() => {
            let clause = clause.filter(|_| param.bounds.is_empty());
            let written = clause.and_then(|clause| lifetime_bounds(&param.lifetime, clause));
            if written.is_none() {
                param.colon_token.get_or_insert(Token![:](Span::mixed_site()));
            }
            written.unwrap_or(&mut param.bounds).push(lifetime());
        }
        GenericParam::Type(param) => {
            let clause = clause.filter(|_| param.bounds.is_empty());
            let written = clause.and_then(|clause| bounds_of(&param.ident, clause));
            if written.is_none() {
                param.colon_token.get_or_insert(Token![:](Span::mixed_site()));
            }
            written.unwrap_or(&mut param.bounds).push(TypeParamBound::Lifetime(lifetime()));
        }
        _ => {}
    }
}

/// The bounds that a where clause gives to a lifetime.
fn lifetime_bounds<'a>(param: &Lifetime, clause: &'a mut WhereClause) -> Option<&'a mut Punctuated<Lifetime, Token![+]>> {
    clause.predicates.iter_mut().find_map(|predicate| match predicate {
        WherePredicate::Lifetime(predicate) if predicate.lifetime == *param => Some(&mut predicate.bounds),
        _ => None,
    })
}

/// The bounds that a where clause gives to a type parameter.
fn bounds_of<'a>(param: &Ident, clause: &'a mut WhereClause) -> Option<&'a mut Punctuated<TypeParamBound, Token![+]>> {
    clause.predicates.iter_mut().find_map(|predicate| match predicate {
        WherePredicate::Type(predicate) => match &predicate.bounded_ty {
            Type::Path(ty) if ty.path.is_ident(param) && predicate.lifetimes.is_none() => Some(&mut predicate.bounds),
            _ => None,
        },
        _ => None,
    })
}

/// `Self: 'frame`, which implies the same for every parameter of the `impl`.
fn self_outlives() -> WherePredicate {
    let path = Ident::new("Self", Span::mixed_site()).into();
    type_outlives(Type::Path(TypePath { attrs: Vec::new(), qself: None, path }))
}

/// What the `impl` declares and its type does not mention, as what a closure returns: `impl<F: Fn() -> Out, Out> Job<F>`.
fn unmentioned(context: &Context) -> impl Iterator<Item = Type> {
    let found = if let Context::Inherent(header, ty) = context { Some((header, ty.to_token_stream())) } else { None };
    found.into_iter().flat_map(|(header, ty)| {
        let params = header.type_params().filter(move |param| !mentions(ty.clone(), &param.ident.to_string()));
        params.map(|param| Type::Path(TypePath { attrs: Vec::new(), qself: None, path: param.ident.clone().into() }))
    })
}

fn lifetime_outlives(outer: Lifetime) -> WherePredicate {
    WherePredicate::Lifetime(PredicateLifetime {
        attrs: Vec::new(),
        lifetime: outer,
        colon_token: Token![:](Span::mixed_site()),
        bounds: Punctuated::from_iter([lifetime()]),
    })
}

fn type_outlives(bounded_ty: Type) -> WherePredicate {
    WherePredicate::Type(PredicateType {
        attrs: Vec::new(),
        lifetimes: None,
        bounded_ty,
        colon_token: Token![:](Span::mixed_site()),
        bounds: Punctuated::from_iter([TypeParamBound::Lifetime(lifetime())]),
    })
}

struct ImplOutlives;

impl VisitMut for ImplOutlives {
    fn visit_type_impl_trait_mut(&mut self, ty: &mut TypeImplTrait) {
        visit_mut::visit_type_impl_trait_mut(self, ty);
        ty.bounds.push(TypeParamBound::Lifetime(lifetime()));
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        visit_mut::visit_type_reference_mut(self, reference);
        if let Type::ImplTrait(_) = &*reference.elem {
            // `&impl A + 'b` does not parse without parentheses.
            let elem = reference.elem.clone();
            let paren_token = syn::token::Paren(Span::mixed_site());
            *reference.elem = Type::Paren(TypeParen { attrs: Vec::new(), paren_token, elem });
        }
    }
}
