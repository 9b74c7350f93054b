//! Ours against rustc's: calls that may move a local of which others may hold borrows.
visible_async_test_support::differential!("corpus/keepers_lent.rs");
