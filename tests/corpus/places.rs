// Awaits in places and literals: index, field, struct, tuple, array, references, assignments to parts.
use visible_async_test_support::prelude::*;

cases! {
    index_expressions();
    indices_of_arrays();
    indices_of_slices(&[1, 2, 3, 4]);
    field_of_awaited();
    ranges();
    struct_literal();
    functional_update();
    tuples_and_arrays();
    array_repeat();
    casts_and_unary();
    references();
    assignments_to_places();
    destructuring_assignment();
}

#[visible_async]
async fn indices_of_arrays() -> usize {
    let mut logs = [log("a"), log("b"), log("c")];
    let sizes = [3_usize; 4];
    let mut rows: [[usize; 3]; 2] = [[1, 2, 3], [4, 5, 6]];
    logs[leaf("at", 1).await].grow("more");
    let range = sizes[leaf("from", 1).await..leaf("to", 3).await].iter().sum::<usize>();
    let view = &mut logs[log("xx").len() + ready("none", 0).await];
    view.touch("view");
    rows[leaf("row", 1).await][2] += range + sizes[load("abc").await.len()] * rows[leaf("z", 0).await][1];
    logs[leaf("put", 0).await] = load("new").await;
    let sum = sizes[leaf("one", 1).await] + sizes[load("two").await.len() - sizes[leaf("three", 0).await]];
    rows[1][2] + logs[0].len() + sum
}

#[visible_async]
async fn indices_of_slices(sizes: &[usize]) -> usize {
    let mut logs = [log("a"), log("b")];
    let view: &mut [Log] = &mut logs;
    let sum = sizes[log("x").len()] + sizes[load("yy").await.len()];
    view[log("").len() + ready("one", 1).await].grow("more");
    sum + logs[1].len()
}

#[derive(Debug)]
#[expect(dead_code, reason = "read by Debug")]
struct Settings {
    first: Log,
    second: Log,
    third: Log,
    level: u8,
}

impl Settings {
    fn new(name: &str) -> Self {
        Self { first: log(format!("{name}1")), second: log(format!("{name}2")), third: log(format!("{name}3")), level: 1 }
    }
}

#[visible_async]
async fn index_expressions() -> usize {
    let both = pair("p");
    let list = vec![log("zero"), load("one").await];
    let size = both[leaf("first", 0).await].len() + list[ev("at", 1)].send("x").await;
    size + vec![1, 2, 3][leaf("third", 2_usize).await] + "abcdef"[leaf("from", 1).await..].len()
}

#[visible_async]
async fn field_of_awaited() -> usize {
    let left = leaf("pair", pair("p")).await.left;
    tick("wait").await;
    let size = leaf("other", pair("q")).await.right.len();
    left.len() + size + leaf("tuple", (1, 2)).await.1
}

#[visible_async]
async fn struct_literal() -> Settings {
    let level = 3;
    Settings { second: load("second").await, first: log("first"), level, third: load("third").await }
}

#[visible_async]
async fn functional_update() -> Settings {
    let base = Settings::new("base");
    let next = Settings { first: load("first").await, level: 2, ..base };
    tick("wait").await;
    Settings { second: load("second").await, ..leaf("rest", next).await }
}

#[visible_async]
async fn tuples_and_arrays() -> usize {
    let pair = (log("a"), load("b").await, log("c"));
    let list = [log("d"), load("e").await, load("f").await];
    tick("wait").await;
    let [first, rest @ ..] = list;
    first.len() + rest.len() + pair.1.len()
}

#[visible_async]
async fn array_repeat() -> usize {
    let zeros = [leaf("zero", 0_u8).await; 3];
    let held = Some(log("held"));
    let sizes = [held.as_ref().map_or(0, Log::len) + leaf("more", 1).await; 2];
    zeros.len() + sizes[1]
}

#[visible_async]
async fn casts_and_unary() -> i64 {
    let held = log("held");
    let a = leaf("a", 300_u32).await as u8 as i64;
    let b = -leaf("b", 2_i64).await;
    let c = !leaf("c", false).await as i64;
    let d = *leaf("d", Box::new(5_i64)).await;
    a + b + c + d + held.len() as i64
}

#[visible_async]
async fn references() -> usize {
    let whole = pair("p");
    let left = &whole.left;
    let number = &leaf("number", 3).await;
    let size = left.send("x").await + *number;
    let text: &str = &leaf("text", String::from("abc")).await;
    tick("wait").await;
    size + text.len() + (&&whole.right).len()
}

#[visible_async]
async fn assignments_to_places() -> Pair {
    let mut both = pair("p");
    both.left = load("left").await;
    let mut list = vec![log("x"), log("y")];
    list[leaf("at", 1_usize).await] = load("z").await;
    *(&mut both.right) = load("right").await;
    event(format!("{list:?}"));
    both
}

#[visible_async]
async fn destructuring_assignment() -> usize {
    let (mut a, mut b) = (log("a"), log("b"));
    (a, _) = (load("c").await, log("ignored"));
    [b, ..] = [load("d").await, log("e")];
    tick("wait").await;
    a.len() + b.len()
}

#[visible_async]
async fn ranges() -> usize {
    let mut total = 0;
    for n in ev("from", 1)..leaf("to", 4).await {
        total += n;
    }
    for n in leaf("from", 1).await..=ev("to", 2) {
        total += n;
    }
    let text = "visible";
    total + text[..leaf("cut", 3).await].len() + (leaf("a", 1).await..).take(2).sum::<usize>()
}
