//! Ours against rustc's: calls on locals that others borrow.
visible_async_test_support::differential!("corpus/watched.rs");
