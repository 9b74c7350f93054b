// A drop that panics while a value is on its way to its place.
use visible_async_test_support::prelude::*;

cases! {
    field_put_back_beside_a_rest(pair("both"));
    rest_of_an_arm_that_waits();
    rest_of_an_arm_by_name();
    rest_of_an_arm_beside_a_return(false);
    rest_of_an_arm_beside_a_return(true);
    rests_of_two_arms(true);
    rests_of_two_arms(false);
    rest_of_an_arm_that_is_a_tail();
    rest_before_a_let_else(true);
    rest_before_a_let_else(false);
    rest_of_an_if_let();
    rests_of_an_argument((log("a"), log("b"), log("c")));
    operand_beside_a_scrutinee();
    rests_in_a_loop();
    operand_beside_a_scrutinee_of_a_tail();
    operand_beside_a_scrutinee_of_an_if_let();
    operand_beside_a_scrutinee_matched_at_once();
    operand_of_an_arm_beside_a_temporary(log("given"));
    scrutinee_of_a_scrutinee(true);
    scrutinee_of_a_scrutinee(false);
    ignored_literal();
    pattern_beside_a_base();
    assigned_in_part(log("given"), true);
    assigned_in_part(log("given"), false);
}

#[visible_async]
async fn field_put_back_beside_a_rest(mut both: Pair) -> usize {
    both.left = (load("other").await, both.left).1;
    tick("after").await;
    both.right.len()
}

#[visible_async]
async fn rest_of_an_arm_that_waits() -> usize {
    let list = match leaf("both", pair("both")).await {
        Pair { left, .. } => vec![load("made").await, left],
    };
    tick("after").await;
    list.len()
}

#[visible_async]
async fn rest_of_an_arm_by_name() -> usize {
    let made = match leaf("both", pair("both")).await {
        Pair { left, right: _ } => {
            tick("in").await;
            left.with("more")
        }
    };
    tick("after").await;
    made.len()
}

#[visible_async]
async fn rest_of_an_arm_beside_a_return(leaves: bool) -> usize {
    let made = match leaf("both", pair("both")).await {
        Pair { left, .. } => {
            if leaf("leaves", leaves).await {
                return left.finish();
            }
            load("made").await
        }
    };
    tick("after").await;
    made.len()
}

#[visible_async]
async fn rests_of_two_arms(first: bool) -> usize {
    let made = match (leaf("first", first).await, pair("both"), log("other")) {
        (true, Pair { left: _, right }, _) => right.with(load("more").await.name()),
        (false, Pair { left, right: _ }, other) => {
            tick("in").await;
            other.with(left.name())
        }
    };
    tick("after").await;
    made.len()
}

#[visible_async]
async fn rest_of_an_arm_that_is_a_tail() -> usize {
    let made = {
        let held = log("held");
        held.touch("x");
        match leaf("both", pair("both")).await {
            Pair { left: _, right } => {
                tick("in").await;
                right
            }
        }
    };
    tick("after").await;
    made.len()
}

#[visible_async]
async fn rest_before_a_let_else(some: bool) -> usize {
    let Some(made) = (match leaf("both", pair("both")).await {
        Pair { left: _, right } => leaf("some", some.then_some(right)).await,
    }) else {
        tick("else").await;
        return 0;
    };
    tick("after").await;
    made.len()
}

#[visible_async]
async fn rest_of_an_if_let() -> usize {
    let made = if let (Some(first), _) = (leaf("some", Some(log("some"))).await, log("rest")) {
        tick("in").await;
        first
    } else {
        log("other")
    };
    tick("after").await;
    made.len()
}

#[visible_async]
async fn rests_of_an_argument((_, kept, _): (Log, Log, Log)) -> usize {
    tick("in").await;
    kept.len()
}

#[visible_async]
async fn operand_beside_a_scrutinee() -> usize {
    let size = match (
        log("operand"),
        match (leaf("number", 1).await, log("scrutinee")) {
            (1, _) => load("one").await,
            _ => log("other"),
        },
    ) {
        (operand, made) => {
            tick("in").await;
            operand.len() + made.len()
        }
    };
    tick("after").await;
    size
}

#[visible_async]
async fn rests_in_a_loop() -> usize {
    let mut sum = 0;
    for at in 0..2 {
        let (made, more) = match (pair("both"), leaf("third", log("third")).await) {
            (Pair { left, right: _ }, _) if at == 0 => (left, load("more").await),
            (Pair { left: _, right }, third) => {
                tick("in").await;
                (third, right)
            }
        };
        tick("after").await;
        sum += made.len() + more.len();
    }
    sum
}

#[visible_async]
async fn operand_beside_a_scrutinee_of_a_tail() -> usize {
    match (
        log("operand"),
        match (leaf("number", 1).await, log("scrutinee")) {
            (1, _) => load("one").await,
            _ => log("other"),
        },
    ) {
        (operand, made) => {
            tick("in").await;
            operand.len() + made.len()
        }
    }
}

#[visible_async]
async fn operand_beside_a_scrutinee_of_an_if_let() -> usize {
    let size = if let (operand, Some(made)) = (
        log("operand"),
        match (leaf("number", 1).await, log("scrutinee")) {
            (1, _) => Some(load("one").await),
            _ => None,
        },
    ) {
        tick("in").await;
        operand.len() + made.len()
    } else {
        0
    };
    tick("after").await;
    size
}

#[visible_async]
async fn operand_beside_a_scrutinee_matched_at_once() -> usize {
    let size = match (
        log("operand"),
        match (leaf("number", 1).await, log("scrutinee")) {
            (1, _) => load("one").await,
            _ => log("other"),
        },
    ) {
        (operand, made) => operand.len() + made.len(),
    };
    tick("after").await;
    size
}

#[visible_async]
async fn operand_of_an_arm_beside_a_temporary(given: Log) -> usize {
    let made = match leaf("number", 1).await {
        1 => given.with(load("more").await.name()),
        _ => given,
    };
    tick("after").await;
    made.len()
}

#[visible_async]
async fn scrutinee_of_a_scrutinee(first: bool) -> usize {
    let operand = log("operand");
    let size = if let Some(made) = match measure(&operand, (leaf("number", 3).await, log("place")).0).await {
        3 => Some(load("three").await),
        _ => None,
    } {
        tick("in").await;
        made.len()
    } else {
        0
    };
    let other = match (log("made"), leaf("both", (pair("both"), first)).await.1) {
        (made, true) => made.send("true").await,
        (_, false) => operand.len(),
    };
    tick("after").await;
    size + other
}

async fn measure(log: &Log, times: usize) -> usize {
    tick("measure").await;
    log.len() / 7 * times
}

#[visible_async]
async fn ignored_literal() -> usize {
    let _ =
        Pair { left: [load("a").await, log("b")].into_iter().last().unwrap(), ..Pair { left: log("c"), right: load("d").await } };
    let _ = (load("e").await, (log("f"), load("g").await).0);
    let _ = [log("h"), (load("i").await, log("j")).1];
    tick("after").await;
    log("end").len()
}

#[visible_async]
async fn pattern_beside_a_base() -> usize {
    let user = load("user").await;
    let Pair { left, right } = leaf("both", Pair { left: log("left"), ..paired(user) }).await;
    tick("after").await;
    let (_, more): (Log, Log) = leaf("more", (log("rest"), paired(left).right)).await;
    tick("end").await;
    right.len() + more.len()
}

fn paired(left: Log) -> Pair {
    Pair { left, right: log("paired") }
}

#[visible_async]
async fn assigned_in_part(mut given: Log, moves: bool) -> usize {
    let (mut one, mut other) = (log("one"), log("other"));
    (one, _) = leaf("both", (log("new one"), log("rest"))).await;
    tick("first").await;
    Pair { left: other, .. } = leaf("pair", pair("pair")).await;
    tick("second").await;
    if moves {
        drop(given);
    }
    (given, _) = (load("again").await, log("left"));
    tick("after").await;
    one.len() + other.len() + given.len()
}
