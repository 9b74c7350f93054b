//! Ours against rustc's: std's macros.
visible_async_test_support::differential!("corpus/macros.rs");
