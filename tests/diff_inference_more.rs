//! Ours against rustc's: inference and coercions, continued.
visible_async_test_support::differential!("corpus/inference_more.rs");
