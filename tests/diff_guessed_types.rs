//! Ours against rustc's: locals of types that are called like std's and do otherwise.
visible_async_test_support::differential!("corpus/guessed_types.rs");
