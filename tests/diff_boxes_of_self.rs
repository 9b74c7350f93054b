//! Ours against rustc's: boxes in fields of `self`, in items of lists and in what a suspension gives.
visible_async_test_support::differential!("corpus/boxes_of_self.rs");
