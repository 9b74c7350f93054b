//! Ours against rustc's: match.
visible_async_test_support::differential!("corpus/matches.rs");
