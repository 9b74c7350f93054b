//! Ours against rustc's: operands beside a block whose tail leaves temporaries.
visible_async_test_support::differential!("corpus/beside_tails.rs");
