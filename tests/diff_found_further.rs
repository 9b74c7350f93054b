//! Ours against rustc's: what the generator has found further.
visible_async_test_support::differential!("corpus/found_further.rs");
