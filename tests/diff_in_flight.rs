//! Ours against rustc's: a drop that panics while a value is in flight.
visible_async_test_support::differential!("corpus/in_flight.rs");
