//! Ours against rustc's: locals that the message of an assertion may move.
visible_async_test_support::differential!("corpus/messages.rs");
