//! Ours against rustc's: `pin!` as an operand.
visible_async_test_support::differential!("corpus/pinned.rs");
