//! Ours against rustc's: methods of std's that take `self`.
visible_async_test_support::differential!("corpus/consumers.rs");
