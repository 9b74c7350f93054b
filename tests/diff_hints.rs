//! Ours against rustc's: what a file tells of methods.
visible_async_test_support::differential!("corpus/hints.rs");
