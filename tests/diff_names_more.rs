//! Ours against rustc's: names, continued.
visible_async_test_support::differential!("corpus/names_more.rs");
