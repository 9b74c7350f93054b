// What the pattern of a `for` leaves of an item dies at the end of the turn, over a wait.
use visible_async_test_support::prelude::*;

cases! {
    item_by_nothing();
    item_in_part(vec![(log("a"), log("b")), (log("c"), log("d"))]);
    item_in_fields();
    item_with_a_rest();
    item_by_reference();
    item_of_a_reference();
    item_counted();
    item_left_by_a_jump();
    items_of_a_range();
}

#[visible_async]
async fn item_by_nothing() -> usize {
    let mut turns = 0;
    for _ in vec![log("first"), load("second").await] {
        tick("in").await;
        turns += 1;
    }
    turns
}

#[visible_async]
async fn item_in_part(list: Vec<(Log, Log)>) -> usize {
    let mut sum = 0;
    for (one, _) in list {
        tick("in").await;
        sum += one.finish();
    }
    sum
}

#[visible_async]
async fn item_in_fields() -> usize {
    let mut sum = 0;
    for (Pair { left: _, right }, _) in [(pair("both"), log("first")), (pair("more"), log("second"))] {
        sum += right.send("in").await;
    }
    sum
}

#[visible_async]
async fn item_with_a_rest() -> usize {
    let mut sum = 0;
    for Pair { left, .. } in vec![pair("both"), pair("more")] {
        sum += left.send("in").await;
    }
    sum
}

#[visible_async]
async fn item_by_reference() -> usize {
    let mut sum = 0;
    for ref item in [log("first"), log("second")] {
        sum += item.send("in").await;
    }
    sum
}

#[visible_async]
async fn item_of_a_reference() -> usize {
    let (list, mut sum) = (vec![pair("both"), pair("more")], 0);
    for Pair { left, .. } in &list {
        sum += left.send("in").await;
    }
    for (at, _) in list.iter().enumerate() {
        tick("counted").await;
        sum += at;
    }
    sum
}

#[visible_async]
async fn item_counted() -> usize {
    let mut sum = 0;
    for (at, _) in [log("first"), log("second")].into_iter().enumerate() {
        tick("in").await;
        sum += at;
    }
    sum
}

#[visible_async]
async fn item_left_by_a_jump() -> Option<usize> {
    let mut sum = 0;
    for (at, (one, _)) in steps("step", 4).map(|step| (step, log("rest"))).enumerate() {
        if at == 1 {
            continue;
        }
        sum += leaf("size", Some(at)).await?;
        if at == 2 {
            tick("leave").await;
            break;
        }
        drop(one);
    }
    Some(sum)
}

#[visible_async]
async fn items_of_a_range() -> usize {
    let mut sum = 0;
    for _ in 0..2 {
        sum += load("made").await.finish();
    }
    sum
}
