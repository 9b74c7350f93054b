//! Ours against rustc's: the last use of a local that something else may still borrow.
visible_async_test_support::differential!("corpus/last_uses.rs");
