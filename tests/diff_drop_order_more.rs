//! Ours against rustc's: drop order, continued.
visible_async_test_support::differential!("corpus/drop_order_more.rs");
