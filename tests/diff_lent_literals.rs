//! Ours against rustc's: `&mut` of a literal.
visible_async_test_support::differential!("corpus/lent_literals.rs");
