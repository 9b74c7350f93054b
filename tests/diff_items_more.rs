//! Ours against rustc's: forms of the item, continued.
visible_async_test_support::differential!("corpus/items_more.rs");
