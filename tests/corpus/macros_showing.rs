// Macros of the file that show the text of what they are given.
use visible_async_test_support::prelude::*;

cases! {
    texts();
    texts_of_numbers(4);
    texts_by_another_macro();
    asserted(true);
    asserted(false);
    asserted_with_a_message(false);
    texts_of_names();
}

macro_rules! shown {
    ($value:expr) => {
        format!("{} = {:?}", stringify!($value), $value)
    };
}

macro_rules! logged {
    ($value:expr) => {
        event(shown!($value))
    };
}

macro_rules! check {
    ($value:expr) => {
        assert!($value)
    };
    ($value:expr, $text:expr) => {
        assert!($value, "{}", $text)
    };
}

macro_rules! named {
    ($value:ident) => {
        event(format!("{} {}", stringify!($value), $value))
    };
}

#[visible_async]
async fn texts() -> String {
    let held = load("held").await;
    tick("wait").await;
    let text = shown!(held.len() + held.name().len());
    tick("again").await;
    text + held.name()
}

#[visible_async]
async fn texts_of_numbers(number: usize) -> usize {
    let number = number + 1;
    tick("wait").await;
    logged!(number * 2 > 3);
    tick("again").await;
    number
}

#[visible_async]
async fn texts_by_another_macro() -> usize {
    let held = load("held").await;
    logged!(held.name());
    tick("wait").await;
    held.len()
}

#[visible_async]
async fn asserted(holds: bool) -> usize {
    let held = load("held").await;
    tick("wait").await;
    check!(held.len() == 4 && holds);
    tick("again").await;
    held.len()
}

#[visible_async]
async fn asserted_with_a_message(holds: bool) -> usize {
    let held = load("held").await;
    tick("wait").await;
    check!(held.len() == 4 && holds, held.name());
    tick("again").await;
    held.len()
}

#[visible_async]
async fn texts_of_names() -> usize {
    let held = load("held").await;
    tick("wait").await;
    named!(held);
    tick("again").await;
    held.len()
}
