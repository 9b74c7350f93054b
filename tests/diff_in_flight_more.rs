//! Ours against rustc's: a drop that panics while a value is on its way to its place.
visible_async_test_support::differential!("corpus/in_flight_more.rs");
