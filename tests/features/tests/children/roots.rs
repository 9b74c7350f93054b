//! The machines of the process that no machine polls.
use std::pin::pin;

use visible_async::{Child, View, roots, visible_async};

use crate::looks::{Hidden, below, names, never, one, polls};

#[visible_async]
async fn waits_in_a_task() {
    futures::join!(never(), never());
}

/// The other tests have some too, on other threads.
fn found(function: &str) -> Vec<Child> {
    roots().into_iter().filter(|root| root.description().function == function).collect()
}

#[test]
#[cfg(not(miri))]
fn the_tasks_of_a_runtime() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().expect("a runtime");
    let tasks: Vec<_> = (0..3).map(|_| runtime.spawn(waits_in_a_task())).collect();
    let rests = |root: &Child| root.state().is_some();
    while found("waits_in_a_task").iter().filter(|root| rests(root)).count() < 3 {
        std::thread::yield_now();
    }
    for root in found("waits_in_a_task") {
        assert_eq!(names(&[root]), "waits_in_a_task@AwaitJoin(never@AwaitNever never@AwaitNever)");
    }
    tasks.iter().for_each(tokio::task::JoinHandle::abort);
    drop(runtime);
    assert_eq!(found("waits_in_a_task").len(), 0);
}

#[visible_async]
async fn moves_up_and_down(inner: &mut Hidden<u32>) -> u32 {
    inner.await
}

#[visible_async]
async fn moved() -> u32 {
    one(5).await
}

#[test]
fn one_that_gets_a_parent_is_none() {
    let mut inner: Hidden<u32> = Box::pin(moved());
    assert_eq!(found("moved").len(), 0);
    assert!(!polls(inner.as_mut()));
    assert_eq!(names(&found("moved")), "moved@AwaitOne(one@AwaitPause)");
    let mut outer = Box::pin(moves_up_and_down(&mut inner));
    assert!(!polls(outer.as_mut()));
    assert_eq!(
        (found("moved").len(), names(&found("moves_up_and_down"))),
        (0, format!("moves_up_and_down@AwaitInner({})", below(&outer)))
    );
    let child = View::of(&outer).children();
    drop(outer);
    // Until it is polled again it is nobody's.
    assert_eq!((found("moved").len(), found("moves_up_and_down").len()), (0, 0));
    assert!(!polls(inner.as_mut()));
    assert_eq!((found("moved").len(), names(&child)), (1, "moved@AwaitOne(one@AwaitPause)".to_owned()));
    while !polls(inner.as_mut()) {}
    assert_eq!(found("moved").len(), 0);
}

#[visible_async]
async fn forgotten() {
    never().await;
}

#[test]
fn a_leaked_one_stays() {
    let mut machine = Box::pin(forgotten());
    assert!(!polls(machine.as_mut()));
    std::mem::forget(machine);
    assert_eq!(names(&found("forgotten")), "forgotten@AwaitNever(never@AwaitNever)");
    let mut other = pin!(forgotten());
    assert!(!polls(other.as_mut()));
    assert_eq!(found("forgotten").len(), 2);
    assert!(found("forgotten")[0].is_awaited());
}
