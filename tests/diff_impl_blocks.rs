//! Ours against rustc's: the attribute on impl blocks and modules.
visible_async_test_support::differential!("corpus/impl_blocks.rs");
