// Operators of the user's own types, and expressions that begin with a macro of the user's.
use visible_async_test_support::prelude::*;

cases! {
    panic_before_a_sum(log("first"), log("second"));
    begins_with_a_macro(log("looked"));
    begins_with_a_macro_inside(log("looked"), true);
}

#[visible_async]
async fn panic_before_a_sum(mut first: Log, second: Log) -> usize {
    let third = load("third").await;
    tick("begin").await;
    first.grow("more");
    tick("between").await;
    let all = second + third;
    tick("after").await;
    all.len()
}

macro_rules! looked {
    ($log:expr) => {
        $log.len()
    };
}

#[visible_async]
async fn begins_with_a_macro(shown: Log) -> usize {
    tick("begin").await;
    looked!(shown) as u64 as u32;
    tick("between").await;
    looked!(shown) + shown.len()
}

#[visible_async]
async fn begins_with_a_macro_inside(shown: Log, inside: bool) -> usize {
    tick("begin").await;
    let size = if inside {
        looked!(shown) as u64;
        looked!(shown) + shown.len()
    } else {
        0
    };
    tick("between").await;
    size + shown.len()
}
