//! Ours against rustc's: traits and recursion.
visible_async_test_support::differential!("corpus/traits.rs");
