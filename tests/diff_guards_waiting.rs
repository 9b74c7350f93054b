//! Ours against rustc's: guards that wait, of a local that may be a reference.
visible_async_test_support::differential!("corpus/guards_waiting.rs");
