//! Ours against rustc's: closures that capture a field for its last time, and do not use their parameters.
visible_async_test_support::differential!("corpus/captures_unused.rs");
