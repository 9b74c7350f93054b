//! Ours against rustc's: closures with parameters, and closures that borrow beside what may be `Copy`.
visible_async_test_support::differential!("corpus/closures_more.rs");
