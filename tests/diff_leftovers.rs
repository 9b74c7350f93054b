//! Ours against rustc's: what a statement leaves behind.
visible_async_test_support::differential!("corpus/leftovers.rs");
