//! Ours against rustc's: borrowers that look at a local after a call that may have moved it.
visible_async_test_support::differential!("corpus/lookers.rs");
