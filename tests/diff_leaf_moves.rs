//! Ours against rustc's: leaf futures that move locals.
visible_async_test_support::differential!("corpus/leaf_moves.rs");
