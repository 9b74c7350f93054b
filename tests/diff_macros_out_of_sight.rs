//! Ours against rustc's: macros of other crates that declare what nobody names, and what calls them.
visible_async_test_support::differential!("corpus/macros_out_of_sight.rs");
