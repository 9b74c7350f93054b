//! Ours against rustc's: parts that arms move out.
visible_async_test_support::differential!("corpus/parts_else.rs");
