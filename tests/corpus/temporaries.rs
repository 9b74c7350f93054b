// Temporaries: what lives to the end of the statement, what is extended, what a tail expression or a scrutinee holds.
use visible_async_test_support::prelude::*;

cases! {
    reference_argument();
    temporary_receiver();
    guard_in_condition();
    guard_in_while();
    guard_in_match();
    guard_in_if_let(true);
    guard_in_if_let(false);
    extended_by_let();
    extended_in_struct();
    extended_in_tuple();
    extended_in_block();
    extended_in_if(true);
    not_extended_by_call();
    temporary_in_for();
    temporary_in_index();
    chained_guards();
    temporary_in_let_else(true);
    temporary_in_let_else(false);
    dropped_at_semicolon();
    temporary_in_macro();
    mutable_temporary();
    reference_to_awaited();
    guard_over_two_waits();
    temporary_in_return(true);
    tail_and_locals();
    block_tail_and_locals(true);
    block_tail_and_locals(false);
}

fn first_letter<'a>(name: &'a Log, _other: &Log) -> &'a str {
    &name.name()[..1]
}

async fn show(label: &Log, size: usize) -> usize {
    tick("show").await;
    label.len() + size
}

struct View<'a> {
    inner: &'a Log,
    size: usize,
}

#[visible_async]
async fn reference_argument() -> usize {
    let before = log("before");
    let size = show(&log("label"), before.len()).await;
    event("after call");
    size
}

#[visible_async]
async fn temporary_receiver() -> usize {
    let size = log("receiver").send("text").await;
    event("after statement");
    load("other").await.send("more").await + size
}

#[visible_async]
async fn guard_in_condition() -> usize {
    let shared = Guarded::new("shared");
    if shared.read().len() == tick_size("six").await {
        event("equal");
        tick("inside").await;
    }
    shared.into_inner().finish()
}

async fn tick_size(name: &str) -> usize {
    tick(name).await;
    6
}

#[visible_async]
async fn guard_in_while() -> usize {
    let mut shared = Guarded::new("ab");
    while shared.read().len() + tick_size("six").await < 10 {
        shared.write().fill("c").await;
    }
    shared.into_inner().finish()
}

#[visible_async]
async fn guard_in_match() -> usize {
    let shared = Guarded::new("shared");
    let size = match shared.read().len() {
        6 => {
            tick("held").await;
            1
        }
        other => other,
    };
    event("after match");
    size
}

#[visible_async]
async fn guard_in_if_let(found: bool) -> usize {
    let shared = Guarded::new("shared");
    let size = if let Some(size) = found.then_some(shared.read().len()) {
        tick("then").await;
        size
    } else {
        tick("else").await;
        0
    };
    event("after if let");
    size
}

#[visible_async]
async fn extended_by_let() -> usize {
    let label = &log("label");
    let page = &mut load("page").await;
    page.fill("!").await;
    event("still alive");
    label.len() + page.len()
}

#[visible_async]
async fn extended_in_struct() -> usize {
    let view = View { inner: &load("inner").await, size: log("gone").len() };
    tick("wait").await;
    view.inner.len() + view.size
}

#[visible_async]
async fn extended_in_tuple() -> usize {
    let (a, b) = (&log("a"), [&log("b"), &load("c").await]);
    tick("wait").await;
    a.len() + b[0].len() + b[1].len()
}

#[visible_async]
async fn extended_in_block() -> usize {
    let label = {
        let _inside = log("inside");
        &load("label").await
    };
    tick("wait").await;
    label.len()
}

#[visible_async]
async fn extended_in_if(quick: bool) -> usize {
    let fallback = log("fallback");
    let label: &Log = if quick { &log("quick") } else { &fallback };
    tick("wait").await;
    label.len()
}

#[visible_async]
async fn not_extended_by_call() -> usize {
    let letter = first_letter(&log("label"), &load("other").await).len();
    tick("wait").await;
    letter
}

#[visible_async]
async fn temporary_in_for() -> usize {
    let shared = Guarded::new("abc");
    let mut total = 0;
    for letter in shared.read().name().chars() {
        tick("letter").await;
        total += letter.len_utf8();
    }
    event("after for");
    total
}

#[visible_async]
async fn temporary_in_index() -> usize {
    let sizes = [1, 2, 3, 4, 5, 6, 7];
    let size = sizes[log("index").len()] + sizes[load("in").await.len()];
    event("after index");
    size
}

#[visible_async]
async fn chained_guards() -> usize {
    let outer = Guarded::new("outer");
    let mut inner = Guarded::new("inner");
    let size = outer.read().len() + inner.write().fill("+").await.len() + outer.read().send("x").await;
    event("after chain");
    size
}

#[visible_async]
async fn temporary_in_let_else(found: bool) -> usize {
    let shared = Guarded::new("shared");
    let Some(size) = found.then_some(shared.read().send("maybe").await) else {
        event("in else");
        tick("else").await;
        return 0;
    };
    event("after let else");
    tick("wait").await;
    size
}

#[visible_async]
async fn dropped_at_semicolon() {
    log("ignored");
    load("loaded").await;
    log("receiver").send("x").await;
    tick("wait").await;
    event("end");
}

#[visible_async]
async fn temporary_in_macro() -> String {
    let text = format!("{}-{}", log("first"), load("second").await);
    tick("wait").await;
    assert_eq!(log("left").len(), load("four").await.len(), "lengths");
    text
}

#[visible_async]
async fn mutable_temporary() -> usize {
    let size = log("base").grow("1").fill("2").await.grow("3").len();
    tick("wait").await;
    size
}

#[visible_async]
async fn reference_to_awaited() -> usize {
    let size = show(&load("one").await, load("two").await.len()).await;
    event("between");
    size + show(&load("three").await, (&load("four").await).len()).await
}

#[visible_async]
async fn guard_over_two_waits() -> usize {
    let mut shared = Guarded::new("shared");
    let mut guard = shared.write();
    guard.fill("a").await;
    tick("held").await;
    guard.fill("b").await;
    drop(guard);
    tick("free").await;
    let size = shared.read().len();
    size
}

#[visible_async]
async fn temporary_in_return(early: bool) -> usize {
    let shared = Guarded::new("shared");
    if early {
        return shared.read().send("early").await;
    }
    0
}

#[visible_async]
async fn tail_and_locals() -> usize {
    let a = log("a");
    let _b = log("b");
    // Drops before the locals in edition 2024, after them in edition 2021.
    log("tail").send(a.to_string().as_str()).await + log("more").len()
}

#[visible_async]
async fn block_tail_and_locals(found: bool) -> usize {
    let size = {
        let a = log("a");
        let n = a.len();
        match log("scrutinee").send("x").await {
            0 => 0,
            _ if found => load("found").await.len() + n,
            _ => log("tail").len(),
        }
    };
    event("after block");
    size
}
