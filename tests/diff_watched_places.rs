//! Ours against rustc's: where locals are that calls may move and others borrow.
visible_async_test_support::differential!("corpus/watched_places.rs");
