//! Ours against rustc's: arguments.
visible_async_test_support::differential!("corpus/arguments.rs");
