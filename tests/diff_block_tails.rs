//! Ours against rustc's: temporaries of the tails of blocks, in statements and in other tails.
visible_async_test_support::differential!("corpus/block_tails.rs");
