//! Ours against rustc's: if, if let, let-else.
visible_async_test_support::differential!("corpus/branches.rs");
