//! Ours against rustc's: blocks that are operands.
visible_async_test_support::differential!("corpus/block_operands.rs");
