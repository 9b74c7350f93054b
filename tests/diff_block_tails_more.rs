//! Ours against rustc's: tails of blocks in operands, `let`s and loops.
visible_async_test_support::differential!("corpus/block_tails_more.rs");
