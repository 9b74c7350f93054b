//! Ours against rustc's: locals that a match takes apart.
visible_async_test_support::differential!("corpus/keepers_apart.rs");
