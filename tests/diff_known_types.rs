//! Ours against rustc's: plain data by the types that methods give.
visible_async_test_support::differential!("corpus/known_types.rs");
