//! Ours against rustc's: tracing's macros.
visible_async_test_support::differential!("corpus/logging.rs");
