// Moves: parts of a local, matches on a local by move, consuming methods as the last use, with awaits after them.
use visible_async_test_support::prelude::*;

cases! {
    field_moved();
    both_fields_moved();
    field_moved_on_a_path(true);
    field_moved_on_a_path(false);
    field_put_back();
    ignored_by_assignment();
    nested_field_moved();
    tuple_field_moved();
    match_moves_part();
    let_destructures_part();
    box_moved_out();
    consuming_method();
    consuming_method_awaited();
    consuming_chain();
    consumed_in_argument();
    consumed_by_loop();
    consumed_by_operator();
    moved_into_struct();
    moved_into_vec();
    moved_into_future();
}

#[derive(Debug)]
struct Request {
    head: Pair,
    body: Option<Log>,
    retries: u8,
}

fn request(name: &str) -> Request {
    Request { head: pair(name), body: Some(log(format!("{name}.body"))), retries: 2 }
}

#[visible_async]
async fn field_moved() -> usize {
    let both = pair("p");
    let right = both.right;
    tick("wait").await;
    drop(right);
    tick("left still lives").await;
    both.left.len()
}

#[visible_async]
async fn both_fields_moved() -> usize {
    let both = pair("p");
    let size = both.left.commit().await.unwrap_or(0);
    tick("between").await;
    size + both.right.commit().await.unwrap_or(0)
}

#[visible_async]
async fn field_moved_on_a_path(take: bool) -> usize {
    let both = pair("p");
    let size = if take { both.left.finish() } else { 0 };
    tick("wait").await;
    size + both.right.len()
}

#[visible_async]
async fn field_put_back() -> Pair {
    let mut both = pair("p");
    drop(both.left);
    tick("empty").await;
    both.left = load("fresh").await;
    tick("full").await;
    both
}

#[visible_async]
async fn nested_field_moved() -> usize {
    let request = request("r");
    let left = request.head.left;
    tick("wait").await;
    let body = request.body;
    tick("more").await;
    left.len() + body.map_or(0, Log::finish) + request.head.right.len() + usize::from(request.retries)
}

#[visible_async]
async fn tuple_field_moved() -> usize {
    let three = (log("a"), load("b").await, log("c"));
    drop(three.1);
    tick("wait").await;
    three.0.finish() + three.2.len()
}

#[visible_async]
async fn match_moves_part() -> usize {
    let request = request("r");
    let size = match request.body {
        Some(body) if body.len() > 100 => body.finish(),
        Some(body) => body.send("x").await,
        None => 0,
    };
    tick("after").await;
    size + request.head.left.len()
}

#[visible_async]
async fn let_destructures_part() -> usize {
    let request = request("r");
    let Request { body, head: Pair { right, .. }, .. } = request;
    tick("wait").await;
    body.map_or(0, Log::finish) + right.send("x").await + request.head.left.len()
}

#[visible_async]
async fn box_moved_out() -> usize {
    let boxed = Box::new(pair("p"));
    let Pair { left, right } = *boxed;
    tick("wait").await;
    let again = Box::new(right);
    left.finish() + (*again).finish()
}

#[visible_async]
async fn consuming_method() -> usize {
    let value = load("value").await;
    let other = log("other");
    let size = value.finish();
    tick("after").await;
    size + other.len()
}

#[visible_async]
async fn consuming_method_awaited() -> Result<usize, ReadError> {
    let job = load("job").await;
    let bad = log("bad");
    let size = job.commit().await?;
    tick("between").await;
    let failed = bad.commit().await;
    event(format!("{failed:?}"));
    failed.map(|more| more + size)
}

#[visible_async]
async fn consuming_chain() -> usize {
    let value = log("value");
    value.with("1").with(load("2").await.name()).with("3").commit().await.unwrap_or(0)
}

#[visible_async]
async fn consumed_in_argument() -> Log {
    let (a, b) = (log("a"), log("b"));
    let sum = concat(a, load("c").await, b);
    tick("after").await;
    sum
}

fn concat(a: Log, b: Log, c: Log) -> Log {
    a + b + c
}

#[visible_async]
async fn consumed_by_loop() -> usize {
    let list = vec![log("a"), load("b").await];
    let keep = log("keep");
    let mut total = 0;
    for item in list {
        total += item.send("x").await;
    }
    tick("after").await;
    total + keep.len()
}

#[visible_async]
async fn consumed_by_operator() -> Log {
    let (a, b) = (load("a").await, load("b").await);
    let sum = a + b;
    tick("after").await;
    -sum
}

#[visible_async]
async fn moved_into_struct() -> Request {
    let left = load("left").await;
    let right = log("right");
    let head = Pair { left, right };
    tick("wait").await;
    Request { head, body: Some(load("body").await), retries: 0 }
}

#[visible_async]
async fn moved_into_vec() -> Vec<Log> {
    let first = load("first").await;
    let second = log("second");
    let mut list = vec![first];
    tick("wait").await;
    list.push(second);
    list.push(load("third").await);
    list
}

#[visible_async]
async fn moved_into_future() -> usize {
    let value = log("value");
    let other = log("other");
    let task = value.commit();
    tick("wait").await;
    other.len() + task.await.unwrap_or(0)
}

#[visible_async]
async fn ignored_by_assignment() -> usize {
    let kept = log("kept");
    let both = pair("p");
    _ = kept;
    _ = both.left;
    tick("wait").await;
    (_, _) = (log("gone"), leaf("n", 1).await);
    let held = log("held");
    tick("after").await;
    held.len()
}
