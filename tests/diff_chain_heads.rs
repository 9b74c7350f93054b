//! Ours against rustc's: the call that begins a chain.
visible_async_test_support::differential!("corpus/chain_heads.rs");
