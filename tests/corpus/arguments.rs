// Arguments: every one lives until the end of the call, used or not, and drops in reverse order of declaration.
use visible_async_test_support::prelude::*;

cases! {
    unused(log("a"), log("b"));
    wildcards(log("a"), log("b"), log("c"));
    destructured((log("a"), log("b")), pair("p"));
    partly_wild((log("a"), log("b")), log("c"));
    rest_ignored(pair("p"), [log("x"), log("y"), log("z")]);
    mutable(log("a"), 3);
    moved_early(log("a"), log("b"));
    moved_on_one_path(log("a"), log("b"), true);
    shadowed(log("a"), log("b"));
    nested((log("a"), (log("b"), log("c"))), Some(log("d")));
    by_reference_to_static("greeting", &["x", "y"]);
    used_after_wait(log("a"), 2);
    never_waits(log("a"), log("b"));
    underscore_names(log("a"), log("b"), log("c"));
    bound_whole(pair("p"), (1, log("n")));
    function_arguments(log("a"), |name| log(name), ev);
    lent_in_the_tail(Guarded::new("shared"), log("other"));
}

#[visible_async]
async fn unused(first: Log, second: Log) -> usize {
    tick("wait").await;
    1
}

#[visible_async]
async fn wildcards(_: Log, named: Log, _: Log) -> usize {
    let inner = log("inner");
    tick("wait").await;
    named.len() + inner.len()
}

#[visible_async]
async fn destructured((a, b): (Log, Log), Pair { left, right: other }: Pair) -> String {
    let total = a.len() + left.len();
    tick("first").await;
    drop(b);
    tick("second").await;
    format!("{total} {other}")
}

#[visible_async]
async fn partly_wild((_, kept): (Log, Log), _: Log) -> usize {
    tick("wait").await;
    kept.finish()
}

#[visible_async]
async fn rest_ignored(Pair { left, .. }: Pair, [first, .., last]: [Log; 3]) -> usize {
    tick("wait").await;
    left.len() + first.finish() + last.len()
}

#[visible_async]
async fn mutable(mut page: Log, mut rounds: u32) -> Log {
    while rounds > 0 {
        page.fill("+").await;
        rounds -= 1;
    }
    page
}

#[visible_async]
async fn moved_early(gone: Log, kept: Log) -> usize {
    drop(gone);
    let size = kept.send("size").await;
    event("after send");
    size
}

#[visible_async]
async fn moved_on_one_path(maybe: Log, other: Log, consume: bool) -> usize {
    let mut size = 0;
    if consume {
        size += maybe.commit().await.unwrap_or(0);
    }
    tick("between").await;
    size + other.len()
}

#[visible_async]
async fn shadowed(value: Log, other: Log) -> Log {
    let value = value.with("2");
    tick("first").await;
    let other = log(format!("{other} and {value}"));
    tick("second").await;
    let value = other;
    value
}

#[visible_async]
async fn nested((a, (b, _)): (Log, (Log, Log)), option: Option<Log>) -> String {
    tick("first").await;
    let text = match option {
        Some(d) => d.with("!").to_string(),
        None => String::new(),
    };
    tick("second").await;
    format!("{a}{b}{text}")
}

#[visible_async]
async fn by_reference_to_static(name: &'static str, parts: &'static [&'static str]) -> Vec<Log> {
    let mut found = Vec::new();
    for part in parts {
        found.push(load(part).await);
    }
    found.push(log(name));
    found
}

#[visible_async]
async fn used_after_wait(a: Log, n: usize) -> usize {
    let b = load("b").await;
    a.send("hello").await + b.len() * n
}

#[visible_async]
async fn never_waits(a: Log, _: Log) -> usize {
    a.len()
}

#[visible_async]
async fn underscore_names(_a: Log, _b: Log, c: Log) {
    tick("wait").await;
    drop(c);
    event("end");
}

#[visible_async]
async fn bound_whole(whole @ Pair { .. }: Pair, (count, ref name): (usize, Log)) -> usize {
    tick("wait").await;
    let Pair { left, right } = whole;
    tick("more").await;
    left.len() + right.finish() + count + name.len()
}

#[visible_async]
async fn function_arguments(a: Log, make: fn(&'static str) -> Log, mark: fn(&str, usize) -> usize) -> usize {
    let made = make("made");
    let size = mark("size", made.send("x").await);
    size + a.len()
}

// In each edition the temporaries of the tail die before the arguments.
#[visible_async]
async fn lent_in_the_tail(shared: Guarded, other: Log) -> usize {
    tick("wait").await;
    other.len() + shared.read().send("tail").await
}
