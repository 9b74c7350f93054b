//! Ours against rustc's: boxes that the type of what is matched tells of.
visible_async_test_support::differential!("corpus/boxes_declared_more.rs");
