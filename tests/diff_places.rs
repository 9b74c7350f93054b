//! Ours against rustc's: places, literals, assignments to parts.
visible_async_test_support::differential!("corpus/places.rs");
