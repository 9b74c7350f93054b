//! Stage 1: tokens to a [`function::Function`], or to a container of them.
pub mod args;
pub mod cfg;
pub mod container;
pub mod elision;
pub mod function;
pub mod input;
pub mod signature;

/// A path as the user wrote it, without generics.
pub(crate) fn path_text(path: &syn::Path) -> String {
    let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    names.join("::")
}
