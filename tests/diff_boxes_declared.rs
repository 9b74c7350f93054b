//! Ours against rustc's: boxes that a declaration in the file tells of.
visible_async_test_support::differential!("corpus/boxes_declared.rs");
