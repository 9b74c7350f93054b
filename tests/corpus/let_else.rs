// `let .. else` whose value leaves temporaries: what does not match dies before these, and they before what the names get. Patterns that
// move a part and lend another with `ref mut`.
use visible_async_test_support::prelude::*;

cases! {
    beside_a_match(log("given"), false);
    beside_a_match(log("given"), true);
    beside_a_match_that_waits(log("given"), false);
    beside_a_match_that_waits(log("given"), true);
    beside_an_if_let(false);
    beside_an_if_let(true);
    beside_an_argument(false);
    beside_an_argument(true);
    with_a_type(false);
    with_a_type(true);
    of_several_names(Some(log("first")));
    of_several_names(None);
    of_no_name(true);
    of_no_name(false);
    in_a_loop();
    lent_beside_a_move(Kind::Two { x: log("x"), y: Some(log("y")) });
    lent_beside_a_move(Kind::Two { x: log("x"), y: None });
    lent_beside_a_move(Kind::One(log("one")));
    lent_in_a_closure(Kind::Two { x: log("x"), y: Some(log("y")) });
    lent_in_a_closure(Kind::One(log("one")));
    lent_and_left_in_a_closure(Kind::Two { x: log("x"), y: None });
}

#[allow(dead_code)]
enum Kind {
    One(Log),
    Two { x: Log, y: Option<Log> },
}

fn made(name: &str, fails: bool) -> Result<Log, Log> {
    if fails { Err(log("error")) } else { Ok(log(name)) }
}

#[visible_async]
async fn beside_a_match(given: Log, fails: bool) -> usize {
    let Ok(found) = (match (Some(given), None::<Log>) {
        (_, Some(other)) => Ok(other),
        _ => made("found", fails),
    }) else {
        tick("else").await;
        return 1;
    };
    tick("after").await;
    found.len()
}

#[visible_async]
async fn beside_a_match_that_waits(given: Log, fails: bool) -> usize {
    let Ok(found) = (match (Some(given), None::<Log>) {
        (_, Some(other)) => Ok(other),
        _ => leaf("made", made("found", fails)).await,
    }) else {
        return 1;
    };
    tick("after").await;
    found.len()
}

#[visible_async]
async fn beside_an_if_let(fails: bool) -> usize {
    let Ok(found) =
        (if let (_, Some(other)) = (log("left"), None::<Log>) { Ok(other) } else { leaf("made", made("found", fails)).await })
    else {
        tick("else").await;
        return 1;
    };
    found.len()
}

#[visible_async]
async fn beside_an_argument(fails: bool) -> usize {
    let held = log("held");
    let Ok(mut found) = made(log("name").name(), fails && log("temporary").len() + load("waits").await.len() > 1) else {
        tick("else").await;
        return held.len();
    };
    found.grow("+");
    tick("after").await;
    found.len() + held.len()
}

#[visible_async]
async fn with_a_type(fails: bool) -> usize {
    let Ok(found): Result<Log, _> = (match (log("left"), None::<Log>) {
        (_, Some(other)) => Ok(other),
        _ => leaf("made", made("found", fails)).await,
    }) else {
        tick("else").await;
        return 1;
    };
    tick("after").await;
    found.len()
}

#[visible_async]
async fn of_several_names(first: Option<Log>) -> usize {
    let (Some(first), mut second) = (first, load(log("temporary").name()).await) else {
        tick("else").await;
        return 1;
    };
    second.fill("more").await;
    first.len() + second.len()
}

#[visible_async]
async fn of_no_name(fails: bool) -> usize {
    let Ok(_) = made(load("temporary").await.name(), fails) else {
        tick("else").await;
        return 1;
    };
    tick("after").await;
    2
}

#[visible_async]
async fn in_a_loop() -> usize {
    let mut all = 0;
    for fails in [false, true, false] {
        let Ok(found) = made(load("temporary").await.name(), fails) else {
            if all > 9 {
                break;
            }
            tick("else").await;
            continue;
        };
        all += found.send("x").await;
    }
    all
}

#[visible_async]
async fn lent_beside_a_move(kind: Kind) -> usize {
    let mut kind: Kind = kind;
    tick("before").await;
    let size = match kind {
        Kind::Two { x, ref mut y } => {
            if let Some(y) = y {
                y.fill("more").await;
            }
            x.len()
        }
        Kind::One(_) => 0,
    };
    tick("after").await;
    size
}

#[visible_async]
async fn lent_in_a_closure(mut kind: Kind) -> usize {
    let run = move || {
        if let Kind::Two { x, ref mut y } = kind {
            y.take();
            return x.finish();
        }
        0
    };
    let size = run();
    tick("after").await;
    size
}

#[visible_async]
async fn lent_and_left_in_a_closure(mut kind: Kind) -> usize {
    let mut run = move || {
        if let Kind::Two { ref mut x, .. } = kind {
            x.grow("+");
            return x.len();
        }
        0
    };
    let size = run() + run();
    tick("after").await;
    size
}
