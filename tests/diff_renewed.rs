//! Ours against rustc's: locals that get a new value made of the old one.
visible_async_test_support::differential!("corpus/renewed.rs");
