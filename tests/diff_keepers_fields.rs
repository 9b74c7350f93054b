//! Ours against rustc's: calls that may move a field.
visible_async_test_support::differential!("corpus/keepers_fields.rs");
