//! Ours against rustc's: `pin!` as an operand, inside statements of each kind.
visible_async_test_support::differential!("corpus/pinned_more.rs");
