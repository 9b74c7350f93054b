//! Ours against rustc's: methods of the user's that are called like std's that take `self`.
visible_async_test_support::differential!("corpus/consumers_of_the_file.rs");
