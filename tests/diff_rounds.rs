//! Ours against rustc's: what loops carry from round to round.
visible_async_test_support::differential!("corpus/rounds.rs");
