//! Ours against rustc's: calls that move a local or borrow it.
visible_async_test_support::differential!("corpus/keepers.rs");
