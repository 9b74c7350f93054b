//! Ours against rustc's: macros in which the temporaries of their arguments die.
visible_async_test_support::differential!("corpus/macros_scopes.rs");
