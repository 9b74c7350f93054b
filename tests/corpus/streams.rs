// Streams and combinators of the futures crate, over locals.
use futures::future::FutureExt as _;
use futures::stream::{self, StreamExt as _};
use visible_async_test_support::prelude::*;

cases! {
    join_all_of_borrows();
    stream_in_while_let();
    stream_buffered();
    stream_for_each();
    nested_joins();
    join_in_operand();
    shared_and_boxed();
    catch_unwind_inside();
}

#[visible_async]
async fn join_all_of_borrows() -> usize {
    let values = vec![log("a"), log("b"), load("c").await];
    let sizes = futures::future::join_all(values.iter().map(|value| value.send("x"))).await;
    tick("after").await;
    sizes.iter().sum::<usize>() + values.len()
}

#[visible_async]
async fn stream_in_while_let() -> usize {
    let suffix = log("suffix");
    let mut source = stream::iter(["a", "b"]).then(|name| async move { load(name).await }).boxed();
    let mut total = 0;
    while let Some(value) = source.next().await {
        total += value.with(suffix.name()).send("x").await;
    }
    total
}

#[visible_async]
async fn stream_buffered() -> Vec<usize> {
    let base = log("base");
    let sizes = stream::iter(0..3)
        .map(|n| {
            let base = &base;
            async move { base.send("x").await + n }
        })
        .buffered(2)
        .collect::<Vec<_>>()
        .await;
    tick("after").await;
    sizes
}

#[visible_async]
async fn stream_for_each() -> usize {
    let mut total = 0;
    let held = log("held");
    stream::iter(steps("s", 2))
        .for_each(|step| {
            total += step.len();
            async move {
                tick("each").await;
                drop(step);
            }
        })
        .await;
    total + held.len()
}

#[visible_async]
async fn nested_joins() -> usize {
    let a = log("a");
    let inner = async {
        let (x, y) = futures::join!(a.send("1"), a.send("2"));
        x + y
    };
    let (first, second) = tokio::join!(biased; inner, load("outer"));
    first + second.len()
}

#[visible_async]
async fn join_in_operand() -> usize {
    let a = log("a");
    a.len() + futures::join!(a.send("1"), load("b")).1.send("x").await
}

#[visible_async]
async fn shared_and_boxed() -> usize {
    let value = log("value");
    let shared = async { value.send("x").await }.boxed().shared();
    let again = shared.clone();
    let (first, second) = futures::join!(shared, again);
    first + second
}

#[visible_async]
async fn catch_unwind_inside() -> bool {
    let held = log("held");
    let task = async {
        let inner = log("inner");
        tick("inside").await;
        assert!(inner.len() > 100, "too short");
    };
    let failed = std::panic::AssertUnwindSafe(task).catch_unwind().await.is_err();
    held.touch("after");
    failed
}
