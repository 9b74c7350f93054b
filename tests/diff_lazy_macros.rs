//! Ours against rustc's: macros that may not evaluate what they are given.
visible_async_test_support::differential!("corpus/lazy_macros.rs");
