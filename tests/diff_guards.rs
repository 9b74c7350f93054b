//! Ours against rustc's: guards of arms that move what they match.
visible_async_test_support::differential!("corpus/guards.rs");
