// Parts moved out of a local on some paths, in loops, and put back.
use visible_async_test_support::prelude::*;

cases! {
    part_of_a_native();
    moved_on_one_path(true);
    moved_on_one_path(false);
    moved_on_either_path(true);
    moved_on_either_path(false);
    put_back_later();
    put_back_on_one_path(true);
    put_back_on_one_path(false);
    put_back_what_may_be_gone(true);
    put_back_what_may_be_gone(false);
    put_back_around_a_part();
    put_back_in_a_loop();
    put_back_by_a_pattern();
    other_field_assigned();
    moved_into_the_other_field();
    gone_before_a_return(true);
    gone_before_a_return(false);
    whole_after_all();
    whole_assigned_after_some(true);
    whole_assigned_after_some(false);
    put_back_by_destructuring();
    taken_by_a_pattern_and_put_back();
    taken_from_a_tuple_and_put_back();
}

#[derive(Debug)]
struct Order {
    both: Pair,
    other: Log,
}

fn order() -> Order {
    Order { both: pair("both"), other: log("other") }
}

#[visible_async]
async fn moved_on_one_path(moves: bool) -> usize {
    let both = pair("p");
    tick("before").await;
    if moves {
        drop(both.left);
        tick("moved").await;
    }
    tick("between").await;
    let right = both.right;
    tick("after").await;
    right.len()
}

#[visible_async]
async fn moved_on_either_path(first: bool) -> usize {
    let order = order();
    let held = log("held");
    if first {
        drop(order.both.left);
        tick("left").await;
    } else {
        drop(order.other);
        tick("other").await;
    }
    let size = order.both.right.finish();
    tick("after").await;
    size + held.len()
}

#[visible_async]
async fn put_back_later() -> Pair {
    let mut both = pair("p");
    drop(both.left);
    tick("empty").await;
    drop(both.right);
    tick("emptier").await;
    both.left = load("left").await;
    tick("half").await;
    both.right = log("right");
    tick("full").await;
    both
}

#[visible_async]
async fn put_back_on_one_path(back: bool) -> usize {
    let mut both = pair("p");
    let left = both.left;
    tick("empty").await;
    if back {
        both.left = log("again");
        tick("full").await;
    }
    tick("after").await;
    left.len() + both.right.len()
}

#[visible_async]
async fn put_back_what_may_be_gone(moves: bool) -> Pair {
    let mut both = pair("p");
    if moves {
        drop(both.left);
    }
    tick("empty").await;
    both.left = load("again").await;
    tick("full").await;
    both
}

#[visible_async]
async fn put_back_around_a_part() -> Order {
    let mut order = order();
    drop(order.both.left);
    tick("empty").await;
    order.both = pair("fresh");
    tick("full").await;
    order
}

#[visible_async]
async fn put_back_in_a_loop() -> usize {
    let mut both = pair("p");
    let mut size = 0;
    for n in 0..3 {
        size += both.left.finish();
        tick("empty").await;
        both.left = log(format!("round{n}"));
        tick("full").await;
    }
    size + both.left.len() + both.right.len()
}

#[visible_async]
async fn put_back_by_a_pattern() -> (Log, Log) {
    let mut both = (log("a"), log("b"));
    drop(both.0);
    tick("empty").await;
    let other = log("other");
    (both.0, _) = (other, log("ignored"));
    tick("full").await;
    both
}

#[visible_async]
async fn other_field_assigned() -> usize {
    let mut both = pair("p");
    let left = both.left;
    tick("moved").await;
    both.right = load("right").await;
    tick("assigned").await;
    left.len() + both.right.len()
}

#[visible_async]
async fn moved_into_the_other_field() -> usize {
    let mut both = pair("p");
    tick("before").await;
    both.left = both.right;
    tick("after").await;
    both.left.len()
}

#[visible_async]
async fn gone_before_a_return(early: bool) -> usize {
    let mut order = order();
    let held = log("held");
    drop(order.both.right);
    tick("gone").await;
    if early {
        return held.len();
    }
    order.both.right = log("back");
    tick("back").await;
    order.both.right.len()
}

#[visible_async]
async fn whole_after_all() -> Order {
    let mut order: Order = order();
    let Pair { left, right } = order.both;
    tick("gone").await;
    order.both = Pair { left: right, right: left };
    tick("back").await;
    order
}

#[visible_async]
async fn whole_assigned_after_some(moves: bool) -> Pair {
    let mut both = pair("p");
    if moves {
        drop(both.right);
    }
    tick("gone").await;
    both = pair("q");
    tick("new").await;
    both
}

#[visible_async]
async fn put_back_by_destructuring() -> (Log, Log) {
    let mut both = (log("a"), log("b"));
    drop(both.0);
    drop(both.1);
    tick("empty").await;
    (both.0, both.1) = (load("c").await, log("d"));
    tick("full").await;
    both
}

#[visible_async]
async fn taken_by_a_pattern_and_put_back() -> Order {
    let mut order: Order = order();
    let Order { both: Pair { left, .. }, .. } = order;
    tick("gone").await;
    order.both.left = left.with("+");
    tick("back").await;
    order
}

#[visible_async]
async fn taken_from_a_tuple_and_put_back() -> (Log, Log) {
    let mut both: (Log, Log) = (log("a"), log("b"));
    let (first, _) = both;
    tick("gone").await;
    both.0 = first.with("+");
    tick("back").await;
    both
}

#[visible_async]
async fn part_of_a_native() -> usize {
    let mut both: (Log, Log) = (load("a").await, log("b"));
    both.1 = both.1.with("+");
    both = ((log("c"), both.0).0, log("d"));
    both.0.len()
}
