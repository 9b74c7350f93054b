//! Ours against rustc's: macros of the user's as operands.
visible_async_test_support::differential!("corpus/macros_operands.rs");
