//! Ours against rustc's: the value of a statement.
visible_async_test_support::differential!("corpus/ignored_values.rs");
