//! Ours against rustc's: closures and iterator chains.
visible_async_test_support::differential!("corpus/closures.rs");
