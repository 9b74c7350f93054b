//! Ours against rustc's: receivers of methods.
visible_async_test_support::differential!("corpus/receivers.rs");
