//! Ours against rustc's: locals that closures and async blocks may move.
visible_async_test_support::differential!("corpus/keepers_inside.rs");
