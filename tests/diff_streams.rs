//! Ours against rustc's: streams and combinators.
visible_async_test_support::differential!("corpus/streams.rs");
