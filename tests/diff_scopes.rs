//! Ours against rustc's: scopes of temporaries.
visible_async_test_support::differential!("corpus/scopes.rs");
