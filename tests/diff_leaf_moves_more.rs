//! Ours against rustc's: leaf futures that move locals or fill them, in macros, tails and assignments.
visible_async_test_support::differential!("corpus/leaf_moves_more.rs");
