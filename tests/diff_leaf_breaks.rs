//! Ours against rustc's: leaf futures that leave a loop or block.
visible_async_test_support::differential!("corpus/leaf_breaks.rs");
