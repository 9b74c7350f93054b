//! Ours against rustc's: `x = x.method()` inside closures and async blocks.
visible_async_test_support::differential!("corpus/renewed_inside.rs");
