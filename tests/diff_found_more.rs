//! Ours against rustc's: what was found in more published crates.
visible_async_test_support::differential!("corpus/found_more.rs");
