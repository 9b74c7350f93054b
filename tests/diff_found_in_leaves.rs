//! Ours against rustc's: what random functions have found in leaf futures, closures and async blocks.
visible_async_test_support::differential!("corpus/found_in_leaves.rs");
