//! Ours against rustc's: what is told of its caller.
visible_async_test_support::differential!("corpus/callers.rs");
