//! Ours against rustc's: a `for` over what a call gives that may move its local.
visible_async_test_support::differential!("corpus/keepers_heads.rs");
