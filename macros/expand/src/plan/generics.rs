//! The outer function: its generics, and whether it stays an `async fn`.
use super::frame;
use crate::parse::function::{Context, Function};
use crate::parse::signature::{Named, parameters};
use syn::{FnArg, GenericParam, Generics, Lifetime, LifetimeParam, Type, Visibility};

/// The signature of the function that we emit.
pub struct Outer {
    /// Its generics and where clause.
    pub generics: Generics,
    /// Its parameters.
    pub inputs: Vec<FnArg>,
    /// What the future yields.
    pub output: Type,
    /// A lifetime that the machine is told to outlive; not in the signature, where callers would know less of what it holds.
    pub outlives: Option<Lifetime>,
    /// Whether it stays an `async fn` that awaits the machine.
    pub stays_async: bool,
}

/// Decides on the signature; `forwarded`: another function returns the future as its own.
pub fn outer(function: &Function, forwarded: bool) -> Outer {
    let frame = frame::is_needed(function);
    let stays_async = stays_async(function, frame, forwarded);
    let frame = frame && !stays_async;
    let outlives = if stays_async { None } else { frame::shortest(function, frame) };
    let elided =
        frame || function.named.output_elides || outlives.as_ref().is_some_and(|each| function.named.fresh.contains(each));
    let named = if elided { function.named.clone() } else { unnamed(function) };
    let mut generics = function.sig.generics.clone();
    let lifetimes = frame.then(frame::lifetime).into_iter().chain(named.fresh.iter().cloned());
    for (position, lifetime) in lifetimes.enumerate() {
        generics.params.insert(position, GenericParam::Lifetime(LifetimeParam::new(lifetime)));
    }
    let mut inputs = named.inputs;
    if frame {
        frame::outlive(function, &mut generics, &mut inputs);
    }
    Outer { generics, inputs, output: named.output, outlives, stays_async }
}

/// Nothing needs a name that the user did not give.
fn unnamed(function: &Function) -> Named {
    let inputs = parameters(function.sig.inputs.iter().cloned().collect());
    Named { inputs, fresh: Vec::new(), ..function.named.clone() }
}

/// An added early-bound lifetime is E0195 in a trait's `impl`, and no lifetime of a caller that passes the future on; and attributes of
/// other macros want to see `async`.
fn stays_async(function: &Function, frame: bool, forwarded: bool) -> bool {
    let may_implement_a_trait = match &function.context {
        Context::TraitImpl(_) => true,
        Context::Unknown => matches!(function.vis, Visibility::Inherited),
        Context::Free | Context::Inherent(..) => false,
    };
    function.foreign || (frame && (may_implement_a_trait || forwarded))
}
