//! Ours against rustc's: everyday code.
visible_async_test_support::differential!("corpus/everyday.rs");
