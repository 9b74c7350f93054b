//! Ours against rustc's: the module's own macros.
visible_async_test_support::differential!("corpus/macros_named.rs");
