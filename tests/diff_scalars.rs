//! Ours against rustc's: plain data, which states keep no longer than it is used.
visible_async_test_support::differential!("corpus/scalars.rs");
