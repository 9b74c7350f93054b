//! Ours against rustc's: let chains.
visible_async_test_support::differential!("corpus/chains.rs");
