//! Ours against rustc's: patterns that leave a rest.
visible_async_test_support::differential!("corpus/partings.rs");
