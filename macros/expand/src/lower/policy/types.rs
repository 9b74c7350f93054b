//! What types tell of the calls of a value.
use syn::{GenericArgument, PathArguments, Type, TypeParamBound};

/// The methods that consume a value though those of others by these names borrow, by the text of its type or of what makes it, and that of
/// its type or of the function that makes it: the sender of a oneshot channel; what is read line by line, as no text is.
pub fn consumers(text: &str, name: &str) -> &'static [&'static str] {
    let path = name.replace(' ', "");
    let path = path.split('<').next().unwrap_or_default().trim_end_matches("::");
    let path = path.strip_suffix("::new").or_else(|| path.strip_suffix("::with_capacity")).unwrap_or(path);
    match path.rsplit("::").next() {
        _ if text.contains("oneshot") => &["send"],
        Some("BufReader") => &["lines", "split", "bytes"],
        _ => &[],
    }
}

/// Whether a call of what is of the type consumes it: `impl FnOnce()`, `Box<dyn FnOnce()>`.
pub fn once(ty: &Type) -> bool {
    match ty {
        Type::ImplTrait(node) => once_bounds(&node.bounds),
        Type::TraitObject(node) => once_bounds(&node.bounds),
        Type::Paren(node) => once(&node.elem),
        Type::Group(node) => once(&node.elem),
        Type::Path(node) => match node.path.segments.last().map(|last| (last.ident == "Box", &last.arguments)) {
            Some((true, PathArguments::AngleBracketed(arguments))) => {
                matches!(arguments.args.first(), Some(GenericArgument::Type(inner)) if once(inner))
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether a call of what has these bounds consumes it.
pub fn once_bounds<'b>(bounds: impl IntoIterator<Item = &'b TypeParamBound>) -> bool {
    bounds.into_iter().any(|bound| {
        let last = if let TypeParamBound::Trait(bound) = bound { bound.path.segments.last() } else { None };
        last.is_some_and(|last| last.ident == "FnOnce" || last.ident == "AsyncFnOnce")
    })
}
