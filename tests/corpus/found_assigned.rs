// Locals that get a new value, of which only rustc knows whether a call has moved the old one; fields that do, beside patterns that move others.
use visible_async_test_support::prelude::*;

cases! {
    lent_and_assigned_on_a_path_that_ends(true);
    lent_and_assigned_on_a_path_that_ends(false);
    moved_and_assigned_on_a_path_that_ends(true);
    moved_and_assigned_on_a_path_that_ends(false);
    of_a_pattern(true);
    field_assigned_on_a_path(true);
    field_assigned_on_a_path(false);
    field_assigned_before_a_match();
    field_assigned_between();
    bound_in_each_case_of_a_pattern(true);
    bound_in_each_case_of_a_pattern(false);
    bound_in_a_macro();
    bound_in_cases_in_a_macro(true);
}

#[visible_async]
async fn lent_and_assigned_on_a_path_that_ends(ends: bool) -> usize {
    let mut row = log("row");
    let size = row.nibble();
    if ends {
        row = [load("first").await, log("last")].into_iter().last().unwrap();
        let after = log("after");
        return size + after.len();
    }
    tick("wait").await;
    size
}

#[visible_async]
async fn moved_and_assigned_on_a_path_that_ends(ends: bool) -> usize {
    let mut row = log("row");
    let size = row.munch();
    if ends {
        row = [load("first").await, log("last")].into_iter().last().unwrap();
        let after = log("after");
        return size + after.len();
    }
    tick("wait").await;
    size
}

#[visible_async]
async fn of_a_pattern(ends: bool) -> usize {
    let (head, mut row) = (log("head"), log("row"));
    let size = row.nibble();
    let Ok(n) = fail("n", ends).await.map(|log| log.len()) else {
        row = load("new").await;
        return head.len() + size;
    };
    tick("wait").await;
    n + size
}

struct Pair {
    a: Log,
    b: Log,
}

#[visible_async]
async fn field_assigned_on_a_path(ends: bool) -> usize {
    let mut pair: Pair = Pair { a: log("a"), b: log("b") };
    if ends {
        pair.a = load("new").await;
        return pair.a.len();
    }
    let size = match pair {
        Pair { b, a: _ } => {
            tick("in").await;
            b.len()
        }
    };
    tick("after").await;
    size
}

#[visible_async]
async fn field_assigned_before_a_match() -> usize {
    let mut pair: Pair = Pair { a: log("a"), b: log("b") };
    pair.b = log("new");
    let size = match pair {
        Pair { a, .. } => {
            tick("in").await;
            a.len()
        }
    };
    tick("after").await;
    size
}

#[visible_async]
async fn field_assigned_between() -> usize {
    let mut pair: Pair = Pair { a: log("a"), b: log("b") };
    let size = match pair {
        Pair { b, a: _ } => {
            tick("in").await;
            b.len()
        }
    };
    pair.b = load("new").await;
    tick("after").await;
    let Pair { a, b: _ } = pair;
    size + a.len()
}

async fn either(fails: bool) -> Result<Log, Log> {
    if fails { Err(load("error").await) } else { Ok(load("fine").await) }
}

fn peek(log: &Log) -> usize {
    log.len()
}

#[visible_async]
async fn bound_in_each_case_of_a_pattern(fails: bool) -> usize {
    match either(fails).await {
        Ok(row) | Err(row) if peek(&row) > 0 => leaf("size", row.into_size()).await,
        _ => 0,
    }
}

#[visible_async]
async fn bound_in_a_macro() -> usize {
    let all = vec![load("first").await.len(), {
        let row = log("row");
        let _seen = match row.send("seen").await {
            0 => leaf("none", 0).await,
            size => size,
        };
        row.into_size()
    }];
    tick("after").await;
    all.len()
}

#[visible_async]
async fn bound_in_cases_in_a_macro(fails: bool) -> usize {
    let all = vec![
        load("first").await.len(),
        match either(fails).await {
            Ok(row) | Err(row) if peek(&row) > 0 => {
                let _seen = row.send("seen").await;
                tick("wait").await;
                row.into_size()
            }
            _ => 0,
        },
    ];
    tick("after").await;
    all.len()
}
