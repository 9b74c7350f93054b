//! Ours against rustc's: what was found in still more published crates.
visible_async_test_support::differential!("corpus/found_still_more.rs");
