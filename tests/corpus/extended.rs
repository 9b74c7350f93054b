// What a `let` extends to its scope: `pin!` and parts of literals, where they stand.
use std::pin::{Pin, pin};

use visible_async_test_support::prelude::*;

cases! {
    pinned_in_a_tuple();
    pinned_in_a_struct();
    pinned_in_branches(true);
    pinned_in_branches(false);
    pinned_in_arms(true);
    pinned_in_arms(false);
    lent_in_the_pinned();
    parts_in_branches(true);
    parts_in_branches(false);
    parts_in_arms(1);
    parts_in_arms(2);
    parts_in_arms(3);
    parts_that_wait(true);
    parts_that_wait(false);
    parts_in_a_block();
    pinned_parts_in_branches(true);
    pinned_parts_in_branches(false);
    branches_in_the_pinned(true);
    branches_in_the_pinned(false);
    parts_in_order();
    temporary_of_a_part();
    part_of_an_array();
    lent_in_a_variant();
    lent_in_variants(true);
    lent_in_variants(false);
    extended_value_of_a_match_on_a_temporary();
    value_of_a_method_beside_temporaries();
}

struct Holds<'a> {
    p: Pin<&'a mut Log>,
    n: usize,
}

struct Parts<'a> {
    a: &'a Log,
    b: usize,
    c: &'a Log,
}

#[visible_async]
async fn pinned_in_a_tuple() -> usize {
    let (a, b) = (leaf("a", log("x")), leaf("b", log("y")));
    tick("begin").await;
    let both = (pin!(a), pin!(b));
    tick("middle").await;
    let n = both.0.await.len() + both.1.await.len();
    tick("end").await;
    n
}

#[visible_async]
async fn pinned_in_a_struct() -> usize {
    let (a, b) = (log("a"), log("b"));
    tick("begin").await;
    let both = Holds { p: pin!(a), n: b.len() };
    tick("middle").await;
    both.p.len() + both.n
}

#[visible_async]
async fn pinned_in_branches(first: bool) -> usize {
    let (a, b) = (log("a"), log("b"));
    tick("begin").await;
    let p = if first { pin!(a) } else { pin!(b) };
    tick("middle").await;
    let n = p.len();
    tick("end").await;
    n
}

#[visible_async]
async fn pinned_in_arms(first: bool) -> usize {
    let (a, b) = (log("a"), log("b"));
    tick("begin").await;
    let p = match first {
        true => pin!(a),
        false => {
            tick("inner").await;
            pin!(b)
        }
    };
    tick("middle").await;
    let n = p.len();
    tick("end").await;
    n
}

#[visible_async]
async fn lent_in_the_pinned() -> usize {
    let p = pin!(&log("extended"));
    tick("middle").await;
    let second = log("second");
    let q = pin!((log("q"), Some(&second)));
    let n = q.1.map_or(0, |l| l.len());
    tick("end").await;
    p.len() + n
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
async fn pinned_parts_in_branches(c: bool) -> usize {
    let (held, b) = (log("held"), log("bb"));
    tick("begin").await;
    let x = if c { (pin!(held), 1) } else { (pin!(b), 2) };
    tick("middle").await;
    let n = x.0.len() + x.1;
    tick("end").await;
    n
}

#[visible_async]
async fn branches_in_the_pinned(c: bool) -> usize {
    let a = log("a");
    let held = log("held");
    tick("begin").await;
    let x = if c { pin!(&log("x")) } else { pin!(&held) };
    let y = pin!(if c { a } else { log("new") });
    tick("middle").await;
    let n = x.len() + y.len();
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

#[visible_async]
async fn lent_in_a_variant() -> usize {
    let seen = Some(&log("a"));
    let kept: Result<_, Log> = Ok((Some(&load("b").await), ev("part", 1)));
    tick("middle").await;
    let n = seen.map_or(0, |each| each.len()) + kept.as_ref().map_or(0, |(each, _)| each.map_or(0, Log::len));
    tick("end").await;
    n
}

#[visible_async]
async fn lent_in_variants(here: bool) -> usize {
    let seen = if here { Ok(&log("a")) } else { Err((&mut log("b"), log("gone").len())) };
    tick("middle").await;
    seen.map_or_else(|(each, n)| each.grow("!").len() + n, |each| each.len())
}

#[visible_async]
async fn extended_value_of_a_match_on_a_temporary() -> usize {
    let value = &match (log("dies"), log("moved")) {
        (_, moved) => {
            tick("in").await;
            moved.touch("touched");
            log("value")
        }
    };
    tick("after").await;
    value.len()
}

fn longer<'a>(a: &'a str, b: &'a str) -> &'a str {
    if a.len() < b.len() { b } else { a }
}

#[visible_async]
async fn value_of_a_method_beside_temporaries() -> usize {
    let value = load("receiver").await.with(longer(load("argument").await.name(), log("temporary").name()));
    tick("after").await;
    let _last = load("receiver").await.with(longer(load("argument").await.name(), log("temporary").name()));
    value.len()
}
