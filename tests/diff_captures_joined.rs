//! Ours against rustc's: async blocks in a `join!` that take locals apart.
visible_async_test_support::differential!("corpus/captures_joined.rs");
