//! Ours against rustc's: methods.
visible_async_test_support::differential!("corpus/methods.rs");
