//! Ours against rustc's: values of the user's own types beside operators.
visible_async_test_support::differential!("corpus/operands_added.rs");
