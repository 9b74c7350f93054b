//! Ours against rustc's: temporaries that have to be dropped, though a name tells otherwise.
visible_async_test_support::differential!("corpus/guessed.rs");
