//! Ours against rustc's: loops.
visible_async_test_support::differential!("corpus/loops.rs");
