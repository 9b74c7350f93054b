//! Ours against rustc's: forms of the item.
visible_async_test_support::differential!("corpus/items.rs");
