//! Ours against rustc's: what leaf futures take over, and references.
visible_async_test_support::differential!("corpus/taken_over.rs");
