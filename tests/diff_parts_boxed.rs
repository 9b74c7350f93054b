//! Ours against rustc's: parts of what may be a reference or is in a box.
visible_async_test_support::differential!("corpus/parts_boxed.rs");
