//! Ours against rustc's: calls that may move their local, with arguments that wait or leave.
visible_async_test_support::differential!("corpus/keepers_operands.rs");
