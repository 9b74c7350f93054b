//! Ours against rustc's: operands.
visible_async_test_support::differential!("corpus/operands.rs");
