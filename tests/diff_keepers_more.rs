//! Ours against rustc's: more calls that move a local or borrow it.
visible_async_test_support::differential!("corpus/keepers_more.rs");
