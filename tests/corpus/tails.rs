// Temporaries of a tail expression that borrow a local: edition 2024 only.
use visible_async_test_support::prelude::*;

cases! {
    guard_in_tail();
    guard_in_block_tail();
    guard_in_match_tail(3);
    guard_in_match_tail(9);
    guard_in_if_let_tail(0);
    guard_in_if_let_tail(9);
    guard_as_argument_in_tail();
    guard_in_question_tail(true);
    guard_in_question_tail(false);
    guard_in_loop_tail();
    clone_in_tail();
}

#[visible_async]
async fn guard_in_tail() -> usize {
    let shared = Guarded::new("shared");
    tick("wait").await;
    shared.read().send("tail").await
}

#[visible_async]
async fn guard_in_block_tail() -> usize {
    let shared = Guarded::new("shared");
    let size = {
        let local = log("local");
        shared.read().send("tail").await + local.len()
    };
    event("after block");
    size
}

#[visible_async]
async fn guard_in_match_tail(n: usize) -> usize {
    let shared = Guarded::new("shared");
    let held = log("held");
    match shared.read().len() {
        size if size > n => held.send("more").await,
        size => {
            tick("less").await;
            size
        }
    }
}

#[visible_async]
async fn guard_in_if_let_tail(n: usize) -> usize {
    let shared = Guarded::new("shared");
    let held = log("held");
    if let 6 = shared.read().send("x").await + n {
        held.send("equal").await
    } else {
        // In this edition the guard is gone by now.
        tick("else").await;
        held.len()
    }
}

#[visible_async]
async fn guard_as_argument_in_tail() -> usize {
    async fn measure(guard: Guard<'_>, more: &Log) -> usize {
        guard.send(more.name()).await
    }
    let shared = Guarded::new("shared");
    let _held = log("held");
    measure(shared.read(), &load("more").await).await
}

#[visible_async]
async fn guard_in_question_tail(fails: bool) -> Result<usize, AppError> {
    let shared = Guarded::new("shared");
    let held = log("held");
    Ok(shared.read().send(fail(held.name(), fails).await?.name()).await)
}

#[visible_async]
async fn guard_in_loop_tail() -> usize {
    let shared = Guarded::new("shared");
    let mut n = 0;
    loop {
        n += 1;
        let held = log("held");
        if n == 2 {
            break shared.read().send(held.name()).await;
        }
    }
}

#[visible_async]
async fn clone_in_tail() -> Log {
    let mut shared = Guarded::new("s");
    shared.write().fill("1").await;
    shared.read().clone()
}
