// Macros of the module's own: they want names, or have the name of a macro that everybody knows.
use visible_async_test_support::prelude::*;

cases! {
    name_by_reference();
    name_by_mutable_reference();
    name_and_expressions();
    name_in_nested_macros();
    name_in_closure();
    name_in_tokens();
    names_keep_their_text();
    name_of_an_argument(log("argument"));
    name_in_awaiting_statement();
    name_in_branches(true);
    name_in_branches(false);
    name_moved_at_the_end();
    named_like_poll();
    named_like_debug();
    awaits_inside();
    returns_inside(true);
    returns_inside(false);
    returns_inside_and_lends(Guarded::new("shared"), true);
    returns_inside_and_lends(Guarded::new("shared"), false);
    question_inside(true);
    question_inside(false);
    block_of_its_own();
    macros_that_await_in_others(false);
    macros_that_await_in_others(true);
    name_in_an_argument_of_a_macro();
}

macro_rules! size {
    ($value:ident) => {
        $value.len()
    };
}

macro_rules! grow {
    ($value:ident, $by:expr) => {{
        let by = $by;
        $value.grow(by);
        $value.len()
    }};
}

macro_rules! same {
    ($value:expr) => {
        $value
    };
}

macro_rules! finish {
    ($value:ident) => {
        $value.finish()
    };
}

macro_rules! shown {
    ($($value:ident),*) => {
        [$(format!("{}={}{:?}", stringify!($value), $value, $value)),*]
    };
}

macro_rules! larger {
    ($a:ident than $b:ident => $yes:expr) => {
        if $a.len() > $b.len() { $yes } else { 0 }
    };
}

macro_rules! poll {
    ($value:ident) => {
        $value.len()
    };
}

macro_rules! debug {
    ($($value:ident),*) => {
        event(format!("debug {}", 0 $(+ $value.len())*))
    };
}

macro_rules! wait {
    ($name:expr) => {{
        let waited = load($name).await;
        waited.len()
    }};
}

macro_rules! or_return {
    ($value:expr) => {
        match $value {
            Some(value) => value,
            None => return None,
        }
    };
}

macro_rules! checked {
    ($value:expr) => {
        $value?.len()
    };
}

macro_rules! later {
    ($value:expr) => {
        async { if $value > 3 { return 1 } else { 2 } }
    };
}

#[visible_async]
async fn name_by_reference() -> usize {
    let held = load("held").await;
    let before = size!(held);
    tick("wait").await;
    before + size!(held)
}

#[visible_async]
async fn name_by_mutable_reference() -> usize {
    let mut held = load("held").await;
    let size = grow!(held, "+");
    tick("wait").await;
    let _ = grow!(held, "y");
    tick("again").await;
    size + held.len()
}

#[visible_async]
async fn name_and_expressions() -> usize {
    let (mut held, other) = (load("held").await, log("other"));
    tick("wait").await;
    let size = grow!(held, other.name()) + grow!(held, "x");
    tick("again").await;
    size + held.len() + other.len()
}

#[visible_async]
async fn name_in_nested_macros() -> usize {
    let mut held = load("held").await;
    assert_eq!(size!(held), 4);
    tick("wait").await;
    assert!(matches!(grow!(held, "!"), 5), "{held}");
    let text = format!("{} {}", size!(held), vec![size!(held)][0]);
    tick("again").await;
    text.len() + held.len()
}

#[visible_async]
async fn name_in_closure() -> usize {
    let held = load("held").await;
    let sizes: Vec<usize> = (0..2).map(|n| n + size!(held)).collect();
    tick("wait").await;
    sizes.len() + held.len()
}

#[visible_async]
async fn name_in_tokens() -> usize {
    let (held, other) = (load("held").await, log("o"));
    tick("wait").await;
    let size = larger!(held than other => held.len() + other.len());
    tick("again").await;
    size + held.len() + other.len()
}

#[visible_async]
async fn names_keep_their_text() -> String {
    let (held, other) = (load("held").await, log("other"));
    tick("wait").await;
    let text = shown!(held, other).concat();
    tick("again").await;
    drop(held);
    tick("more").await;
    text + other.name()
}

#[visible_async]
async fn name_of_an_argument(argument: Log) -> usize {
    tick("wait").await;
    let size = size!(argument);
    tick("again").await;
    size + argument.len()
}

#[visible_async]
async fn name_in_awaiting_statement() -> usize {
    let held = load("held").await;
    let size = size!(held) + held.send("x").await + size!(held);
    tick("again").await;
    size + held.len()
}

#[visible_async]
async fn name_in_branches(flag: bool) -> usize {
    let mut held = load("held").await;
    let size = if flag { grow!(held, "a") } else { size!(held) };
    tick("wait").await;
    match size!(held) {
        5 => {
            tick("five").await;
            size
        }
        n => n + size,
    }
}

#[visible_async]
async fn name_moved_at_the_end() -> usize {
    let (a, b) = (load("a").await, log("b"));
    tick("wait").await;
    let size = size!(a);
    size + finish!(b) + finish!(a)
}

#[visible_async]
async fn named_like_poll() -> usize {
    let held = load("held").await;
    assert_eq!(poll!(held), 4);
    tick("wait").await;
    let size = poll!(held);
    tick("again").await;
    size + held.len()
}

#[visible_async]
async fn named_like_debug() -> usize {
    let (held, other) = (load("held").await, log("other"));
    tick("wait").await;
    debug!(held, other);
    tick("again").await;
    held.len() + other.len()
}

#[visible_async]
async fn awaits_inside() -> usize {
    let held = load("held").await;
    let size = wait!("first") + held.len();
    let _ = wait!(held.name());
    size + wait!("last")
}

#[visible_async]
async fn returns_inside(some: bool) -> Option<usize> {
    let held = load("held").await;
    let value = or_return!(some.then(|| log("value")));
    tick("wait").await;
    Some(value.len() + held.len())
}

#[visible_async]
async fn returns_inside_and_lends(shared: Guarded, some: bool) -> Option<usize> {
    let value = or_return!(some.then(|| log("value")));
    value.send("wait").await;
    Some(shared.read().send("tail").await)
}

#[visible_async]
async fn question_inside(fails: bool) -> Result<usize, AppError> {
    let held = log("held");
    tick("wait").await;
    let size = checked!(fail("value", fails).await);
    Ok(size + held.len())
}

#[visible_async]
async fn block_of_its_own() -> usize {
    let held = load("held").await;
    let size = later!(4).await;
    tick("wait").await;
    size + held.len()
}

#[visible_async]
async fn macros_that_await_in_others(fails: bool) -> Result<usize, ReadError> {
    let list = vec![tokio::try_join!(fail("a", false), fail("b", fails))?.1, futures::join!(load("c"), load("d")).0];
    if matches!(futures::join!(load("e"), load("f")), (first, _) if first.len() > 9) {
        return Ok(0);
    }
    let text = format!("{}", tokio::join!(load("g"), load("h")).0);
    tick("after").await;
    Ok(list.len() + text.len())
}

#[visible_async]
async fn name_in_an_argument_of_a_macro() -> usize {
    let mut held = load("held").await;
    let before = held.len();
    tick("wait").await;
    let size = same!(grow!(held, "a"));
    tick("again").await;
    let other = load("other").await;
    let more = other.len();
    assert_eq!(same!(poll!(other)), 5);
    tick("polled").await;
    size + before + more
}
