//! Ours against rustc's: everyday code, continued.
visible_async_test_support::differential!("corpus/everyday_more.rs");
