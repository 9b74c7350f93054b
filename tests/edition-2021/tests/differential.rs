//! The corpus in a caller of edition 2021, where the temporaries of a tail expression and of `if let` live longer.
mod arguments {
    visible_async_test_support::differential!("../../corpus/arguments.rs");
}
