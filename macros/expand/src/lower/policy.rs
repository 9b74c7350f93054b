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
mod types;

use syn::{Expr, ExprMethodCall};

use super::place::{bare, is_constructor};
pub use ends::ends;
pub use types::{consumers, once, once_bounds};

/// Methods that take `self` by value wherever one meets them, std's adapters and conversions, by the number of their arguments: one of this
/// name that takes others is another.
#[rustfmt::skip]
const CONSUMES: [&[&str]; 3] = [
    &[
        // Option and Result.
        "unwrap", "unwrap_err", "unwrap_or_default", "ok", "err", "unwrap_unchecked", "transpose", "flatten", "unzip",
        // Iterators.
        "enumerate", "rev", "cycle", "peekable", "fuse", "cloned", "copied", "collect", "sum", "product",
        // Conversions.
        "into", "try_into", "into_iter",
    ],
    &[
        "expect", "expect_err", "unwrap_or", "unwrap_or_else", "ok_or", "ok_or_else", "map", "map_err", "and_then", "or_else",
        "inspect_err", "is_some_and", "is_none_or", "is_ok_and", "is_err_and",
        "zip", "chain", "filter_map", "flat_map", "skip_while", "take_while", "map_while", "step_by", "for_each", "partition",
        "filter", "skip", "inspect", "max_by_key", "min_by_key", "max_by", "min_by",
    ],
    &["map_or", "map_or_else", "fold", "scan"],
];

/// Methods of std's that consume, but whose names others may have, by the number of their arguments.
#[rustfmt::skip]
const LIKELY: [&[&str]; 2] = [
    // Of an iterator, but as often a getter; of an entry.
    &["count", "last", "or_default", "remove_entry"],
    &["or_insert", "or_insert_with", "or_insert_with_key", "and_modify", "insert_entry"],
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
];

/// Methods of std's that give a closure a value, no reference of any lifetime.
#[rustfmt::skip]
const GIVE_VALUES: &[&str] = &[
    "map", "map_err", "map_or", "map_or_else", "and_then", "or_else", "unwrap_or_else", "is_some_and", "is_none_or", "is_ok_and",
    "is_err_and", "filter_map", "flat_map", "for_each",
];

/// Whether the method gives a closure a value.
pub fn gives_value(method: &str) -> bool {
    GIVE_VALUES.contains(&method)
}

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

/// Those that take a message: of a parser, `expect(Token::Comma)` is another.
const TAKES_TEXT: &[&str] = &["expect", "expect_err"];

/// Whether the method is not the one of std's that has this name, by its arguments.
pub fn is_homonym(call: &ExprMethodCall) -> bool {
    let method = &*call.method.to_string();
    let is_there = |table: &[&[&str]], at: usize| table.get(at).is_some_and(|row| row.contains(&method));
    let in_tables = |at: usize| is_there(&CONSUMES, at) || is_there(&LIKELY, at);
    let by_number = !in_tables(call.args.len()) && (0..CONSUMES.len()).any(in_tables);
    by_number || (TAKES_TEXT.contains(&method) && call.args.iter().all(is_no_text))
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

/// Whether the call takes its receiver by value wherever one meets it.
pub fn consumes_surely(call: &ExprMethodCall) -> bool {
    let method = &*call.method.to_string();
    let in_table = CONSUMES.get(call.args.len()).is_some_and(|row| row.contains(&method));
    (in_table && !is_homonym(call)) || converts(method)
}

/// Whether the call takes a temporary by value, as far as one can tell.
pub fn consumes(call: &ExprMethodCall) -> bool {
    let method = &*call.method.to_string();
    let owned = method.ends_with("_owned") && !method.starts_with("to_");
    let likely = LIKELY.get(call.args.len()).is_some_and(|row| row.contains(&method));
    consumes_surely(call)
        || likely
        || VERBS.contains(&method)
        || takes_so_many(call)
        || owned
        || method.starts_with("with_")
        || method.starts_with("map_")
}

/// `take(n)` of an iterator or a reader, not `take(&key)` of a set.
fn takes_so_many(call: &ExprMethodCall) -> bool {
    call.method == "take" && call.args.len() == 1 && !matches!(call.args[0], Expr::Reference(_))
}

/// Whether the call takes a local of the user's by value. What one keeps in a local is rarely an iterator to count, and
/// `Hasher::finish` is the one `finish` of std's that borrows, as some do of what was `updated` before.
pub fn consumes_local(call: &ExprMethodCall, local: &str, updated: bool, awaited: bool) -> bool {
    let method = &*call.method.to_string();
    let getter = matches!(method, "count" | "last") || (method == "finish" && (updated || local.contains("hash")));
    (consumes(call) && !getter) || (awaited && AWAITED.contains(&method))
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

/// Whether one file often has to do with two methods of the name: a oneshot channel consumes itself to send, other channels do not.
pub fn is_of_both(method: &str) -> bool {
    method == "send"
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
