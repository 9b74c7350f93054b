//! Ours against rustc's: locals and fields that get a new value.
visible_async_test_support::differential!("corpus/found_assigned.rs");
