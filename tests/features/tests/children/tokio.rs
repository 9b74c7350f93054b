//! In what the crate `tokio` has.
#![cfg(not(miri))]
use std::pin::pin;
use std::time::Duration;

use tokio::task::{JoinSet, LocalSet};
use tokio::time::timeout;
use visible_async::{VisibleFuture, visible_async};

use crate::looks::{Hidden, below, never, one, polls, two};

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

#[visible_async]
async fn joined() -> u32 {
    let (a, b) = tokio::join!(one(1), two(1));
    a + b
}

#[visible_async]
async fn in_time() -> bool {
    let late: Hidden<()> = Box::pin(never());
    timeout(Duration::from_secs(3600), late).await.is_err()
}

#[visible_async]
async fn selected() -> u32 {
    let mut slow = pin!(two(9));
    loop {
        tokio::select! {
            biased;
            a = &mut slow => break a,
            _ = one(1) => {
                never_awaited(one(1)).await;
            }
        }
    }
}

#[visible_async]
async fn never_awaited(_: impl Future<Output = u32>) {
    one(1).await;
}

#[test]
fn join_timeout_select() {
    let runtime = runtime();
    let _guard = runtime.enter();
    let mut machine = pin!(joined());
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "one@AwaitPause two@AwaitPause");
    let mut machine = pin!(in_time());
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "never@AwaitNever");
    let mut machine = pin!(selected());
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "two@AwaitPause one@AwaitPause");
    assert!(!polls(machine.as_mut()));
    // In the handler the other one is not polled.
    assert_eq!(below(&machine), "!two@AwaitPause never_awaited@AwaitOne(one@AwaitPause)");
    assert!(!polls(machine.as_mut()));
    assert_eq!(below(&machine), "two@AwaitPause one@AwaitPause");
}

#[visible_async]
async fn spawned(tasks: u32) -> u32 {
    let mut set = JoinSet::new();
    for n in 0..tasks {
        set.spawn(one(n + 1));
    }
    let mut sum = 0;
    while let Some(n) = set.join_next().await {
        sum += n.unwrap_or_default();
    }
    sum
}

#[test]
fn what_is_spawned_has_no_parent() {
    runtime().block_on(async {
        let mut machine = pin!(spawned(3));
        let mut polled = 0;
        let sum = std::future::poll_fn(|cx| {
            let ready = machine.as_mut().poll(cx);
            polled += 1;
            assert_eq!(below(&machine), "", "{machine:#?}");
            ready
        });
        assert_eq!(sum.await, 6);
        assert!(polled > 1 && machine.state().is_terminal());
    });
}

#[visible_async]
async fn local_tasks() -> u32 {
    let set = LocalSet::new();
    set.spawn_local(never());
    set.run_until(one(1)).await
}

#[test]
fn what_a_local_set_polls_in_a_poll_is_a_child() {
    let runtime = runtime();
    let _guard = runtime.enter();
    let mut machine = pin!(local_tasks());
    assert!(!polls(machine.as_mut()));
    let seen = below(&machine);
    assert!(seen.contains("one@AwaitPause") && seen.contains("never@AwaitNever"), "{seen}");
}
