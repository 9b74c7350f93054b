//! Ours against rustc's: `?` and return.
visible_async_test_support::differential!("corpus/question.rs");
