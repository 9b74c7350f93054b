// Scopes of temporaries: what is a scope by itself drops its operands and temporaries in one row, a statement the operands first.
use visible_async_test_support::prelude::*;

cases! {
    arm_without_braces(Some(log("matched")));
    arm_without_braces(None);
    arm_with_braces(Some(log("matched")));
    arm_with_braces(None);
    condition();
    loop_condition();
    chain_of_conditions();
    negated_condition();
    branches(true);
    branches(false);
    value_of_let();
    statement();
    tail();
    operand_before_a_call_in_a_tail();
    operand_before_a_native_call_in_a_tail();
    operand_before_a_call_in_a_let();
    leaf_in_a_tail(true);
    leaf_in_a_tail(false);
    leaf_that_returns_in_a_tail(true);
    leaf_that_returns_in_a_tail(false);
    leaf_that_returns_in_a_let(true);
    leaf_that_returns_in_a_let(false);
    leaf_as_a_condition(true);
    leaf_as_a_condition(false);
    leaf_in_a_bare_tail(true);
    leaf_in_a_bare_tail(false);
    guard(Some(log("matched")));
    returned(true);
    broken_with();
}

fn mix(left: Log, lent: &Log, right: Log) -> usize {
    event("mix");
    left.len() + lent.len() + right.len()
}

fn less(left: Log, lent: &Log, right: Log) -> bool {
    mix(left, lent, right) < 30
}

#[visible_async]
async fn arm_without_braces(matched: Option<Log>) -> usize {
    let size = match matched {
        Some(name) => mix(load("left").await, &log("lent"), load("right").await) + name.len(),
        None => mix(load("left").await, &log("lent"), load("right").await),
    };
    tick("after").await;
    size
}

#[visible_async]
async fn arm_with_braces(matched: Option<Log>) -> usize {
    let size = match matched {
        Some(name) => {
            let first = log("first");
            mix(name, &log("lent"), load("right").await) + first.len()
        }
        None => mix(load("left").await, &log("lent"), load("right").await),
    };
    tick("after").await;
    size
}

#[visible_async]
async fn condition() -> usize {
    if less(load("left").await, &log("lent"), load("right").await) {
        return 1;
    }
    tick("after").await;
    0
}

#[visible_async]
async fn loop_condition() -> usize {
    let mut rounds = 0;
    while less(load("left").await, &log("lent"), load("right").await) && rounds < 2 {
        rounds += 1;
    }
    rounds
}

#[visible_async]
async fn chain_of_conditions() -> usize {
    if less(load("left").await, &log("lent"), load("right").await)
        && less(load("left2").await, &log("lent2"), load("right2").await)
        || less(load("left3").await, &log("lent3"), load("right3").await)
    {
        tick("inside").await;
    }
    tick("after").await;
    0
}

#[visible_async]
async fn negated_condition() -> usize {
    let done = !less(load("left").await, &log("lent"), load("right").await);
    if !less(load("left").await, &log("lent"), load("right").await) || done {
        return 1;
    }
    tick("after").await;
    0
}

#[visible_async]
async fn branches(which: bool) -> usize {
    let size = if which {
        mix(load("left").await, &log("lent"), load("right").await)
    } else {
        mix(load("left2").await, &log("lent2"), load("right2").await)
    };
    tick("after").await;
    size
}

#[visible_async]
async fn value_of_let() -> usize {
    let size = mix(load("left").await, &log("lent"), load("right").await);
    tick("after").await;
    size
}

#[visible_async]
async fn statement() {
    mix(load("left").await, &log("lent"), load("right").await);
    tick("after").await;
}

#[visible_async]
async fn tail() -> usize {
    let first = log("first");
    mix(load("left").await, &log("lent"), load("right").await)
}

fn join(left: Log, right: usize) -> usize {
    event("join");
    left.len() + right
}

#[visible_async]
async fn operand_before_a_call_in_a_tail() -> usize {
    let first = log("first");
    join(load("left").await, mix(log("moved"), &log("lent"), load("right").await))
}

#[visible_async]
async fn operand_before_a_native_call_in_a_tail() -> usize {
    let first = log("first");
    join(load("left").await, mix(log("moved"), &log("lent"), log("right")))
}

#[visible_async]
async fn operand_before_a_call_in_a_let() -> usize {
    let size = join(load("left").await, mix(log("moved"), &log("lent"), load("right").await));
    tick("after").await;
    size
}

#[visible_async]
async fn leaf_in_a_tail(which: bool) -> usize {
    let first = log("first");
    mix(
        load("left").await,
        &log("lent"),
        match Some(load("scrutinee").await) {
            Some(name) if leaf("guard", which).await => name,
            _ => log("other"),
        },
    )
}

#[visible_async]
async fn leaf_that_returns_in_a_tail(which: bool) -> usize {
    let first = log("first");
    mix(
        load("left").await,
        &log("lent"),
        match Some(load("scrutinee").await) {
            Some(name) if leaf("guard", which).await => name,
            _ => return 1,
        },
    )
}

#[visible_async]
async fn leaf_that_returns_in_a_let(which: bool) -> usize {
    let size = mix(
        load("left").await,
        &log("lent"),
        match Some(load("scrutinee").await) {
            Some(name) if leaf("guard", which).await => name,
            _ => return 1,
        },
    );
    tick("after").await;
    size
}

#[visible_async]
async fn leaf_as_a_condition(which: bool) -> usize {
    if less(
        load("left").await,
        &log("lent"),
        match Some(load("scrutinee").await) {
            Some(name) if leaf("guard", which).await => name,
            _ => return 1,
        },
    ) {
        tick("inside").await;
    }
    0
}

#[visible_async]
async fn leaf_in_a_bare_tail(which: bool) -> usize {
    mix(
        load("left").await,
        &log("lent"),
        match Some(load("scrutinee").await) {
            Some(name) if leaf("guard", which).await => name,
            _ => log("other"),
        },
    )
}

#[visible_async]
async fn guard(matched: Option<Log>) -> usize {
    match matched {
        Some(name) if less(load("left").await, &log("lent"), load("right").await) => name.len(),
        _ => 0,
    }
}

#[visible_async]
async fn returned(early: bool) -> usize {
    if early {
        return mix(load("left").await, &log("lent"), load("right").await);
    }
    0
}

#[visible_async]
async fn broken_with() -> usize {
    let size = loop {
        break mix(load("left").await, &log("lent"), load("right").await);
    };
    tick("after").await;
    size
}
