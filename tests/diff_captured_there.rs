//! Ours against rustc's: closures that capture a local behind a use of what has borrowed it.
visible_async_test_support::differential!("corpus/captured_there.rs");
