// Branches: if, else-if, if let, let-else, match with guards, bindings of every mode, leftovers of a scrutinee.
use visible_async_test_support::prelude::*;

cases! {
    condition_that_begins_with_a_block();
    operand_begins_with_a_block();
    renewed_in_a_branch(Some(log("given")));
    renewed_in_a_branch(None);
    if_else(true);
    if_else(false);
    else_if_chain(1);
    else_if_chain(2);
    else_if_chain(3);
    awaited_conditions(2);
    if_let_by_move(Some(log("given")));
    if_let_by_move(None);
    if_let_by_reference(Some(log("given")));
    if_let_else_if(Ok(log("good")));
    if_let_else_if(Err(log("bad")));
    let_else_returns(Some(log("given")));
    let_else_returns(None);
    let_else_in_loop();
    literal_before_a_wait();
}

#[visible_async]
async fn if_else(quick: bool) -> Log {
    let outer = log("outer");
    let result = if quick {
        let inner = log("inner");
        inner.send("x").await;
        inner
    } else {
        load("slow").await
    };
    outer.send("end").await;
    result
}

#[visible_async]
async fn else_if_chain(level: u8) -> usize {
    let held = log("held");
    if level == 1 {
        load("one").await.len()
    } else if level == leaf("two", 2).await {
        let more = log("more");
        held.send("x").await + more.len()
    } else {
        drop(held);
        tick("other").await;
        0
    }
}

#[visible_async]
async fn awaited_conditions(n: usize) -> &'static str {
    let held = log("held");
    if load("cond").await.len() == n {
        "first"
    } else if held.send("x").await > n && leaf("flag", true).await {
        tick("inside").await;
        "second"
    } else {
        "third"
    }
}

#[visible_async]
async fn if_let_by_move(value: Option<Log>) -> usize {
    let size = if let Some(value) = value {
        tick("inside").await;
        value.finish()
    } else {
        tick("empty").await;
        0
    };
    tick("after").await;
    size
}

#[visible_async]
async fn if_let_by_reference(mut value: Option<Log>) -> Option<Log> {
    if let Some(inner) = &value {
        inner.send("shared").await;
    }
    if let Some(inner) = &mut value {
        inner.fill("+").await;
    }
    if let Some(inner) = value.as_mut() {
        inner.fill("-").await;
    }
    value
}

#[visible_async]
async fn if_let_else_if(result: Result<Log, Log>) -> usize {
    let fallback = Some(log("fallback"));
    if let Ok(good) = &result {
        good.send("ok").await
    } else if let Some(other) = fallback {
        tick("other").await;
        other.finish()
    } else {
        0
    }
}

#[visible_async]
async fn let_else_returns(value: Option<Log>) -> usize {
    let before = log("before");
    let Some(value) = value else {
        before.send("none").await;
        return 0;
    };
    tick("wait").await;
    value.len() + before.len()
}

#[visible_async]
async fn let_else_in_loop() -> usize {
    let mut source = steps("s", 3);
    let mut total = 0;
    loop {
        let Some(step) = source.next() else { break };
        let (Ok(size) | Err(size)) = step.commit().await.map_err(|_| 0);
        let 1.. = size else { continue };
        total += size;
    }
    total
}

#[visible_async]
async fn renewed_in_a_branch(given: Option<Log>) -> usize {
    let size = if let Some(mut page) = given {
        drop(page);
        page = load("again").await;
        page.finish()
    } else {
        leaf("none", 0).await
    };
    match Some(log("matched")) {
        Some(mut other) => {
            drop(other);
            other = load("other").await;
            size + other.finish()
        }
        None => size,
    }
}

#[visible_async]
async fn operand_begins_with_a_block() -> bool {
    let first = leaf("first", 1).await;
    first == leaf("second", 2).await || {
        let held = log("held");
        held.len()
    } == log("four").len()
}

#[visible_async]
async fn condition_that_begins_with_a_block() -> usize {
    let mut rounds = 0;
    while {
        tick("round").await;
        rounds
    } < load("ab").await.len()
    {
        rounds += 1;
    }
    rounds
}

#[visible_async]
async fn literal_before_a_wait() -> bool {
    let right = log("b");
    let same = log("b") == Pair { left: log("a"), right }.right && leaf("ready", true).await;
    tick("after").await;
    same
}
