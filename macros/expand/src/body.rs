//! The body's compiler: a function to its machine. For now rustc's own machine stands in for it.
use crate::diag::Errors;
use crate::emit::opaque;
use crate::parse::function::Function;
use proc_macro2::TokenStream;

/// What the body of a function becomes.
pub struct Machine {
    /// Items declared in the body, emitted once, before the judge and the machine.
    pub items: Vec<syn::Item>,
    /// The contents of the user's body as the judge gets them.
    pub shadow: TokenStream,
    /// An expression that implements `VisibleFuture<Output = R>`, built from the names of the arguments.
    pub tokens: TokenStream,
}

/// Compiles a body.
pub fn compile(function: &Function) -> Result<Machine, Errors> {
    Ok(Machine {
        items: Vec::new(),
        shadow: opaque::shadow(function),
        tokens: opaque::machine(function),
    })
}
