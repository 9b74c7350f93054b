//! Ours against rustc's: locals that macros may move.
visible_async_test_support::differential!("corpus/keepers_macros.rs");
