//! Ours against rustc's: what was found in published crates.
visible_async_test_support::differential!("corpus/found.rs");
