//! Ours against rustc's: more of what was found in the code of services.
visible_async_test_support::differential!("corpus/found_in_services_more.rs");
