//! The poll driver: steps, ends, wakes, the helpers for tests, and misuse of each.
#[path = "driver/cancelling.rs"]
mod cancelling;
#[path = "driver/covering.rs"]
mod covering;
#[path = "driver/ends.rs"]
mod ends;
#[path = "driver/leaves.rs"]
mod leaves;
#[path = "driver/orders.rs"]
mod orders;
#[path = "driver/paths.rs"]
mod paths;
#[path = "driver/steps.rs"]
mod steps;
#[path = "driver/wakes.rs"]
mod wakes;

use std::future::ready;
use std::io::{self, ErrorKind};
use visible_async::driver::{Driver, pending_n_times};
use visible_async::{StateInfo, VisibleFuture, visible_async};

/// The names of states.
fn names(states: impl IntoIterator<Item = StateInfo>) -> Vec<&'static str> {
    states.into_iter().map(|state| state.name).collect()
}

/// The text of a panic.
fn panics(run: impl FnOnce()) -> String {
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).expect_err("a panic");
    panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).expect("text")
}

/// Runs it to the end, and gives the path and the output.
fn driven<F: VisibleFuture>(machine: F) -> (Vec<&'static str>, F::Output) {
    let mut driver = Driver::new(machine);
    driver.run().expect("an end");
    (driver.history().path(), driver.output().expect("an output"))
}

async fn connect(pending: usize) -> u32 {
    pending_n_times(pending, 1).await
}

async fn fill(pending: usize, value: u32) -> u32 {
    pending_n_times(pending, value).await
}

/// Waits at two places, one of them in a loop.
#[visible_async]
async fn fetch(pending: usize) -> u32 {
    let mut total = connect(pending).await;
    for n in 0..2 {
        total += fill(pending, n).await;
    }
    total
}

/// Awaits `fetch`, twice.
#[visible_async]
async fn serve(pending: usize) -> u32 {
    let first = fetch(pending).await;
    first + fetch(0).await
}

/// Waits for nothing.
#[visible_async]
async fn empty() {}

/// May end early.
#[visible_async]
async fn early(fails: bool) -> io::Result<u32> {
    let read: io::Result<u32> = ready(if fails { Err(ErrorKind::NotFound.into()) } else { Ok(1) }).await;
    let n = read?;
    Ok(connect(1).await + n)
}

/// Never woken.
#[visible_async]
async fn stuck() -> u8 {
    connect(1).await;
    std::future::pending().await
}
