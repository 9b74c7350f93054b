//! Ours against rustc's: select, join and pin of tokio and futures.
visible_async_test_support::differential!("corpus/combinators.rs");
