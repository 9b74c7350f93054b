//! The one table of guesses: what a method of this name does with its receiver.
//!
//! Without types a macro can't tell `x.finish()` that consumes `x` from one that borrows it. It matters in two places:
//!
//! - the last mention of a saved local is the receiver, and the machine suspends again in the local's scope. In the table: the
//!   local is moved out; else it stays in its slot. A wrong "stays" is rustc's E0507 at the call (write `{ x }.finish()`). A wrong
//!   "moved out" would drop the local early, so the table holds only names that consume wherever they are used.
//! - the receiver is a temporary that is evaluated before a suspension point of the same statement. In the table: it is
//!   evaluated where it stands; else the statement goes through a leaf future, in which rustc decides.

/// Methods that take `self` by value wherever one meets them: std's adapters and conversions, and the verbs that follow them.
const CONSUMES: &[&str] = &[
    // Option and Result.
    "unwrap", "expect", "unwrap_err", "expect_err", "unwrap_or", "unwrap_or_else", "unwrap_or_default", "ok", "err", "ok_or",
    "ok_or_else", "map", "map_err", "map_or", "map_or_else", "and_then", "or_else", "unwrap_unchecked", "transpose", "flatten",
    "inspect_err", "unzip",
    // Iterators.
    "enumerate", "rev", "zip", "chain", "cycle", "filter_map", "flat_map", "skip_while", "take_while", "map_while", "step_by",
    "peekable", "fuse", "cloned", "copied", "collect", "fold", "for_each", "count", "last", "sum", "product", "scan", "partition",
    "filter", "skip", "inspect", "max_by_key", "min_by_key", "max_by", "min_by",
    // Conversions: by the API guidelines `into_` consumes.
    "into", "try_into", "into_iter", "into_inner", "into_boxed_str", "into_boxed_slice", "into_bytes", "into_string", "into_future",
    // Futures and streams.
    "boxed", "boxed_local", "buffered", "buffer_unordered", "instrument", "shared", "left_future", "right_future", "map_ok",
    "then", "join_all", "try_join_all",
    // Transactions, builders, tasks.
    "commit", "rollback",
];

/// Whether the method takes its receiver by value.
pub fn consumes(method: &str) -> bool {
    CONSUMES.contains(&method) || method.starts_with("into_")
}

/// Methods whose result owns nothing: a reference, an iterator over references, a number. A temporary of such a type may die at
/// any time without anybody noticing.
const PLAIN: &[&str] = &[
    "iter", "as_ref", "as_mut", "as_str", "as_bytes", "as_slice", "len", "chars", "bytes", "lines", "char_indices", "split",
    "split_whitespace", "keys", "values", "values_mut", "iter_mut", "as_deref", "as_deref_mut", "trim", "is_empty", "is_some",
    "is_none", "is_ok", "is_err", "windows", "chunks", "first", "last", "as_slice_mut",
];

/// Whether the result of the method owns nothing.
pub fn plain(method: &str) -> bool {
    PLAIN.contains(&method)
}
