//! Ours against rustc's: what patterns in `move` closures and async blocks capture.
visible_async_test_support::differential!("corpus/captures_matched.rs");
