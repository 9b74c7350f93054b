// Signatures: generics, const generics, where clauses, lifetimes, impl Trait in and out, patterns of mutability.
use std::fmt::{Debug, Display};
use std::future::Future;
use visible_async_test_support::prelude::*;

cases! {
    echo(log("value"));
    describe(log("a"), "b");
    pick_longest("x", log("fallback"));
    sum_array([1, 2, 3]);
    many([log("a"), log("b")]);
    use_named_lifetimes();
    use_elided_lifetimes();
    use_anonymous_lifetime();
    impl_argument(steps("s", 2));
    impl_future_argument(leaf("given", 4));
    use_impl_output();
    callback(|n| n + 1);
    async_callback(|name| async move { load(name).await });
    where_clauses(vec![log("a"), log("b")]);
}

#[visible_async]
async fn echo<T>(value: T) -> T {
    let held = log("held");
    tick("wait").await;
    held.touch("end");
    value
}

#[visible_async]
async fn describe<A: Display, B>(a: A, b: B) -> String
where
    B: Display + Clone,
{
    let first = format!("{a}{b}");
    tick("wait").await;
    format!("{first}{}", b.clone())
}

#[visible_async]
async fn pick_longest<'a>(a: &'a str, fallback: Log) -> &'a str {
    let other = load("other").await;
    tick("wait").await;
    if a.len() > other.len() + fallback.len() { "" } else { a }
}

#[visible_async]
async fn sum_array<const N: usize>(numbers: [usize; N]) -> usize {
    let mut total = N;
    for n in numbers {
        total += leaf("n", n).await;
    }
    total
}

#[visible_async]
async fn many<T: Debug + Clone, const N: usize>(values: [T; N]) -> Vec<T> {
    let mut out = Vec::with_capacity(N);
    for value in &values {
        tick("wait").await;
        out.push(value.clone());
    }
    out
}

#[visible_async]
async fn longest<'a>(a: &'a Log, b: &'a Log) -> &'a Log {
    tick("compare").await;
    if a.len() >= b.len() { a } else { b }
}

#[visible_async]
async fn use_named_lifetimes() -> usize {
    let a = log("aaa");
    let b = load("bb").await;
    let best = longest(&a, &b).await;
    best.send("best").await
}

#[visible_async]
async fn first_word(text: &str) -> &str {
    let held = log("held");
    tick("split").await;
    held.touch("x");
    text.split(' ').next().unwrap_or(text)
}

#[visible_async]
async fn use_elided_lifetimes() -> usize {
    let text = String::from("hello there");
    let word = first_word(&text).await;
    tick("between").await;
    word.len() + text.len()
}

#[visible_async]
async fn guard_of(shared: &Guarded, _label: &str) -> usize {
    let guard: Guard<'_> = shared.read();
    tick("held").await;
    guard.len()
}

#[visible_async]
async fn keep_guard(guard: Guard<'_>) -> Guard<'_> {
    guard.send("kept").await;
    guard
}

#[visible_async]
async fn use_anonymous_lifetime() -> usize {
    let shared = Guarded::new("shared");
    let size = guard_of(&shared, &load("label").await.to_string()).await;
    let more = keep_guard(shared.read()).await.len();
    size + more
}

#[visible_async]
async fn impl_argument(source: impl Iterator<Item = Log>) -> usize {
    let mut total = 0;
    for item in source {
        total += item.send("x").await;
    }
    total
}

#[visible_async]
async fn impl_future_argument(given: impl Future<Output = usize>) -> usize {
    let held = log("held");
    given.await + held.len()
}

#[visible_async]
async fn impl_output(prefix: &str, n: usize) -> impl Iterator<Item = Log> + use<'_> {
    tick("prepare").await;
    steps("s", n).map(move |step| step.with(prefix))
}

#[visible_async]
async fn use_impl_output() -> usize {
    let prefix = String::from("-p");
    let mut total = 0;
    for step in impl_output(&prefix, 2).await {
        total += step.send("x").await;
    }
    total
}

#[visible_async]
async fn callback<F>(change: F) -> usize
where
    F: Fn(usize) -> usize,
{
    let held = log("held");
    let n = change(leaf("n", 1).await);
    tick("wait").await;
    change(n) + held.len()
}

#[visible_async]
async fn async_callback<F, Fut>(fetch: F) -> usize
where
    F: Fn(&'static str) -> Fut,
    Fut: Future<Output = Log>,
{
    let first = fetch("first").await;
    let second = fetch("second").await;
    first.len() + second.send("x").await
}

#[visible_async]
async fn where_clauses<I>(items: I) -> String
where
    I: IntoIterator + Send,
    I::Item: Display,
    I::IntoIter: ExactSizeIterator,
{
    let mut walk = items.into_iter();
    let mut text = walk.len().to_string();
    while let Some(item) = walk.next() {
        tick("item").await;
        text += &item.to_string();
    }
    text
}
