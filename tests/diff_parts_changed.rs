//! Ours against rustc's: what a pattern has looked at is changed before the rest is dropped.
visible_async_test_support::differential!("corpus/parts_changed.rs");
