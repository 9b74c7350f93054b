// Drop order, first of all: many droppable values of every kind alive at once, at many waits.
use visible_async_test_support::prelude::*;

cases! {
    locals_and_arguments(log("arg1"), log("arg2"));
    locals_in_nested_blocks();
    temporaries_and_locals();
    operands_in_flight();
    struct_in_flight();
    array_in_flight();
    arguments_in_flight();
    scrutinee_and_arms();
    for_iterator_and_item();
    moved_parts_and_rest();
    conditional_moves(true, false);
    conditional_moves(false, true);
    loop_with_leftovers();
    question_with_leftovers(true);
    return_with_leftovers(2);
    break_with_leftovers();
}

#[visible_async]
async fn locals_and_arguments(first: Log, second: Log) -> Log {
    let a = log("a");
    tick("one").await;
    let b = log("b");
    let moved = first;
    tick("two").await;
    let c = log("c");
    drop(b);
    tick("three").await;
    drop(second);
    let _d = log("d");
    tick("four").await;
    moved.touch("end");
    c.with(a.name())
}

#[visible_async]
async fn locals_in_nested_blocks() {
    let _a = log("a");
    {
        let _b = log("b");
        tick("one").await;
        {
            let _c = log("c");
            tick("two").await;
            let _d = log("d");
        }
        tick("three").await;
        let _e = log("e");
        tick("four").await;
    }
    let _f = log("f");
    tick("five").await;
}

#[visible_async]
async fn temporaries_and_locals() -> usize {
    let a = log("a");
    let n = log("t1").len() + log("t2").send(log("t3").name()).await + a.len();
    let b = &log("extended");
    let m = (log("t4"), load("t5").await).1.len() + { log("inner").len() };
    tick("wait").await;
    n + m + b.len()
}

#[visible_async]
async fn operands_in_flight() -> Log {
    log("a") + load("b").await + (log("c") + load("d").await) + log("e")
}

#[visible_async]
async fn struct_in_flight() -> (Pair, Log) {
    let extra = log("extra");
    (Pair { right: log("right"), left: load("left").await }, load("last").await + extra)
}

#[visible_async]
async fn array_in_flight() -> Vec<Log> {
    let list = [log("a"), load("b").await, log("c"), load("d").await];
    let list = Vec::from(list);
    tick("wait").await;
    vec![list, vec![load("e").await, log("f")]].into_iter().flatten().collect()
}

fn keep(_: &Log, first: Log, _: Log, last: usize) -> Log {
    event(format!("kept {last}"));
    first
}

#[visible_async]
async fn arguments_in_flight() -> Log {
    let held = log("held");
    let kept = keep(&log("t"), log("a"), load("b").await, held.send("x").await);
    tick("after").await;
    keep(&kept, load("c").await, log("d"), log("u").send("y").await)
}

#[visible_async]
async fn scrutinee_and_arms() -> usize {
    let value = Some(pair("p"));
    let size = match (value, log("beside").len()) {
        (Some(Pair { left, .. }), n) if n > 2 => {
            let inner = log("inner");
            left.send(inner.name()).await + n
        }
        (other, _) => other.map_or(0, |both| both.left.len()),
    };
    event("after match");
    tick("wait").await;
    size
}

#[visible_async]
async fn for_iterator_and_item() -> usize {
    let outer = log("outer");
    let mut total = 0;
    for item in steps("s", 3).chain([log("tail")]) {
        let inner = log("inner");
        total += item.send(outer.name()).await;
        if total > 14 {
            tick("enough").await;
            break;
        }
        drop(item);
        inner.send("late").await;
    }
    tick("after").await;
    total
}

#[visible_async]
async fn moved_parts_and_rest() -> usize {
    let p = pair("p");
    let q = (pair("q"), log("r"));
    drop(p.left);
    tick("one").await;
    let ((Pair { right, .. }, _), s) = (q, log("s"));
    tick("two").await;
    right.finish() + s.len()
}

#[visible_async]
async fn conditional_moves(first: bool, second: bool) {
    let a = log("a");
    let b = log("b");
    let c;
    if first {
        drop(a);
        tick("first").await;
    }
    if second {
        c = b;
        tick("second").await;
        c.touch("moved here");
    }
    let _d = log("d");
    tick("end").await;
}

#[visible_async]
async fn loop_with_leftovers() -> usize {
    let mut kept = Vec::new();
    let mut n = 0;
    while n < 3 {
        n += 1;
        let a = log(format!("a{n}"));
        let b = load("b").await;
        if n == 1 {
            kept.push(a);
            continue;
        }
        if n == 3 {
            kept.insert(0, b);
            tick("leaving").await;
            break;
        }
        tick("round").await;
    }
    kept.len()
}

#[visible_async]
async fn question_with_leftovers(fails: bool) -> Result<Log, AppError> {
    let a = log("a");
    let b = log("b");
    drop(a);
    let sum = log("t") + fail("c", false).await? + b + fail("d", fails).await?;
    Ok(sum)
}

#[visible_async]
async fn return_with_leftovers(stop: usize) -> Log {
    let a = log("a");
    for n in 0..4 {
        let b = log(format!("b{n}"));
        match n {
            n if n == stop => {
                let c = load("c").await;
                return keep(&a, b, c, log("t").len());
            }
            _ => b.send("x").await,
        };
    }
    a
}

#[visible_async]
async fn break_with_leftovers() -> Log {
    let outer = log("outer");
    let found = 'find: {
        let a = log("a");
        let b = load("b").await;
        loop {
            let c = log("c");
            if c.send("x").await > 1 {
                break 'find keep(&b, c, a, 1);
            }
        }
    };
    tick("after").await;
    found + outer
}
