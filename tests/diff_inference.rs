//! Ours against rustc's: inference and coercions.
visible_async_test_support::differential!("corpus/inference.rs");
