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
async fn selects(pending: usize, then: usize) -> u32 {
    let local = String::from("ab");
    let n = tokio::select! {
        biased;
        n = connect(pending) => n + fill(then, 1).await,
        n = fill(9, 9) => n,
    };
    n + local.len() as u32
}

#[test]
fn macros_that_wait() {
    for pending in 0..3 {
        for then in 0..3 {
            let told = driven(selects(pending, then));
            assert_eq!(told, (vec!["Start", "AwaitSelect", "AwaitFill", "Done"], 4), "{pending} {then}");
        }
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

/// Waits in a loop of a handler, and selects in it.
#[visible_async]
async fn loops(pending: usize, then: usize) -> u32 {
    let mut local = String::from("ab");
    tokio::select! {
        biased;
        n = connect(pending) => {
            for _ in 0..2 {
                local.push_str(&fill(then, n).await.to_string());
                tokio::select! {
                    n = fill(pending, n) => local.push_str(&n.to_string()),
                }
            }
        }
        _ = fill(9, 9) => {}
    }
    local.len() as u32
}

#[test]
fn points_in_the_loop_of_a_handler() {
    let expected = ["Start", "AwaitSelect", "AwaitFill", "AwaitSelect2", "AwaitFill", "AwaitSelect2", "Done"];
    for pending in 0..3 {
        for then in 0..3 {
            assert_eq!(driven(loops(pending, then)), (expected.to_vec(), 6), "{pending} {then}");
        }
    }
}

/// One point, entered again and again in one leaf future.
#[visible_async]
async fn again(pending: usize, then: usize) -> u32 {
    let mut local = String::new();
    tokio::select! {
        n = connect(pending) => while local.len() < 3 {
            local.push_str(&fill(then, n).await.to_string());
        },
    }
    local.len() as u32
}

#[test]
fn one_point_again() {
    for pending in 0..3 {
        for then in 0..3 {
            let expected = vec!["Start", "AwaitSelect", "AwaitFill", "AwaitFill", "AwaitFill", "Done"];
            assert_eq!(driven(again(pending, then)), (expected, 3), "{pending} {then}");
        }
    }
}

/// A select in the loop of a handler, and nothing else.
#[visible_async]
async fn selects_again(pending: usize, then: usize) -> u32 {
    let mut local = String::new();
    tokio::select! {
        n = connect(pending) => while local.len() < 3 {
            tokio::select! {
                n = fill(then, n) => local.push_str(&n.to_string()),
            }
        },
    }
    local.len() as u32
}

#[test]
fn one_macro_again() {
    for pending in 0..3 {
        for then in 0..3 {
            let expected = vec!["Start", "AwaitSelect", "AwaitSelect2", "AwaitSelect2", "AwaitSelect2", "Done"];
            assert_eq!(driven(selects_again(pending, then)), (expected, 3), "{pending} {then}");
        }
    }
}
