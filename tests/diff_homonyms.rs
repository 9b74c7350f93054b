//! Ours against rustc's: methods that have a name of std's and are others.
visible_async_test_support::differential!("corpus/homonyms.rs");
