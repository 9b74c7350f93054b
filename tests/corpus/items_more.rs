// Forms of the item, continued: names that could collide, large values, panics of the language itself, line numbers.
use visible_async_test_support::prelude::*;

cases! {
    implemented_by_a_macro();
    empty_blocks();
    unit_tail();
    returns_unit_early(true);
    shadowed_prelude_names();
    raw_identifiers(log("r"));
    unusual_names(log("a"), log("b"));
    use_inside();
    long_argument_list(1, 2, 3, 4, log("a"), log("b"));
    large_array(log("held"));
    overflow_panics(255);
    index_panics();
    line_numbers();
}

#[visible_async]
async fn empty_blocks() -> usize {
    {};
    let held = { log("held") };
    if held.len() > 100 {}
    tick("wait").await;
    match () {
        () => {}
    };
    held.len()
}

#[visible_async]
async fn unit_tail() {
    let held = log("held");
    tick("one").await;
    held.touch("x");
    tick("two").await
}

#[visible_async]
async fn returns_unit_early(leave: bool) {
    let _held = log("held");
    if leave {
        return tick("leaving").await;
    }
    tick("staying").await;
}

#[visible_async]
async fn shadowed_prelude_names() -> usize {
    #[allow(non_camel_case_types, dead_code)]
    enum Mine {
        Ready,
        Pending,
        Start,
        Done,
    }
    #[allow(unused_imports)]
    use Mine::{Done, Pending, Ready, Start};
    let (cx, state, fut, step) = (log("cx"), load("state").await, log("fut"), 1);
    let poll = |n: usize| n + step;
    tick("wait").await;
    let kind = match Start {
        Ready | Pending => 1,
        Start => 2,
        Done => 3,
    };
    poll(cx.len() + state.len() + fut.len() + kind)
}

#[visible_async]
async fn raw_identifiers(r#type: Log) -> usize {
    let r#match = r#type.send("x").await;
    tick("wait").await;
    r#match + r#type.len()
}

#[visible_async]
async fn unusual_names(__a: Log, ünder: Log) -> usize {
    let __self = __a.len();
    let this = load("this").await;
    let output = ünder.send("x").await;
    __self + output + this.len()
}

#[visible_async]
async fn use_inside() -> usize {
    use std::collections::BTreeSet;
    use std::iter::once as single;
    let held = log("held");
    let set: BTreeSet<usize> = single(held.len()).collect();
    tick("wait").await;
    set.len() + held.len()
}

#[visible_async]
#[allow(clippy::too_many_arguments)]
async fn long_argument_list(a: u8, b: u16, c: u32, d: u64, e: Log, f: Log) -> u64 {
    let first = leaf("first", u64::from(a)).await + u64::from(b);
    e.touch("x");
    drop(f);
    tick("wait").await;
    first + u64::from(c) + d
}

#[visible_async]
async fn large_array(held: Log) -> u64 {
    let table = [1_u64; 128];
    tick("first").await;
    let total: u64 = table.iter().sum();
    let other = [total; 64];
    tick("second").await;
    other[held.len()]
}

#[visible_async]
async fn overflow_panics(n: u8) -> u8 {
    let held = log("held");
    let more = leaf("more", 1_u8).await;
    let sum = n + more;
    held.touch("unreached");
    sum
}

#[visible_async]
async fn index_panics() -> usize {
    let list = [1, 2, 3];
    let held = log("three");
    let at = leaf("at", held.len()).await;
    list[at]
}

#[visible_async]
async fn line_numbers() -> (u32, u32) {
    let first = line!();
    tick("wait").await;
    let second = log("x").len() as u32 + line!() - first;
    (first, second)
}

trait Named {
    fn name(&self) -> Log;
}

macro_rules! named {
    ($first:ident, $second:ident) => {
        impl Named for $first {
            fn name(&self) -> Log {
                log(stringify!($first))
            }
        }
        impl Named for $second {
            fn name(&self) -> Log {
                log(stringify!($second))
            }
        }
    };
}

#[visible_async]
async fn implemented_by_a_macro() -> usize {
    struct One;
    struct Two;

    named!(One, Two);

    let one = One.name();
    tick("wait").await;
    one.finish() + Two.name().finish()
}
