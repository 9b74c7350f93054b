//! Ours against rustc's: macros that show the text of what they are given.
visible_async_test_support::differential!("corpus/macros_showing.rs");
