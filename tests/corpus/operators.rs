// Operators of the user's own types, and expressions that begin with a macro of the user's.
use visible_async_test_support::prelude::*;

cases! {
    renewed_beside_an_operator(log("first"), true);
    renewed_beside_an_operator(log("first"), false);
    condition_before_an_await();
    matched_element_of_a_loop(log("given"));
    literal_with_a_condition();
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

// Out of the attribute's sight.
macro_rules! out_of_sight {
    () => {
        trait Onto: Sized {
            fn onto(self, more: &str) -> Log;
        }
        impl Onto for Log {
            fn onto(self, more: &str) -> Log {
                self.with(more)
            }
        }
    };
}

out_of_sight!();

#[visible_async]
async fn renewed_beside_an_operator(mut first: Log, renew: bool) -> usize {
    let more = load("more").await;
    let all = if renew {
        first = first.onto(more.name());
        tick("renewed").await;
        first
    } else {
        first + more
    };
    tick("between").await;
    all.len()
}

async fn option(name: &str) -> Option<Log> {
    tick("option").await;
    Some(log(name))
}

#[visible_async]
async fn condition_before_an_await() -> usize {
    let sizes = [if let Some(_) = Some(log("temporary")) { 1 } else { 2 }, load("other").await.len()];
    tick("between").await;
    sizes[0] + sizes[1]
}

#[visible_async]
async fn matched_element_of_a_loop(given: Log) -> usize {
    let mut size = 0;
    for (first, second) in [
        (given, load("first").await),
        match option("matched").await {
            Some(matched) if matched.len() > 10 => (matched, log("second")),
            _ => (load("other").await, load("more").await),
        },
    ] {
        tick("turn").await;
        size += first.len() + second.len();
    }
    size
}

#[visible_async]
async fn literal_with_a_condition() -> usize {
    let Pair { left, right } = {
        Pair {
            left: log("left"),
            right: if let Some(_) = tokio::select! { biased; found = option("found") => found } {
                log("right")
            } else {
                load("other").await
            },
        }
    };
    tick("between").await;
    left.len() + right.len()
}
