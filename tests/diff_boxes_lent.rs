//! Ours against rustc's: what is taken out of boxes that something has borrowed.
visible_async_test_support::differential!("corpus/boxes_lent.rs");
