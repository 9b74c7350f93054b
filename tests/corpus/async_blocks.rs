// Async blocks and async closures inside the body: captured locals, kept futures, `?` and return of their own.
use std::future::Future;
use std::pin::Pin;
use visible_async_test_support::prelude::*;

cases! {
    async_block_awaited();
    async_move_block();
    async_block_kept();
    async_block_borrows_mutably();
    async_block_question(true);
    async_block_question(false);
    async_block_returns();
    async_closure();
    async_closure_captures();
    async_closure_moves();
    futures_in_a_vec();
    future_from_closure();
    branches_of_async_blocks(true);
    async_block_in_argument();
    nested_async_blocks();
    async_fn_inside();
}

#[visible_async]
async fn async_block_awaited() -> usize {
    let value = log("value");
    let size = async { value.send("x").await + 1 }.await;
    tick("after").await;
    size + value.len()
}

#[visible_async]
async fn async_move_block() -> usize {
    let value = log("value");
    let other = log("other");
    let task = async move {
        let size = value.send("x").await;
        drop(value);
        tick("inside").await;
        size
    };
    tick("before").await;
    task.await + other.len()
}

#[visible_async]
async fn async_block_kept() -> usize {
    let a = log("a");
    let first = async { a.send("1").await };
    let second = async {
        let inner = load("inner").await;
        inner.len() + a.len()
    };
    tick("between").await;
    let size = second.await;
    event("second done");
    size + first.await
}

#[visible_async]
async fn async_block_borrows_mutably() -> Log {
    let mut value = log("v");
    let mut count = 0;
    let task = async {
        value.fill("1").await;
        count += 1;
        value.grow("2");
    };
    task.await;
    value.grow(&count.to_string());
    value
}

#[visible_async]
async fn async_block_question(fails: bool) -> usize {
    let held = log("held");
    let result: Result<usize, AppError> = async {
        let value = fail("inner", fails).await?;
        Ok(value.len() + held.len())
    }
    .await;
    tick("after").await;
    result.unwrap_or(0)
}

#[visible_async]
async fn async_block_returns() -> usize {
    let held = log("held");
    let size = async {
        if held.len() == 4 {
            return load("early").await.len();
        }
        0
    }
    .await;
    size + held.send("x").await
}

#[visible_async]
async fn async_closure() -> usize {
    let fetch = async |name: &str| load(name).await.len();
    let first = fetch("one").await;
    tick("between").await;
    first + fetch("three").await
}

#[visible_async]
async fn async_closure_captures() -> usize {
    let base = log("base");
    let mut seen = Vec::new();
    let mut visit = async |name: &'static str| {
        let value = load(name).await;
        seen.push(value.len() + base.len());
    };
    visit("a").await;
    tick("between").await;
    visit("bb").await;
    seen.len() + base.finish()
}

#[visible_async]
async fn async_closure_moves() -> usize {
    let owned = log("owned");
    let kept = log("kept");
    let run = async move || owned.send("x").await;
    tick("before").await;
    let size = run().await;
    size + kept.len()
}

#[visible_async]
async fn futures_in_a_vec() -> usize {
    let values = [log("a"), log("b")];
    let mut tasks = Vec::new();
    for value in &values {
        tasks.push(value.send("x"));
    }
    tick("collected").await;
    let mut total = 0;
    for task in tasks {
        total += task.await;
    }
    total
}

#[visible_async]
async fn future_from_closure() -> usize {
    let base = log("base");
    let start = |name: &'static str| async { load(name).await.len() + base.len() };
    let first = start("one");
    let second = start("two");
    second.await + first.await
}

#[visible_async]
async fn branches_of_async_blocks(quick: bool) -> usize {
    let value = log("value");
    let task: Pin<Box<dyn Future<Output = usize> + Send + '_>> =
        if quick { Box::pin(async { value.send("quick").await }) } else { Box::pin(async { 0 }) };
    tick("before").await;
    task.await
}

async fn twice<F: Future<Output = usize>>(a: F, b: F) -> usize {
    a.await + b.await
}

#[visible_async]
async fn async_block_in_argument() -> usize {
    let value = log("value");
    let named = |name: &'static str| async { value.send(name).await };
    let size = twice(named("1"), named("2")).await;
    tick("after").await;
    size
}

#[visible_async]
async fn nested_async_blocks() -> usize {
    let outer = log("outer");
    let task = async {
        let middle = log("middle");
        let inner = async {
            tick("deep").await;
            outer.len() + middle.len()
        };
        inner.await + middle.send("x").await
    };
    tick("before").await;
    task.await
}

#[visible_async]
async fn async_fn_inside() -> usize {
    async fn helper(value: &Log) -> usize {
        value.send("helper").await
    }
    let value = log("value");
    let size = helper(&value).await;
    size + helper(&load("other").await).await
}
