// Plain data: kept while it is mentioned again, dropped by nobody.
use visible_async_test_support::prelude::*;

cases! {
    dead_then_assigned_anew();
    borrowed_over_an_await();
    assigned_in_a_leaf();
    compared_in_a_leaf();
    read_in_a_leaf_after_its_first_await(3);
    captured_by_a_closure();
    nine_bytes(true, false, true, 1, 2, 3, true, false, 9);
    bytes_beside_a_flag(true);
    bytes_beside_a_flag(false);
    unused_argument(true, 7);
    shown_by_macros(4);
    carried_over_rounds(3);
    reference_argument("text", &5);
    exclusive_borrow_of_a_number();
    pair_of_literals();
}

#[visible_async]
async fn dead_then_assigned_anew() -> usize {
    let held = log("held");
    let mut n = 1;
    let first = leaf("first", n).await;
    tick("dead").await;
    n = leaf("anew", first + 4).await;
    tick("live").await;
    held.len() + n
}

#[visible_async]
async fn borrowed_over_an_await() -> usize {
    let n = 3;
    let view = &n;
    tick("wait").await;
    let other = 40;
    tick("other").await;
    *view + other
}

#[visible_async]
async fn assigned_in_a_leaf() -> usize {
    let mut n = 0;
    let sum = log("temporary").with(load("x").await.name()).len() + {
        n = leaf("n", 5).await;
        leaf("next", 1).await + n
    };
    tick("after").await;
    sum + n
}

#[visible_async]
async fn compared_in_a_leaf() -> bool {
    let limit = 3;
    let short = log("temporary").with(load("x").await.name()).len() > limit && leaf("n", 2).await < limit;
    tick("after").await;
    short
}

#[visible_async]
async fn read_in_a_leaf_after_its_first_await(n: usize) -> usize {
    log("temporary").with(load("x").await.name()).len() + leaf("n", 1).await + n
}

#[visible_async]
async fn captured_by_a_closure() -> usize {
    let n = 3;
    let add = |m: usize| n + m;
    tick("wait").await;
    add(leaf("m", 2).await)
}

#[visible_async]
#[expect(clippy::too_many_arguments)]
async fn nine_bytes(a: bool, b: bool, c: bool, d: u8, e: u8, f: i8, g: bool, h: bool, i: u8) -> u32 {
    let held = log("held");
    tick("wait").await;
    let sum = u32::from(d) + u32::from(e) + u32::from(i) + u32::from(f.unsigned_abs());
    tick("again").await;
    held.touch("end");
    sum + [a, b, c, g, h].into_iter().map(u32::from).sum::<u32>()
}

#[visible_async]
async fn bytes_beside_a_flag(keep: bool) -> usize {
    let held = log("held");
    let is_long = held.len() > 2;
    if !keep {
        drop(held);
        tick("dropped").await;
    }
    tick("wait").await;
    usize::from(is_long) + usize::from(keep)
}

#[visible_async]
async fn unused_argument(_first: bool, _second: u64) {
    tick("wait").await;
    let n = 5_u8;
    tick("again").await;
    event(&n.to_string());
}

#[visible_async]
async fn shown_by_macros(n: u32) -> String {
    let text = format!("{n}");
    tick("wait").await;
    assert_eq!(n, 4, "is {text}");
    tick("again").await;
    text
}

#[visible_async]
async fn carried_over_rounds(rounds: u32) -> u32 {
    let mut sum = 0;
    let mut last = 1;
    for round in 0..rounds {
        let is_even = round % 2 == 0;
        tick("wait").await;
        sum += if is_even { last } else { leaf("odd", 10).await };
        last = sum;
    }
    sum
}

#[visible_async]
async fn reference_argument(text: &str, number: &u32) -> usize {
    let first = load(text).await;
    tick("wait").await;
    first.len() + *number as usize
}

#[visible_async]
async fn exclusive_borrow_of_a_number() -> usize {
    let mut n = 1;
    let view = &mut n;
    tick("wait").await;
    *view += 1;
    let other = leaf("other", 30).await;
    *view += other;
    tick("again").await;
    n
}

#[visible_async]
async fn pair_of_literals() -> usize {
    let (mut n, flag) = (leaf("n", 3).await, true);
    tick("wait").await;
    n += usize::from(flag);
    tick("again").await;
    n
}
