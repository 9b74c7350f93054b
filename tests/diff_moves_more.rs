//! Ours against rustc's: moves, continued.
visible_async_test_support::differential!("corpus/moves_more.rs");
