//! Ours against rustc's: temporaries.
visible_async_test_support::differential!("corpus/temporaries.rs");
