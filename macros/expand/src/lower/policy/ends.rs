//! Which calls do not return.
use syn::Expr;

/// Functions of std's that do not return, by the end of their path.
const ENDS: &[&[&str]] = &[
    &["resume_unwind"],
    &["panic_any"],
    &["unreachable_unchecked"],
    &["handle_alloc_error"],
    &["process", "exit"],
    &["process", "abort"],
];

/// Whether a call of the function does not return. A wrong guess is rustc's E0004, as the call is matched without arms.
pub fn ends(function: &Expr) -> bool {
    let Expr::Path(path) = function else { return false };
    let segments: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    ENDS.iter().any(|end| segments.len() >= end.len() && segments[segments.len() - end.len()..].iter().eq(end.iter()))
}
