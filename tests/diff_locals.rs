//! Ours against rustc's: locals.
visible_async_test_support::differential!("corpus/locals.rs");
