//! Ours against rustc's: assignments that leave a part of a local.
visible_async_test_support::differential!("corpus/assigned_parts.rs");
