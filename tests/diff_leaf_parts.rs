//! Ours against rustc's: leaf futures that move parts of locals.
visible_async_test_support::differential!("corpus/leaf_parts.rs");
