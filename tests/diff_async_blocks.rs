//! Ours against rustc's: async blocks and async closures.
visible_async_test_support::differential!("corpus/async_blocks.rs");
