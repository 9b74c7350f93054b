// Loops, continued: labels, ways out, what is carried from round to round.
use visible_async_test_support::prelude::*;

cases! {
    locals_over_rounds();
    loop_with_deferred();
    break_with_moved();
    for_with_early_break();
    while_let_stack();
    retry_until_good();
    for_with_question(3);
    for_with_question(9);
    never_enters();
    labels();
    labelled_continue();
    continue_drops_locals();
    break_drops_locals();
    return_from_loop(2);
    changed_in_each_round_behind_a_new_value(1);
    changed_in_each_round_behind_a_new_value(3);
}

#[visible_async]
async fn locals_over_rounds() -> Log {
    let mut last = log("none");
    let mut all = Vec::new();
    for name in ["a", "b", "c"] {
        let current = load(name).await;
        all.push(current.len());
        last = current;
    }
    event(format!("{all:?}"));
    last
}

#[visible_async]
async fn loop_with_deferred() -> usize {
    let result;
    let mut tries = 0;
    loop {
        tries += 1;
        let attempt = load("attempt").await;
        if tries == 2 {
            result = attempt;
            break;
        }
    }
    tick("after").await;
    result.len() + tries
}

#[visible_async]
async fn break_with_moved() -> usize {
    let prize = log("prize");
    let mut n = 0;
    let won = loop {
        n += 1;
        if leaf("draw", n == 2).await {
            break prize;
        }
    };
    tick("after").await;
    won.finish()
}

#[visible_async]
async fn for_with_early_break() -> Option<Log> {
    let mut found = None;
    for step in steps("s", 5) {
        tick("look").await;
        if step.name() == "s2" {
            found = Some(step);
            break;
        }
    }
    tick("after").await;
    found
}

#[visible_async]
async fn while_let_stack() -> usize {
    let mut stack = vec![(log("root"), 0)];
    let mut seen = 0;
    while let Some((node, depth)) = stack.pop() {
        seen += node.send("visit").await;
        if depth < 1 {
            for child in ["l", "r"] {
                stack.push((load(child).await, depth + 1));
            }
        }
    }
    seen
}

#[visible_async]
async fn retry_until_good() -> Result<Log, AppError> {
    let held = log("held");
    let mut tries = 3;
    loop {
        match fail("try", tries > 1).await {
            Ok(value) => return Ok(value),
            Err(error) if tries == 0 => return Err(error.into()),
            Err(error) => {
                held.send(&error.to_string()).await;
                tries -= 1;
            }
        }
    }
}

#[visible_async]
async fn for_with_question(bad: usize) -> Result<usize, AppError> {
    let mut total = 0;
    for (at, step) in steps("s", 3).enumerate() {
        let held = log("held");
        let value = fail("item", at + 1 == bad).await?;
        total += value.len() + step.commit().await? + held.len();
    }
    Ok(total)
}

#[visible_async]
async fn never_enters() -> usize {
    let held = log("held");
    for step in steps("s", 0) {
        step.send("never").await;
    }
    while held.len() > 10 {
        tick("never").await;
    }
    held.finish()
}

#[visible_async]
async fn labels() -> Option<Log> {
    'rows: for row in 0..3 {
        let outer = log(format!("row{row}"));
        for cell in steps("cell", 2) {
            if row == 0 {
                continue 'rows;
            }
            tick("cell").await;
            if cell.name() == "cell2" {
                break 'rows;
            }
        }
        outer.touch("row done");
    }
    let value = 'outer: loop {
        let held = log("held");
        loop {
            let inner = load("inner").await;
            break 'outer Some(inner);
        }
    };
    tick("after").await;
    value
}

#[visible_async]
async fn labelled_continue() -> usize {
    let mut n = 0;
    'again: while n < 3 {
        n += 1;
        let held = log(format!("held{n}"));
        while let 1 | 2 = n {
            let inner = load("inner").await;
            if inner.len() > n {
                continue 'again;
            }
        }
        held.send("end").await;
    }
    n
}

#[visible_async]
async fn continue_drops_locals() -> usize {
    let mut rounds = 0;
    loop {
        let first = log("first");
        rounds += 1;
        let second = load("second").await;
        if rounds < 2 {
            continue;
        }
        if rounds == 2 {
            drop(first);
            tick("second round").await;
            continue;
        }
        return second.len() + rounds;
    }
}

#[visible_async]
async fn break_drops_locals() {
    let outer = log("outer");
    loop {
        let a = log("a");
        let b = load("b").await;
        {
            let c = log("c");
            if c.send("x").await == 2 {
                break;
            }
        }
        drop((a, b));
    }
    tick("after").await;
    outer.touch("end");
}

#[visible_async]
async fn return_from_loop(stop: usize) -> Log {
    let outer = log("outer");
    for (at, step) in steps("s", 3).enumerate() {
        let inner = log("inner");
        tick("step").await;
        if at + 1 == stop {
            return step;
        }
        inner.touch("not yet");
    }
    outer
}

// In the arm that calls it, what is left of the round before may still be there.
#[visible_async]
async fn changed_in_each_round_behind_a_new_value(rounds: usize) -> usize {
    let (mut rest, mut sum) = (log("rest"), 0);
    loop {
        rest = load("next").await;
        sum += rest.nibble();
        if sum >= rounds * 4 {
            break;
        }
        tick("again").await;
    }
    tick("behind").await;
    sum
}
