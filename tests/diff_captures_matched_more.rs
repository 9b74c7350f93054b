//! Ours against rustc's: what patterns in `move` closures and async blocks capture, of locals of all kinds.
visible_async_test_support::differential!("corpus/captures_matched_more.rs");
