//! Ours against rustc's: parts moved out on some paths, and put back.
visible_async_test_support::differential!("corpus/parts.rs");
