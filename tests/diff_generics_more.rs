//! Ours against rustc's: generics and lifetimes, continued.
visible_async_test_support::differential!("corpus/generics_more.rs");
