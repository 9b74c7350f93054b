//! Ours against rustc's: tails of blocks that own the blocks' locals before edition 2024.
visible_async_test_support::differential!("corpus/tail_owners.rs");
