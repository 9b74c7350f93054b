//! Ours against rustc's: calls that may move two locals.
visible_async_test_support::differential!("corpus/keepers_nested.rs");
