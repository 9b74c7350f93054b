// Locals: scopes, shadowing, deferred and conditional initialisation, conditional moves, values put back.
use visible_async_test_support::prelude::*;

cases! {
    reverse_order();
    sibling_scopes();
    shadowing_keeps_alive();
    shadowing_by_itself();
    deferred(true);
    deferred(false);
    deferred_over_wait(2);
    conditionally_initialised(true);
    conditionally_initialised(false);
    conditionally_moved(true);
    conditionally_moved(false);
    moved_in_a_loop();
    put_back();
    assigned_over();
    assigned_over_waits();
    moved_in_match(Some(2));
    moved_in_match(None);
    wildcard_drops_at_once();
    wildcard_leaves_in_place();
    early_drop();
    several_at_once();
    never_initialised(false);
    swapped();
    taken_and_replaced();
    const_and_static();
    block_local_guard();
}

#[visible_async]
async fn reverse_order() {
    let _a = log("a");
    tick("first").await;
    let _b = log("b");
    tick("second").await;
    let _c = log("c");
}

#[visible_async]
async fn sibling_scopes() -> usize {
    let mut total = 0;
    {
        let header = load("header").await;
        total += header.send("one").await;
    }
    {
        let body = load("body").await;
        let trailer = log("trailer");
        total += body.send("two").await + trailer.len();
    }
    tick("after").await;
    total
}

#[visible_async]
async fn shadowing_keeps_alive() -> String {
    let text = load("text").await;
    let text = format!("{text}/{}", load("path").await);
    tick("wait").await;
    let text = log(text);
    tick("again").await;
    text.to_string()
}

#[visible_async]
async fn shadowing_by_itself() -> Log {
    let step = log("step");
    let step = step.with("1");
    tick("first").await;
    let step = step.with("2");
    tick("second").await;
    step.with("3")
}

#[visible_async]
async fn deferred(quick: bool) -> usize {
    let answer;
    let other = log("other");
    if quick {
        answer = log("quick");
    } else {
        answer = load("slow").await;
    }
    tick("wait").await;
    answer.len() + other.len()
}

#[visible_async]
async fn deferred_over_wait(n: usize) -> Log {
    let (first, second);
    tick("before").await;
    second = load("second").await;
    tick("between").await;
    first = log(format!("first{n}"));
    tick("after").await;
    event(format!("{second}"));
    first
}

#[visible_async]
async fn conditionally_initialised(wanted: bool) {
    let extra;
    let always = log("always");
    if wanted {
        extra = load("extra").await;
        extra.touch("here");
    }
    tick("wait").await;
    always.touch("end");
}

#[visible_async]
async fn conditionally_moved(give: bool) -> usize {
    let value = load("value").await;
    let other = log("other");
    let size = if give { value.finish() } else { 7 };
    tick("wait").await;
    size + other.len()
}

#[visible_async]
async fn moved_in_a_loop() -> Vec<usize> {
    let mut sizes = Vec::new();
    let mut current = log("zero");
    for round in 1..=2 {
        sizes.push(current.commit().await.unwrap_or(0));
        current = log(format!("round{round}"));
        tick("pause").await;
    }
    sizes
}

#[visible_async]
async fn put_back() -> usize {
    let mut value = load("a").await;
    drop(value);
    tick("empty").await;
    value = load("b").await;
    tick("full").await;
    value.len()
}

#[visible_async]
async fn assigned_over() -> Log {
    let mut value = log("first");
    value = load("second").await;
    value = value.with("+");
    tick("wait").await;
    value = log("third");
    value
}

#[visible_async]
async fn assigned_over_waits() -> usize {
    let mut best = log("");
    for name in ["one", "three", "two"] {
        let next = load(name).await;
        if next.len() > best.len() {
            best = next;
        }
    }
    best.len()
}

#[visible_async]
async fn moved_in_match(choice: Option<usize>) -> usize {
    let value = log("value");
    let spare = log("spare");
    let size = match choice {
        Some(factor) => value.commit().await.unwrap_or(0) * factor,
        None => spare.finish(),
    };
    tick("wait").await;
    size
}

#[visible_async]
async fn wildcard_drops_at_once() {
    let _ = load("gone").await;
    event("after wildcard");
    let _kept = load("kept").await;
    tick("wait").await;
}

#[visible_async]
async fn wildcard_leaves_in_place() -> usize {
    let value = log("value");
    let _ = value;
    tick("wait").await;
    let (_, right) = (log("left"), load("right").await);
    tick("more").await;
    value.len() + right.len()
}

#[visible_async]
async fn early_drop() -> usize {
    let lock = log("lock");
    let name = load("name").await;
    drop(lock);
    tick("unlocked").await;
    name.finish()
}

#[visible_async]
async fn several_at_once() -> usize {
    let (a, mut b, c) = (log("a"), load("b").await, log("c"));
    b.grow("!");
    tick("wait").await;
    a.len() + b.finish() + c.len()
}

#[visible_async]
async fn never_initialised(wanted: bool) {
    let value: Log;
    tick("wait").await;
    if wanted {
        value = log("value");
        tick("inside").await;
        drop(value);
    }
}

#[visible_async]
async fn swapped() -> (Log, Log) {
    let mut a = load("a").await;
    let mut b = load("b").await;
    std::mem::swap(&mut a, &mut b);
    tick("wait").await;
    (a, b) = (b, log("new"));
    tick("more").await;
    (a, b)
}

#[visible_async]
async fn taken_and_replaced() -> usize {
    let mut slot = Some(load("slot").await);
    if let Some(value) = slot.take() {
        value.send("taken").await;
    }
    let old = slot.replace(load("next").await);
    event(format!("{old:?}"));
    std::mem::take(&mut slot).map_or(0, Log::finish)
}

#[visible_async]
async fn const_and_static() -> usize {
    const STEP: usize = 2;
    static NAMES: [&str; 2] = ["one", "two"];
    let first = load(NAMES[0]).await;
    let second = load(NAMES[STEP - 1]).await;
    first.len() * STEP + second.len()
}

#[visible_async]
async fn block_local_guard() -> usize {
    let shared = Guarded::new("shared");
    let size = {
        let guard = shared.read();
        tick("held").await;
        guard.len()
    };
    tick("free").await;
    size + shared.into_inner().finish()
}
