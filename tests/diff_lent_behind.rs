//! Ours against rustc's: what is declared behind a suspension point, lent to what lives over it.
visible_async_test_support::differential!("corpus/lent_behind.rs");
