// What a `let` extends to its scope: parts of literals, where they stand.
use visible_async_test_support::prelude::*;

cases! {
    parts_in_branches(true);
    parts_in_branches(false);
    parts_in_arms(1);
    parts_in_arms(2);
    parts_in_arms(3);
    parts_that_wait(true);
    parts_that_wait(false);
    parts_in_a_block();
    parts_in_order();
    temporary_of_a_part();
    part_of_an_array();
}

struct Parts<'a> {
    a: &'a Log,
    b: usize,
    c: &'a Log,
}

#[visible_async]
async fn parts_in_branches(c: bool) -> usize {
    let held = log("held");
    let x = if c && held.len() > 0 { (&log("a"), 1) } else { (&log("bb"), 2) };
    tick("middle").await;
    let n = x.0.len() + x.1;
    tick("end").await;
    n
}

#[visible_async]
async fn parts_in_arms(c: usize) -> usize {
    let held = log("held");
    let x = match c {
        1 => Parts { a: &log("a"), b: 1, c: &held },
        2 => Parts { a: &held, b: log("gone").len(), c: &log("c") },
        n => {
            let inner = log("inner");
            if inner.len() < 2 { unreachable!() } else { Parts { a: &log("x"), b: n + inner.len(), c: &log("y") } }
        }
    };
    tick("middle").await;
    let n = x.a.len() + x.b + x.c.len();
    tick("end").await;
    n
}

#[visible_async]
async fn parts_that_wait(c: bool) -> usize {
    let x = if c { (&load("a").await, load("part").await, &log("b")) } else { (&log("bb"), log("c"), &load("d").await) };
    tick("middle").await;
    let n = x.0.len() + x.1.len() + x.2.len();
    tick("end").await;
    n
}

#[visible_async]
async fn parts_in_a_block() -> usize {
    let x = {
        tick("inside").await;
        (&log("a"), log("part"), [&log("b"), &log("c")])
    };
    tick("middle").await;
    let n = x.0.len() + x.1.len() + x.2[1].len();
    tick("end").await;
    n
}

#[visible_async]
async fn parts_in_order() -> usize {
    let x = (&log("a"), log("part"), &log("b"), load("waited").await, &log("c"));
    tick("middle").await;
    let n = x.0.len() + x.1.len() + x.2.len() + x.3.len() + x.4.len();
    tick("end").await;
    n
}

#[visible_async]
async fn temporary_of_a_part() -> usize {
    let x = (&log("a"), log("gone").len(), &log("b"));
    tick("middle").await;
    let n = x.0.len() + x.1 + x.2.len();
    tick("end").await;
    n
}

#[visible_async]
async fn part_of_an_array() -> usize {
    let kept = log("kept");
    let list = [&log("a"), ev("kept", &kept), &log("b")];
    tick("middle").await;
    list.iter().map(|each| each.len()).sum()
}
