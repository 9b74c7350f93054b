//! Ours against rustc's: references across awaits.
visible_async_test_support::differential!("corpus/borrows.rs");
