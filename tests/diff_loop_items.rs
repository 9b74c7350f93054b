//! Ours against rustc's: what the pattern of a `for` leaves.
visible_async_test_support::differential!("corpus/loop_items.rs");
