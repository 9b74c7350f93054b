//! Ours against rustc's: drop order.
visible_async_test_support::differential!("corpus/drop_order.rs");
