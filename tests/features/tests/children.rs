//! With the feature `children`: the machines that a machine polls, whatever is between them.
#![cfg(feature = "children")]
use std::{
    future::{Future, pending, poll_fn, ready},
    panic::{AssertUnwindSafe, catch_unwind},
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
    time::Duration,
};

use futures::{FutureExt, StreamExt, stream::FuturesUnordered};
use visible_async::{Child, View, Visible, visible_async};

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// `both[leaf wait]`: the names of the functions, in their order.
fn names(machine: &impl Visible) -> String {
    fn list(children: &[Child]) -> String {
        let each = children.iter().map(|child| {
            let inner = child.children();
            let inner = if inner.is_empty() { String::new() } else { format!("[{}]", list(&inner)) };
            format!("{}{inner}", child.description().function)
        });
        each.collect::<Vec<_>>().join(" ")
    }
    list(&View::of(machine).children())
}

/// The tree, without the places in the source.
fn tree(machine: &impl Visible) -> String {
    let lines = format!("{machine:#?}");
    let lines = lines.lines().map(|line| line.split_once(" at ").map_or(line.to_owned(), |(name, _)| format!("{name})")));
    lines.collect::<Vec<_>>().join("\n")
}

/// Pending this many times.
async fn times(mut n: u32) {
    poll_fn(|_| {
        n = n.saturating_sub(1);
        if n == 0 { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

#[visible_async]
async fn leaf(n: u32) -> u32 {
    times(n).await;
    n
}

#[visible_async]
async fn outer(n: u32) -> u32 {
    leaf(n).await + 1
}

/// rustc's own, between machines.
async fn plain(n: u32) -> u32 {
    outer(n).await
}

#[visible_async]
async fn joined() -> u32 {
    let (a, b, c) = futures::join!(leaf(2), plain(3), ready(1));
    a + b + c
}

#[test]
fn join() {
    let mut machine = pin!(joined());
    assert_eq!(names(&machine), "");
    assert!(poll(machine.as_mut()).is_pending());
    assert_eq!(names(&machine), "leaf outer[leaf]");
    let tree = tree(&machine);
    assert!(tree.starts_with("joined(AwaitJoin)\n"), "{tree}");
    let expected = "        leaf(AwaitTimes)\n        outer(AwaitLeaf)\n            leaf(AwaitTimes)";
    assert!(tree.ends_with(expected), "{tree}");
    assert!(poll(machine.as_mut()).is_pending());
    assert_eq!(names(&machine), "outer[leaf]");
    assert_eq!(poll(machine.as_mut()), Poll::Ready(7));
    assert_eq!(names(&machine), "");
}

#[visible_async]
async fn joined_by_tokio() -> Result<u32, ()> {
    let (a, b) = tokio::join!(leaf(2), outer(3));
    let (c, d) = tokio::try_join!(outer(2).map(Ok::<_, ()>), leaf(3).map(Ok))?;
    Ok(a + b + c + d)
}

#[test]
fn macros_of_tokio() {
    let mut machine = pin!(joined_by_tokio());
    assert!(poll(machine.as_mut()).is_pending());
    assert_eq!(names(&machine), "leaf outer[leaf]");
    assert!(poll(machine.as_mut()).is_pending());
    assert!(poll(machine.as_mut()).is_pending());
    assert_eq!(names(&machine), "outer[leaf] leaf");
}

#[visible_async]
async fn selected() -> u32 {
    let first = tokio::select! {
        a = leaf(2) => a,
        b = outer(5) => b,
    };
    let mut late = pin!(outer(9).fuse());
    let second = futures::select_biased! {
        a = late => a,
        b = leaf(2).fuse() => b,
    };
    first + second + leaf(2).await
}

#[test]
fn select() {
    let mut machine = pin!(selected());
    assert!(poll(machine.as_mut()).is_pending());
    let both = names(&machine);
    assert!(both == "leaf outer[leaf]" || both == "outer[leaf] leaf", "{both}");
    // The loser is dropped.
    assert!(poll(machine.as_mut()).is_pending());
    assert_eq!(names(&machine), "outer[leaf] leaf");
    // It is still there, and waited for no longer.
    assert!(poll(machine.as_mut()).is_pending());
    assert_eq!(names(&machine), "leaf");
}

#[visible_async]
async fn collected() -> u32 {
    let mut all: FuturesUnordered<_> = [2, 3, 4].into_iter().map(leaf).collect();
    let mut sum = 0;
    while let Some(n) = all.next().await {
        sum += n;
    }
    let rest = futures::future::join_all([leaf(3), leaf(4)]).await;
    sum + rest.len() as u32
}

#[test]
fn collections() {
    let mut machine = Box::pin(collected());
    assert!(poll(machine.as_mut()).is_pending());
    assert_eq!(names(&machine), "leaf leaf leaf");
    drop(machine);
    let mut machine = pin!(two());
    assert!(poll(machine.as_mut()).is_pending());
    assert_eq!(names(&machine), "leaf leaf");
    // Of those that `Debug` reaches each stands in the tree once.
    assert_eq!(tree(&machine).matches("leaf(").count(), 2, "{machine:#?}");
}

#[visible_async]
async fn two() -> usize {
    futures::future::join_all([leaf(3), leaf(4)]).await.len()
}

#[visible_async]
async fn with_timeout() -> u32 {
    tokio::time::timeout(Duration::from_secs(60), outer(2)).await.unwrap_or_default()
}

#[test]
fn timeout() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let _guard = runtime.enter();
    let mut machine = pin!(with_timeout());
    assert!(poll(machine.as_mut()).is_pending());
    assert_eq!(names(&machine), "outer[leaf]");
    assert_eq!(tree(&machine).matches("outer(").count(), 1, "{machine:#?}");
    assert_eq!(tree(&machine).matches("leaf(").count(), 1, "{machine:#?}");
}

#[visible_async]
async fn spawns() -> u32 {
    let task = tokio::spawn(outer(4));
    let (n, _) = tokio::join!(task, leaf(9));
    n.unwrap_or_default()
}

#[test]
fn a_task_has_no_parent() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let mut machine = pin!(spawns());
        poll_fn(|cx| Poll::Ready(machine.as_mut().poll(cx).is_pending())).await;
        tokio::task::yield_now().await;
        assert_eq!(names(&machine), "leaf");
    });
}

#[visible_async]
async fn panics() -> u32 {
    times(2).await;
    panic!("as it is told")
}

#[visible_async]
async fn survives() -> u32 {
    let (a, b) = futures::join!(AssertUnwindSafe(panics()).catch_unwind(), outer(9));
    a.unwrap_or(1) + b
}

#[test]
fn panicked() {
    let mut machine = pin!(survives());
    assert!(poll(machine.as_mut()).is_pending());
    assert_eq!(names(&machine), "panics outer[leaf]");
    assert!(poll(machine.as_mut()).is_pending());
    assert_eq!(names(&machine), "outer[leaf]");
    let mut alone = Box::pin(panics());
    assert!(poll(alone.as_mut()).is_pending());
    assert!(catch_unwind(AssertUnwindSafe(|| poll(alone.as_mut()))).is_err());
    // The stack of this thread is as it was.
    let mut other = pin!(outer(3));
    assert!(poll(other.as_mut()).is_pending());
    assert_eq!((names(&alone), names(&other)), (String::new(), "leaf".to_owned()));
}

#[test]
fn on_several_threads() {
    let mut machine = Box::pin(joined());
    assert!(poll(machine.as_mut()).is_pending());
    let mut machine = std::thread::spawn(move || {
        assert!(poll(machine.as_mut()).is_pending());
        machine
    })
    .join()
    .unwrap();
    assert_eq!(names(&machine), "outer[leaf]");
    assert!(poll(machine.as_mut()).is_ready());
}

macro_rules! ends {
    ($n:expr) => {
        if $n == 0 {
            return 0;
        }
    };
}

/// Keeps rustc's own machine.
#[visible_async]
async fn opaque(n: u32) -> u32 {
    ends!(n);
    let (a, b) = futures::join!(leaf(n), outer(n));
    a + b
}

#[visible_async]
async fn over_opaque() -> u32 {
    opaque(2).await
}

#[test]
fn machines_of_rustc() {
    let mut machine = pin!(over_opaque());
    assert!(poll(machine.as_mut()).is_pending());
    assert_eq!(names(&machine), "an async fn[leaf outer[leaf]]");
    let tree = tree(&machine);
    assert!(tree.contains("(Opaque)\n") && tree.matches("leaf(").count() == 2, "{tree}");
}

/// Looks at itself while it is polled, by what a child of it does.
#[visible_async]
async fn looks() -> usize {
    let other = Box::pin(joined());
    let inside = poll_fn(|_| {
        let mut other = pin!(joined());
        assert!(poll(other.as_mut()).is_pending());
        Poll::Ready(names(&other).len() + format!("{other:#?}").len())
    })
    .await;
    drop(other);
    pending::<()>().await;
    inside
}

#[test]
fn looked_at_inside_of_a_poll() {
    let mut machine = pin!(looks());
    assert!(poll(machine.as_mut()).is_pending());
    // What was polled there is gone.
    assert_eq!(names(&machine), "");
}

#[visible_async]
async fn waits_in_a_task(n: u32) -> u32 {
    let (a, b) = tokio::join!(forever(n), forever(n));
    a + b
}

#[visible_async]
async fn forever(n: u32) -> u32 {
    pending::<()>().await;
    n
}

#[test]
fn all_tasks_of_the_process() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let tasks: Vec<_> = (0..3).map(|n| runtime.spawn(waits_in_a_task(n))).collect();
    let ours = || {
        let mut roots = visible_async::roots();
        roots.retain(|root| root.description().function == "waits_in_a_task" && root.state().is_some());
        roots
    };
    while ours().len() < 3 {
        std::thread::yield_now();
    }
    for root in ours() {
        let text = format!("{root:#?}");
        assert_eq!(root.state().unwrap().name, "AwaitJoin");
        assert!(
            text.starts_with("waits_in_a_task(AwaitJoin at ") && text.matches("\n    forever(AwaitPending at ").count() == 2,
            "{text}"
        );
    }
    tasks.iter().for_each(tokio::task::JoinHandle::abort);
    drop(runtime);
    assert!(ours().is_empty());
}
