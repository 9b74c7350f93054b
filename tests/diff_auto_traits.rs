//! Ours against rustc's: Send and Sync.
visible_async_test_support::differential!("corpus/auto_traits.rs");
