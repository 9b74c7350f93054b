//! Ours against rustc's: more moves of parts.
visible_async_test_support::differential!("corpus/parts_more.rs");
