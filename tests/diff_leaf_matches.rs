//! Ours against rustc's: leaf futures that move locals by patterns.
visible_async_test_support::differential!("corpus/leaf_matches.rs");
