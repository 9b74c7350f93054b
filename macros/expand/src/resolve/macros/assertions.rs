//! What assertions evaluate, and when.
use super::Kind;

/// Whether the macro may do nothing at all: `debug_assert!`.
pub fn is_debug(mac: &syn::Macro) -> bool {
    mac.path.segments.last().is_some_and(|last| last.ident.to_string().starts_with("debug_"))
}

/// How many of its arguments a macro of the kind evaluates whenever it runs; the message of an assertion is made if that fails.
pub const fn evaluated(kind: Kind, args: usize) -> usize {
    let judged = match kind {
        Kind::Assert => 1,
        Kind::Format(2) => 2,
        _ => args,
    };
    if judged < args { judged } else { args }
}
