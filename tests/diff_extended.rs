//! Ours against rustc's: what a `let` extends.
visible_async_test_support::differential!("corpus/extended.rs");
