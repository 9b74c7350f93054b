//! Suspension points of leaf futures, which are told one by one. A guard that lives for one statement makes it a leaf future.
use super::*;

struct Guard(u32);

impl Guard {
    fn plus(&self, n: u32) -> u32 {
        self.0 + n
    }

    fn row(&self) -> &u32 {
        &self.0
    }
}

impl Drop for Guard {
    fn drop(&mut self) {}
}

fn lock(text: &str) -> Guard {
    Guard(text.len() as u32)
}

/// Two points in one statement, both with a local behind them.
#[visible_async]
async fn two(pending: usize) -> u32 {
    let text = String::from("ab");
    let sum = lock(&text).plus(connect(pending).await + lock(&text).plus(fill(pending, 1).await));
    sum + text.len() as u32
}

#[test]
fn two_points() {
    for pending in 0..3 {
        assert_eq!(driven(two(pending)), (vec!["Start", "AwaitConnect", "AwaitFill", "Done"], 8), "{pending}");
    }
}

/// One of two points, or none.
#[visible_async]
async fn one_of(pending: usize, which: u32) -> u32 {
    let text = "a".repeat(which as usize);
    let sum = lock(&text).plus(match lock(&text).row() {
        0 => 0,
        1 => connect(pending).await,
        _ => fill(pending, which).await,
    });
    sum + text.len() as u32
}

#[test]
fn the_point_that_is_taken() {
    for pending in 0..3 {
        assert_eq!(driven(one_of(pending, 1)), (vec!["Start", "AwaitConnect", "Done"], 3), "{pending}");
        assert_eq!(driven(one_of(pending, 2)), (vec!["Start", "AwaitFill", "Done"], 6), "{pending}");
    }
}

/// A leaf future in a loop, with a machine in it.
#[visible_async]
async fn rounds(pending: usize) -> u32 {
    let text = String::from("ab");
    let mut sum = 0;
    for _ in 0..2 {
        sum += lock(&text).plus(fetch(pending).await + lock(&text).plus(fill(pending, 1).await));
    }
    sum
}

#[test]
fn each_round_anew() {
    let expected = ["Start", "AwaitFetch", "AwaitFill", "AwaitFetch", "AwaitFill", "Done"];
    for pending in 0..3 {
        assert_eq!(driven(rounds(pending)), (expected.to_vec(), 14), "{pending}");
    }
}

/// A macro that waits, with a handler that does.
#[visible_async]
async fn selects(pending: usize) -> u32 {
    let local = String::from("ab");
    let n = tokio::select! {
        biased;
        n = connect(pending) => n + fill(pending, 1).await,
        n = fill(9, 9) => n,
    };
    n + local.len() as u32
}

#[test]
fn macros_that_wait() {
    for pending in 0..3 {
        let (path, n) = driven(selects(pending));
        assert_eq!((path.as_slice(), n), (&["Start", "AwaitSelect", "AwaitFill", "Done"][..], 4), "{pending}");
    }
}

/// Waits in an argument of a macro.
#[visible_async]
async fn joins(pending: usize) -> u32 {
    let text = String::from("ab");
    let (a, b) = tokio::join!(async { connect(pending).await }, fill(pending, text.len() as u32));
    let sum = lock(&text).plus(a + b);
    format!("{}{}", lock(&text).plus(connect(pending).await), sum).len() as u32
}

#[test]
fn joined_futures_are_one_point() {
    for pending in 0..3 {
        assert_eq!(driven(joins(pending)), (vec!["Start", "AwaitJoin", "AwaitConnect", "Done"], 2), "{pending}");
    }
}
