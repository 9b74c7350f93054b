//! Ours against rustc's: names, control flow in odd places.
visible_async_test_support::differential!("corpus/names.rs");
