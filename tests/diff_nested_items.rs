//! Ours against rustc's: items inside a block that waits.
visible_async_test_support::differential!("corpus/nested_items.rs");
