// Macros of the user's own as operands: the temporaries of their arguments live to the end of the statement.
use visible_async_test_support::prelude::*;

cases! {
    assertion_that_fails(4);
    assertion_that_fails(2);
    assertion_that_fails(3);
    part_moved_for_a_message(pair("p"), 3);
    whole_moved_for_a_message(log("p"), 3);
    unread_message(pair("p"), 3);
    operand_before_an_await();
    operand_with_a_temporary();
    operand_that_awaits();
}

macro_rules! summed {
    ($($size:expr),*) => {
        0 $(+ $size)*
    };
}

fn marked(name: &'static str, size: usize) -> usize {
    event(name);
    size
}

#[visible_async]
async fn operand_with_a_temporary() -> usize {
    let held = log("held");
    tick("begin").await;
    let size = marked("call", summed!(held.len(), log("temporary").len()));
    tick("end").await;
    size + held.len()
}

#[visible_async]
async fn operand_that_awaits() -> usize {
    let held = log("held");
    tick("begin").await;
    let size = marked("call", summed!(held.len(), leaf("leaf", log("temporary")).await.len()));
    tick("end").await;
    size + held.len()
}

#[visible_async]
async fn operand_before_an_await() -> usize {
    let held = log("held");
    tick("begin").await;
    let size = [summed!(held.len(), log("temporary").len()), load("loaded").await.len()];
    tick("end").await;
    size[0] + held.len()
}

#[visible_async]
async fn unread_message(Pair { left: job, .. }: Pair, n: usize) -> usize {
    assert_ne!(n, 100, "{}", job.commit().await.map_or(0, |n| n));
    let more = load("more").await;
    n + more.len()
}

#[visible_async]
async fn part_moved_for_a_message(entry: Pair, n: usize) -> usize {
    assert_ne!(n, 100, "{}", Log::len(&{ entry.right }));
    let more = load("more").await;
    n + more.len()
}

#[visible_async]
async fn whole_moved_for_a_message(entry: Log, n: usize) -> usize {
    assert_ne!(n, 100, "{}", { entry.finish() });
    assert!(n > 1, "{}", {
        let other = log("other");
        other.finish()
    });
    let more = load("more").await;
    n + more.len()
}

#[rustfmt::skip]
#[visible_async]
async fn assertion_that_fails(n: usize) -> usize {
    let held = log("held");
    assert!(held.send("x").await*n < 13 && !(n > 2 && held.send("y").await==5));
    assert!((if n > 1 { held.send("z").await } else { 1 }) + n==held.len()&n);
    n
}
