//! Ours against rustc's: match as an operand.
visible_async_test_support::differential!("corpus/matches_operands.rs");
