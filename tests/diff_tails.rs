//! Ours against rustc's: temporaries of a tail expression.
visible_async_test_support::differential!("corpus/tails.rs");
