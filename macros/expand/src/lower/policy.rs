//! The one table of guesses: what a method of this name does with its receiver.
//!
//! Without types a macro can't tell `x.finish()` that consumes `x` from one that borrows it. It matters in two places:
//!
//! - the last mention of a saved local is the receiver, and the machine suspends again in the local's scope. In the table: the
//!   local is moved out; else it stays in its slot. A wrong "stays" is rustc's E0507 at the call (write `{ x }.finish()`). A wrong
//!   "moved out" would drop the local early; the runtime's `ByValue` makes it rustc's E0793 (write `(&x).finish()`).
//! - the receiver is a temporary that is evaluated before a suspension point of the same statement. In the table: it is
//!   evaluated where it stands; else the statement goes through a leaf future, in which rustc decides.
mod ends;

pub use ends::ends;
use syn::{Expr, Token, punctuated::Punctuated};

use super::place::{bare, is_constructor};

/// Methods that take `self` by value wherever one meets them: std's adapters and conversions, and the verbs that follow them.
#[rustfmt::skip]
const CONSUMES: &[&str] = &[
    // Option and Result.
    "unwrap", "expect", "unwrap_err", "expect_err", "unwrap_or", "unwrap_or_else", "unwrap_or_default", "ok", "err", "ok_or",
    "ok_or_else", "map", "map_err", "map_or", "map_or_else", "and_then", "or_else", "unwrap_unchecked", "transpose", "flatten",
    "inspect_err", "unzip", "is_some_and", "is_none_or", "is_ok_and", "is_err_and",
    // Iterators.
    "enumerate", "rev", "zip", "chain", "cycle", "filter_map", "flat_map", "skip_while", "take_while", "map_while", "step_by",
    "peekable", "fuse", "cloned", "copied", "collect", "fold", "for_each", "sum", "product", "scan",
    "partition", "filter", "skip", "inspect", "max_by_key", "min_by_key", "max_by", "min_by",
    // Conversions: by the API guidelines `into_` consumes.
    "into", "try_into", "into_iter", "into_inner", "into_boxed_str", "into_boxed_slice", "into_bytes", "into_string",
    "into_future",
];

/// Verbs that consume as a rule.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    // Futures and streams.
    "boxed", "boxed_local", "buffered", "buffer_unordered", "instrument", "shared", "left_future", "right_future", "map_ok",
    "then", "join_all", "try_join_all",
    // Transactions, builders, tasks.
    "commit", "rollback", "finish", "build", "finalize", "with", "detach", "disarm", "forget", "merge", "oneshot",
    // Buffers.
    "freeze", "leak",
    // Of an iterator, but as often a getter.
    "count", "last",
];

/// Methods of std's that take no argument: one of this name that does is another.
const NULLARY: &[&str] = &[
    "unwrap",
    "unwrap_err",
    "unwrap_or_default",
    "ok",
    "err",
    "transpose",
    "flatten",
    "unzip",
    "enumerate",
    "rev",
    "cycle",
    "peekable",
    "fuse",
    "cloned",
    "copied",
    "sum",
    "product",
    "collect",
    "into",
    "try_into",
    "into_iter",
    "count",
    "last",
];

/// Methods that take a `Pin` by value: `Pin`'s own, and those that projections declare.
const TAKES_PIN: &[&str] = &[
    "get_mut",
    "get_ref",
    "get_unchecked_mut",
    "into_ref",
    "map_unchecked",
    "map_unchecked_mut",
    "project",
    "project_ref",
    "project_replace",
];

/// Whether the method takes a local that is a `Pin` by value.
pub fn takes_pin(method: &str) -> bool {
    TAKES_PIN.contains(&method)
}

/// Those that take two.
const BINARY: &[&str] = &["map_or", "map_or_else", "fold", "scan"];

/// Those that take a message: of a parser, `expect(Token::Comma)` is another.
const TAKES_TEXT: &[&str] = &["expect", "expect_err"];

/// What a method is called with.
pub type Arguments = Punctuated<Expr, Token![,]>;

/// Whether the method is not the one of std's that has this name, by its arguments.
pub fn is_homonym(method: &str, arguments: &Arguments) -> bool {
    let own = match method {
        _ if NULLARY.contains(&method) => 0,
        _ if BINARY.contains(&method) => 2,
        _ if CONSUMES.contains(&method) && !converts(method) => 1,
        _ => arguments.len(),
    };
    own != arguments.len() || (TAKES_TEXT.contains(&method) && arguments.iter().all(is_no_text))
}

/// Whether the argument is surely no text: `','`, `Token::Comma`, `Token::Symbol(';')`.
fn is_no_text(argument: &Expr) -> bool {
    match bare(argument) {
        Expr::Lit(node) => !matches!(node.lit, syn::Lit::Str(_)),
        Expr::Call(node) => is_constructor(&node.func),
        Expr::Reference(node) => is_no_text(&node.expr),
        Expr::Struct(_) | Expr::Tuple(_) | Expr::Array(_) | Expr::Closure(_) => true,
        path => is_constructor(path),
    }
}

/// Methods that consume where their result is awaited: what reads a response to its end.
const AWAITED: &[&str] = &["text", "json", "bytes"];

/// Whether the method takes its receiver by value wherever one meets it.
pub fn consumes_surely(method: &str, arguments: &Arguments) -> bool {
    (CONSUMES.contains(&method) && !is_homonym(method, arguments)) || converts(method)
}

/// Whether the method takes a temporary by value, as far as one can tell.
pub fn consumes(method: &str, arguments: &Arguments) -> bool {
    let owned = method.ends_with("_owned") && !method.starts_with("to_");
    consumes_surely(method, arguments)
        || VERBS.contains(&method)
        || (method == "take" && arguments.len() == 1)
        || owned
        || method.starts_with("with_")
        || method.starts_with("map_")
}

/// Whether the method takes a local of the user's by value. What one keeps in a local is rarely an iterator to count, and
/// `Hasher::finish` is the one `finish` of std's that borrows, as some do of what was `updated` before.
pub fn consumes_local(method: &str, arguments: &Arguments, local: &str, updated: bool, awaited: bool) -> bool {
    let getter = matches!(method, "count" | "last") || (method == "finish" && (updated || local.contains("hash")));
    (consumes(method, arguments) && !getter) || (awaited && AWAITED.contains(&method))
}

/// Methods whose result owns nothing wherever one meets them: a reference by the API guidelines, a number, a `bool`. A temporary
/// of such a type may die at any time without anybody noticing. No iterators: those of concurrent maps are guards.
#[rustfmt::skip]
const PLAIN: &[&str] = &[
    "as_ref", "as_mut", "as_str", "as_bytes", "as_slice", "as_slice_mut", "as_deref", "as_deref_mut", "len", "trim", "is_empty",
    "is_some", "is_none", "is_ok", "is_err",
];

/// Whether the result of the method owns nothing.
pub fn plain(method: &str) -> bool {
    PLAIN.contains(&method)
}

/// Methods whose result is often a guard: dropping it touches what it borrows from.
#[rustfmt::skip]
const GUARDS: &[&str] = &[
    "lock", "try_lock", "read", "try_read", "write", "try_write", "borrow", "borrow_mut", "try_borrow", "try_borrow_mut",
    "enter", "acquire", "try_acquire", "guard", "entry", "drain", "peek_mut", "upgradable_read",
];

/// Whether the result of the method is likely to be a guard.
pub fn guard(method: &str) -> bool {
    GUARDS.contains(&method)
}

/// Whether the result of the method is a value of its own, which no guard is.
pub fn clones(method: &str) -> bool {
    ["clone", "cloned", "copied", "to_string", "to_owned", "to_vec"].contains(&method) || plain(method)
}

/// Methods that borrow their receiver wherever one meets them: a mention as their receiver can't be a move.
#[rustfmt::skip]
const BORROWS: &[&str] = &[
    "len", "is_empty", "push", "push_str", "insert", "extend", "clear", "truncate", "reserve", "capacity", "pop", "remove",
    "retain", "append", "sort", "sort_by", "sort_by_key", "sort_unstable", "dedup", "reverse", "swap", "swap_remove",
    "contains", "contains_key", "starts_with", "ends_with", "get", "get_mut", "first", "last_mut", "iter", "iter_mut", "keys",
    "values", "values_mut", "chars", "bytes", "lines", "split", "split_at", "split_whitespace", "trim", "trim_start",
    "trim_end", "find", "rfind", "parse", "clone", "to_string", "to_owned", "to_vec", "to_lowercase", "to_uppercase", "as_str",
    "as_bytes", "as_slice", "as_mut_slice", "as_ref", "as_mut", "as_deref", "as_deref_mut", "as_ptr", "as_path", "borrow",
    "borrow_mut", "lock", "try_lock", "read", "write", "set", "replace", "load", "store", "fetch_add", "fetch_sub", "is_some",
    "is_none", "is_ok", "is_err", "next", "next_back", "peek", "fmt", "eq", "ne", "cmp", "partial_cmp", "hash",
    "get_or_insert_with", "entry", "drain", "push_back", "push_front", "pop_back", "pop_front", "windows", "chunks", "concat",
    "display", "write_all", "write_str", "write_fmt", "read_to_end", "read_to_string", "read_exact", "flush", "poll", "changed",
    "name", "id", "path", "local_addr", "peer_addr", "notified", "notify_one", "notify_waiters", "recv", "try_recv", "try_read", "try_write", "elapsed", "downgrade",
];

/// Whether the result may be an exclusive borrow of the receiver, though the method surely borrows it.
pub fn lends(method: &str) -> bool {
    let names = ["insert", "get_or_insert_with", "entry", "drain", "lock", "write"];
    names.contains(&method) || method.ends_with("_mut") || method.contains("_mut_")
}

/// Those of them that take so many arguments at least, and at most: one that takes others is another.
const ARITIES: &[(&str, usize, usize)] = &[
    ("split", 1, 1),
    ("write", 0, 1),
    ("read", 0, 1),
    ("remove", 1, 2),
    ("push", 1, 1),
    ("find", 1, 1),
    ("name", 0, 0),
    ("id", 0, 0),
    ("path", 0, 0),
    ("display", 0, 0),
];

/// Those of them whose result is nothing, a `bool` or an `Option` in std: what is assigned to their receiver is the result of another.
#[rustfmt::skip]
const GIVE_OTHERS: &[&str] = &[
    "push", "push_str", "push_back", "push_front", "extend", "append", "retain", "reserve", "insert", "remove", "pop", "clear", "truncate",
    "sort", "sort_by", "sort_by_key", "sort_unstable", "dedup", "reverse", "swap", "set", "store", "next", "next_back",
];

/// Whether the method, whose result is assigned to its receiver if `overwritten`, surely borrows that.
pub fn borrows(method: &str, arguments: usize, overwritten: bool) -> bool {
    let other = |(name, least, most): &(&str, usize, usize)| *name == method && !(*least..=*most).contains(&arguments);
    BORROWS.contains(&method) && !ARITIES.iter().any(other) && !(overwritten && GIVE_OTHERS.contains(&method))
}

/// Whether the method borrows its receiver if its result is awaited: that of a channel or a sink.
pub fn borrows_awaited(method: &str, has_arguments: bool) -> bool {
    has_arguments && ["send", "feed"].contains(&method)
}

/// Methods of std's strings, slices, collections and paths that borrow.
#[rustfmt::skip]
const READS: &[&str] = &[
    "strip_prefix", "strip_suffix", "split_once", "rsplit_once", "splitn", "rsplitn", "rsplit", "split_terminator", "char_indices",
    "match_indices", "eq_ignore_ascii_case", "to_ascii_lowercase", "to_ascii_uppercase", "trim_matches", "trim_start_matches",
    "trim_end_matches", "split_first", "split_last", "binary_search", "binary_search_by", "binary_search_by_key", "chunks_exact",
    "copy_from_slice", "clone_from_slice", "extend_from_slice", "rotate_left", "rotate_right", "resize", "split_off", "fill",
    "shrink_to_fit", "to_str", "to_string_lossy", "to_path_buf", "file_name", "file_stem", "extension", "components", "ancestors",
    "exists", "metadata", "range", "seek", "by_ref", "duration_since", "total_cmp",
];

/// Getters: without an argument they borrow; with one they are a builder's.
#[rustfmt::skip]
const GETTERS: &[&str] = &[
    "status", "headers", "method", "uri", "url", "version", "host", "port", "scheme", "query", "body", "message", "kind", "code",
    "source", "description", "size", "count", "last", "key", "value", "addr", "timeout", "type_id", "subscribe",
];

/// Whether a method is a conversion that consumes, by the API guidelines.
fn converts(method: &str) -> bool {
    method.starts_with("into_") || method.starts_with("try_into_")
}

/// Whether a method of this name borrows its receiver by std's use of it or by the API guidelines.
pub fn looks(method: &str, has_arguments: bool) -> bool {
    if READS.contains(&method) || (!has_arguments && GETTERS.contains(&method)) {
        return true;
    }
    ["is_", "has_", "as_", "get_"].iter().any(|prefix| method.starts_with(prefix))
        || ["_mut", "_ref"].iter().any(|suffix| method.ends_with(suffix))
}

/// Whether the method borrows its receiver, to which its result is assigned, by std's use of its name.
pub fn replaces(method: &str, has_arguments: bool) -> bool {
    looks(method, has_arguments) || (method == "take" && !has_arguments)
}

/// Whether a call of what has these bounds consumes it.
pub fn once_bounds<'b>(bounds: impl IntoIterator<Item = &'b syn::TypeParamBound>) -> bool {
    bounds.into_iter().any(|bound| {
        let last = if let syn::TypeParamBound::Trait(bound) = bound { bound.path.segments.last() } else { None };
        last.is_some_and(|last| last.ident == "FnOnce" || last.ident == "AsyncFnOnce")
    })
}

/// Whether a call of what is of the type consumes it: `impl FnOnce()`, `Box<dyn FnOnce()>`.
pub fn once(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::ImplTrait(node) => once_bounds(&node.bounds),
        syn::Type::TraitObject(node) => once_bounds(&node.bounds),
        syn::Type::Paren(node) => once(&node.elem),
        syn::Type::Group(node) => once(&node.elem),
        syn::Type::Path(node) => match node.path.segments.last().map(|last| (last.ident == "Box", &last.arguments)) {
            Some((true, syn::PathArguments::AngleBracketed(arguments))) => {
                matches!(arguments.args.first(), Some(syn::GenericArgument::Type(inner)) if once(inner))
            }
            _ => false,
        },
        _ => false,
    }
}
