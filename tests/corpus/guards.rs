// Guards of arms that move what they match: a panic in one drops the matched local where it stands among the others.
use visible_async_test_support::prelude::*;

cases! {
    guard_before_a_move(Some(log("first")), log("second"));
    guard_before_a_move(None, log("second"));
    guard_in_native_match(Some(log("first")), log("second"));
    guard_in_native_match(Some(log("it")), log("second"));
    guards_in_a_row(Ok(log("first")));
    guards_in_a_row(Err(ReadError(log("wrong"))));
    guard_in_a_loop(3);
    guard_mentions_scrutinee(Some(log("first")), log("second"));
    guard_in_native_match_mentions_scrutinee(Some(log("first")), log("second"));
    guard_before_a_part(pair("p"), log("second"));
    guard_before_a_part_in_native_match(pair("p"), log("second"), 1);
    guard_before_a_part_in_native_match(pair("p"), log("second"), 9);
    or_pattern_in_leaf(Ok(log("first")));
    or_pattern_in_leaf(Err(ReadError(log("wrong"))));
    guarded_and_not_in_leaf(Some(log("first")), 2);
    guarded_and_not_in_leaf(Some(log("first")), 7);
    guarded_and_not_in_leaf(None, 7);
    matches_that_moves(Some(log("given")), Some(log("long enough")));
    matches_that_moves(Some(log("no")), Some(log("no")));
    matches_that_moves(None, None);
}

#[visible_async]
async fn guard_before_a_move(first: Option<Log>, second: Log) -> usize {
    let third = load("third").await;
    let size = match first {
        Some(name) if name.len() > 3 => name.send("moved").await,
        _ => leaf("none", 0).await,
    };
    tick("after").await;
    size + second.len() + third.len()
}

#[visible_async]
async fn guard_in_native_match(first: Option<Log>, second: Log) -> usize {
    let third = load("third").await;
    let size = match first {
        Some(name) if name.len() > 3 => name.finish(),
        Some(name) if second.len() > 3 => name.len(),
        _ => 0,
    };
    tick("after").await;
    size + third.len()
}

#[visible_async]
async fn guards_in_a_row(first: Result<Log, ReadError>) -> usize {
    let second = load("second").await;
    match first {
        Ok(name) if name.len() > 30 => name.send("long").await,
        Ok(name) | Err(ReadError(name)) if name.len() > 4 => {
            let third = load("third").await;
            name.send("other").await + third.len()
        }
        _ => second.send("none").await,
    }
}

#[visible_async]
async fn guard_in_a_loop(rounds: usize) -> usize {
    let mut size = 0;
    let mut kept = Some(log("kept"));
    for round in 0..rounds {
        let other = load("other").await;
        kept = match kept {
            Some(name) if name.len() + round > 4 => {
                tick("renewed").await;
                size += name.len();
                Some(other)
            }
            same => same,
        };
        tick("round").await;
    }
    size
}

#[visible_async]
async fn guard_mentions_scrutinee(first: Option<Log>, second: Log) -> usize {
    let third = load("third").await;
    match first {
        Some(name) if first.as_ref().is_some_and(|first| first.len() > 3) => name.send("moved").await,
        _ => second.send("not moved").await + third.len(),
    }
}

#[visible_async]
async fn guard_in_native_match_mentions_scrutinee(first: Option<Log>, second: Log) -> usize {
    let third = load("third").await;
    let size = match first {
        Some(name) if first.as_ref().is_some_and(|first| first.len() > 3) => name.finish(),
        _ => 0,
    };
    tick("after").await;
    size + second.len() + third.len()
}

#[visible_async]
async fn guard_before_a_part(first: Pair, second: Log) -> usize {
    let third = load("third").await;
    let size = match first {
        Pair { left, .. } if left.len() > 30 => left.len(),
        Pair { left, right: _ } if left.len() > 3 => left.send("moved").await,
        Pair { right, .. } => right.send("moved").await,
    };
    tick("the rest still lives").await;
    size + second.len() + third.len()
}

#[visible_async]
async fn guard_before_a_part_in_native_match(first: Pair, second: Log, least: usize) -> usize {
    let third = load("third").await;
    let size = match first {
        Pair { left, .. } if left.len() > least => left.finish(),
        Pair { ref right, .. } if right.len() > 30 => 0,
        Pair { right, .. } => right.finish(),
    };
    tick("the rest still lives").await;
    size + second.len() + third.len()
}

struct Table(Log);

impl Table {
    fn lock(&self) -> Held<'_> {
        Held(&self.0)
    }
}

struct Held<'t>(&'t Log);

impl Held<'_> {
    fn row(&self, which: usize) -> usize {
        event(format!("row of {}", self.0.name()));
        which
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        event(format!("unlocked {}", self.0.name()));
    }
}

#[visible_async]
async fn or_pattern_in_leaf(first: Result<Log, ReadError>) -> usize {
    let mut second = Ok::<Log, ReadError>(load("second").await);
    if let Err(ReadError(wrong)) = first {
        second = Err(ReadError(wrong));
    }
    let table = Table(log("table"));
    let size = table.lock().row(match second {
        Ok(name) | Err(ReadError(name)) if name.len() > 5 => name.send("long").await,
        _ => leaf("none", 0).await,
    });
    tick("after").await;
    size
}

#[visible_async]
async fn guarded_and_not_in_leaf(first: Option<Log>, which: usize) -> usize {
    let second = load("second").await;
    let table = Table(log("table"));
    let size = table.lock().row(match first {
        Some(name) if leaf("guard", which).await > 5 => name.send("guarded").await,
        Some(name) => name.send("not guarded").await,
        None => 0,
    });
    tick("after").await;
    size + second.len()
}

#[visible_async]
async fn matches_that_moves(given: Option<Log>, other: Option<Log>) -> usize {
    let held = log("held");
    let mut n = 0;
    if matches!(given, Some(inner) if inner.len() > 3) {
        tick("fits").await;
        n += 1;
    }
    let fits = matches!(other, Some(inner) if inner.send("asked").await > 6);
    assert!(held.len() == 4 || matches!(leaf("third", Some(log("third"))).await, Some(third) if third.len() > 9));
    tick("after").await;
    held.len() + n + usize::from(fits)
}
