// What stands beside a block that is an operand, with temporaries in the block's tail.
use visible_async_test_support::prelude::*;

cases! {
    labelled_base_in_a_block(true);
    labelled_base_in_a_block(false);
    part_beside_a_tail(true);
    part_beside_a_tail(false);
    part_of_an_awaited_value_beside_a_tail();
    receiver_beside_a_tail();
    moved_part_beside_a_tail(true);
    moved_part_beside_a_tail(false);
    moved_parts_in_a_tuple();
    moved_part_as_an_argument();
    moved_part_and_a_branch(true);
    base_beside_a_tail();
    reference_beside_a_tail();
    beside_two_tails();
    beside_the_tail_of_a_branch(true);
    beside_the_tail_of_an_arm(2);
    receiver_in_braces();
    borrowed_in_braces();
    argument_in_braces(true);
    operators_in_braces();
    formatted_in_braces();
    value_beside_a_part_of_a_tail(true);
    value_beside_a_part_of_a_tail(false);
}

// Up to edition 2021 the rests of the bases die after what the pattern leaves of the value.
#[visible_async]
async fn labelled_base_in_a_block(early: bool) -> usize {
    let Pair { left, .. } = {
        'made: {
            if early {
                break 'made pair("early");
            }
            tick("in").await;
            Pair { left: log("left"), ..Pair { right: load("right").await, ..pair("base") } }
        }
    };
    tick("after").await;
    left.len()
}

// Up to edition 2021 the temporaries of the tail are made after the operand beside it, and die before.
#[visible_async]
async fn part_beside_a_tail(early: bool) -> usize {
    let size = pair("pair").left.len()
        + 'out: {
            if early {
                break 'out load("early").await.len();
            }
            event("in");
            log("temporary").send(&load("argument").await.name().to_owned()).await
        };
    tick("after").await;
    size
}

#[visible_async]
async fn part_of_an_awaited_value_beside_a_tail() -> Log {
    let made = Pair { right: load("right").await, left: log("left") }.left.with({
        event("in");
        tick(&shout(&log("temporary"), load("argument").await.len())).await;
        let _held = log("held");
        leaf("tail", if pick(&log("last"), load("argument").await.len()) > 3 { "a" } else { "b" }).await
    });
    tick("after").await;
    made
}

#[visible_async]
async fn receiver_beside_a_tail() -> usize {
    load("receiver").await.touch({
        event("in");
        leaf("name", if pick(&log("other"), load("argument").await.len()) > 3 { "a" } else { "b" }).await
    });
    let size = pair("pair").right.grow("x").len() + {
        event("in");
        leaf("name", pick(&log("other"), load("argument").await.len())).await
    };
    tick("after").await;
    size
}

#[visible_async]
async fn moved_part_beside_a_tail(early: bool) -> usize {
    let _ = Pair { right: load("right").await, left: log("left") }.left
        + 'out: {
            if early {
                break 'out load("early").await;
            }
            event("in");
            join(&load("first").await, &load("second").await).await
        };
    tick("after").await;
    1
}

#[visible_async]
async fn moved_parts_in_a_tuple() -> usize {
    let (left, n) = (pair("pair").left, {
        event("in");
        measure(&load("first").await, &load("second").await).await
    });
    tick("after").await;
    left.len() + n
}

#[visible_async]
async fn moved_part_as_an_argument() -> usize {
    let size = take(pair("pair").left, {
        event("in");
        measure(&load("first").await, &load("second").await).await
    })
    .await;
    tick("after").await;
    size
}

#[visible_async]
async fn moved_part_and_a_branch(yes: bool) -> usize {
    let size = sum(leaf("pair", pair("pair")).await.left, {
        event("in");
        if yes {
            return measure(&load("first").await, &load("second").await).await;
        }
        match pair("matched").left {
            left => measure(&left, &load("third").await).await + pick(&log("last"), load("argument").await.len()),
        }
    });
    tick("after").await;
    size
}

#[visible_async]
async fn base_beside_a_tail() -> usize {
    let size = Pair { left: load("left").await, ..pair("base") }.right.len() + {
        event("in");
        log("temporary").send(load("argument").await.name()).await
    };
    tick("after").await;
    size
}

#[visible_async]
async fn reference_beside_a_tail() -> usize {
    let size = pick(&load("first").await, {
        event("in");
        log("temporary").send(load("argument").await.name()).await
    });
    tick("after").await;
    size
}

#[visible_async]
async fn beside_two_tails() -> usize {
    let size = pair("pair").left.len()
        + {
            event("one");
            log("temporary").send(load("argument").await.name()).await
        }
        + pair("other").right.len()
        + {
            event("two");
            pair("last").left.send(load("last argument").await.name()).await
        };
    tick("after").await;
    size
}

#[visible_async]
async fn beside_the_tail_of_a_branch(yes: bool) -> usize {
    let size = pair("pair").left.len()
        + if yes {
            event("in");
            log("temporary").send(load("argument").await.name()).await
        } else {
            0
        };
    tick("after").await;
    size
}

#[visible_async]
async fn beside_the_tail_of_an_arm(n: usize) -> usize {
    let size = pair("pair").left.len()
        + match log("matched").len() {
            0 => 0,
            more => {
                let n = n + more;
                pick(&log("temporary"), load("argument").await.send("x").await + n)
            }
        };
    tick("after").await;
    size
}

// Up to edition 2021 braces around a value are no scope: what the value leaves outlives the operation.
#[visible_async]
async fn receiver_in_braces() -> usize {
    let kept = { some((load("first").await, load("second").await).0) }.or(some(log("other")));
    tick("after").await;
    kept.map_or(0, |kept| kept.len())
}

#[visible_async]
async fn borrowed_in_braces() -> usize {
    let size = pick(&{ pair("pair").left.with(load("with").await.name()) }, { load("number").await }.len());
    tick("after").await;
    size + { join(&load("first").await, &load("second").await).await.with("x") }.send("sent").await
}

#[visible_async]
async fn argument_in_braces(yes: bool) -> usize {
    let size = sum({ (load("first").await, load("second").await).1 } + log("added"), {
        if yes { pick(&log("picked"), load("argument").await.len()) } else { 0 }
    });
    tick("after").await;
    size
}

#[visible_async]
async fn operators_in_braces() -> usize {
    let size = { (load("first").await, 1).1 + load("second").await.len() } * { pick(&load("third").await, 2) } + 1;
    let sum = { (pair("pair").left, load("fourth").await).0 + load("fifth").await };
    let same = { load("a").await.len() + 1 } == { pick(&log("b"), 1) };
    tick("after").await;
    size + usize::from(same)
}

#[visible_async]
async fn formatted_in_braces() -> usize {
    let text = format!("{} {} {}", log("first"), { (load("a").await, log("b")).0 }, { (log("c"), load("d").await).1 });
    tick("after").await;
    text.len()
}

fn some(value: Log) -> Option<Log> {
    event("some");
    Some(value)
}

fn pick(a: &Log, b: usize) -> usize {
    a.touch("picked");
    a.len() + b
}

fn shout(a: &Log, b: usize) -> String {
    format!("{} {b}", a.name())
}

fn sum(a: Log, b: usize) -> usize {
    a.len() + b
}

async fn take(a: Log, b: usize) -> usize {
    tick("take").await;
    a.len() + b
}

async fn measure(a: &Log, b: &Log) -> usize {
    tick("measure").await;
    a.len() + b.len()
}

async fn join(a: &Log, b: &Log) -> Log {
    tick("join").await;
    log(format!("{}{}", a.name(), b.name()))
}

#[visible_async]
async fn value_beside_a_part_of_a_tail(stops: bool) -> usize {
    let value = 'out: {
        if ready("stops", stops).await {
            break 'out log("early");
        }
        {
            drop(load("first").await);
            (log("dies"), load("second").await).1
        }
    };
    value.len()
}
