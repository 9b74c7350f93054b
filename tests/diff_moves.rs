//! Ours against rustc's: moves.
visible_async_test_support::differential!("corpus/moves.rs");
