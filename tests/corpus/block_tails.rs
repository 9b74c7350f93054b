// Tails of blocks whose temporaries die before the block's locals or after them, by the edition.
use visible_async_test_support::prelude::*;

cases! {
    head_of_a_loop_in_a_tail();
    awaited_head_of_a_loop_in_a_tail();
    head_of_a_loop_in_a_block(2);
    temporary_in_body_tail(log("argument"));
    temporary_in_nested_tails();
    receiver_in_tail(log("argument"));
    receiver_in_nested_tails(true);
    receiver_in_nested_tails(false);
    question_in_block_tail(true);
    question_in_block_tail(false);
    return_in_tail(true);
    return_in_tail(false);
    break_in_tail();
    branches_in_tail(0);
    branches_in_tail(1);
    branches_in_tail(2);
    branch_statement(true);
    branch_statement(false);
    match_in_tail(0);
    match_in_tail(9);
    match_with_waiting_arms(0);
    match_with_waiting_arms(9);
    if_let_in_tail(true);
    if_let_in_tail(false);
}

// A `for` is the scope of the temporaries of its head, in every edition.
#[visible_async]
async fn head_of_a_loop_in_a_tail() {
    let _first = log("first");
    for n in 0..length(&log("head")) % 3 {
        tick(if n == 0 { "none" } else { "some" }).await;
    }
}

#[visible_async]
async fn awaited_head_of_a_loop_in_a_tail() {
    let _first = log("first");
    let _second = log("second");
    for n in 0..(length(&log("head")) + length(&load("more").await)) % 3 {
        tick(if n == 0 { "none" } else { "some" }).await;
    }
}

#[visible_async]
async fn head_of_a_loop_in_a_block(times: usize) -> usize {
    let first = log("first");
    if times > 1 {
        let _second = log("second");
        for n in [length(&log("head")), times].into_iter().take(length(&log("other"))) {
            tick(if n == 0 { "none" } else { "some" }).await;
        }
    }
    first.len()
}

fn pick(a: &Log, b: usize) -> usize {
    a.touch("picked");
    a.len() + b
}

async fn measure(a: &Log, b: usize) -> usize {
    tick("measure").await;
    a.len() + b
}

#[visible_async]
async fn temporary_in_body_tail(argument: Log) -> usize {
    let held = log("held");
    measure(&log("temporary"), load("x").await.len() + held.len()).await
}

#[visible_async]
async fn temporary_in_nested_tails() -> usize {
    let outer = log("outer");
    {
        let middle = log("middle");
        {
            let inner = log("inner");
            pick(&log("first"), pick(&log("second"), tick2("w").await)) + measure(&log("third"), 1).await
        }
    }
}

async fn tick2(name: &str) -> usize {
    tick(name).await;
    2
}

#[visible_async]
async fn receiver_in_tail(argument: Log) -> usize {
    let held = log("held");
    let more = log("more");
    held.clone().send(more.name()).await
}

#[visible_async]
async fn receiver_in_nested_tails(short: bool) -> usize {
    let outer = log("outer");
    if short {
        let held = log("held");
        held.clone().send("short").await
    } else {
        let held = log("held");
        tick("before").await;
        {
            let inner = log("inner");
            held.clone().send(inner.clone().name()).await + 1
        }
    }
}

#[visible_async]
async fn question_in_block_tail(fails: bool) -> Result<usize, ReadError> {
    let held = log("held");
    let size = {
        let inner = log("inner");
        inner.clone().send(fail("label", fails).await?.name()).await
    };
    event("after");
    Ok(size)
}

#[visible_async]
async fn return_in_tail(early: bool) -> usize {
    let held = log("held");
    if early {
        let inner = log("inner");
        return inner.clone().send("early").await;
    }
    let late = log("late");
    return pick(&log("temporary"), late.send("late").await);
}

#[visible_async]
async fn break_in_tail() -> usize {
    let held = log("held");
    loop {
        let inner = log("inner");
        tick("turn").await;
        {
            let most = log("most");
            break inner.clone().send("out").await;
        }
    }
}

#[visible_async]
async fn branches_in_tail(n: u8) -> usize {
    let held = log("held");
    if log("condition").send("c").await > 100 {
        0
    } else if n == 0 {
        let inner = log("inner");
        pick(&log("zero"), inner.send("z").await)
    } else if n == 1 {
        log("one").send("o").await
    } else {
        let inner = log("inner");
        inner.len()
    }
}

#[visible_async]
async fn branch_statement(taken: bool) {
    let held = log("held");
    if taken {
        let inner = log("inner");
        forget(&log("temporary"), inner.send("x").await)
    } else {
        let inner = log("other");
        tick("other").await;
        inner.clone().touch("tail")
    }
    event("after");
    if taken {
        let inner = log("last");
        drop_len(inner.clone().send("last").await)
    }
}

fn forget(a: &Log, _: usize) {
    a.touch("forgotten");
}

fn drop_len(_: usize) {}

#[visible_async]
async fn match_in_tail(n: usize) -> usize {
    let held = log("held");
    match pick(&log("scrutinee"), held.send("s").await) {
        size if size > n + 5 => size,
        _ => n,
    }
}

#[visible_async]
async fn match_with_waiting_arms(n: usize) -> usize {
    let held = log("held");
    match (load("scrutinee").await, n) {
        (seen, 0) => {
            let inner = log("inner");
            seen.clone().send(inner.name()).await
        }
        (seen, _) => seen.send("other").await,
    }
}

#[visible_async]
async fn if_let_in_tail(some: bool) -> usize {
    let held = log("held");
    if let Some(found) = find(&load("list").await, some) {
        let inner = log("inner");
        found.send(inner.name()).await
    } else {
        let inner = log("none");
        inner.send("none").await
    }
}

fn find(list: &Log, some: bool) -> Option<&Log> {
    some.then_some(list)
}

fn length(log: &Log) -> usize {
    log.len()
}
