//! Ours against rustc's: the user's macros, pins.
visible_async_test_support::differential!("corpus/macros_user.rs");
