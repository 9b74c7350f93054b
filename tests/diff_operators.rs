//! Ours against rustc's: operators of the user's own types, and macros that statements begin with.
visible_async_test_support::differential!("corpus/operators.rs");
