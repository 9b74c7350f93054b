//! Ours against rustc's: what `move` closures and async blocks capture.
visible_async_test_support::differential!("corpus/captures.rs");
