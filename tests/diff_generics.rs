//! Ours against rustc's: generics and lifetimes.
visible_async_test_support::differential!("corpus/generics.rs");
