//! Ours against rustc's: a local's last use behind a use of what has borrowed it.
visible_async_test_support::differential!("corpus/left_there.rs");
