//! Ours against rustc's: references across awaits, continued.
visible_async_test_support::differential!("corpus/borrows_more.rs");
