//! `async_stream::stream!`: what it mentions it moves into a future of its own.
use syn::{Expr, Macro, Stmt};

use crate::emit::build;

/// Input: `async_stream::stream! { yield x; }`
/// Output: `#[async_stream::stream] async move { yield x; }`, until the code is emitted.
pub fn stream(mac: &Macro) -> Option<Expr> {
    is_stream(&mac.path).then(|| build::stream_block(mac))?
}

/// The statement as an expression, if it is such a macro.
pub fn stream_statement(stmt: Stmt) -> Stmt {
    match &stmt {
        Stmt::Macro(node) => match stream(&node.mac) {
            Some(block) => Stmt::Expr(block, node.semi_token),
            None => stmt,
        },
        _ => stmt,
    }
}

/// Whether the path names one of the macros. By its name alone it may be another one, which does not move what it mentions.
pub fn is_stream(path: &syn::Path) -> bool {
    let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    matches!(&names.iter().map(String::as_str).collect::<Vec<_>>()[..], [.., "async_stream", "stream" | "try_stream"])
}
