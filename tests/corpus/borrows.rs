// References to locals across awaits, in every direction: shared, exclusive, reborrowed, two-phase, guards.
use visible_async_test_support::prelude::*;

cases! {
    shared_reference();
    exclusive_reference();
    reference_to_argument(log("arg"));
    reference_to_field();
    reference_in_struct();
    reference_reassigned();
    two_phase();
    reborrow_in_loop();
    through_helper();
    split_borrows();
    iterator_over_local();
    slice_of_local();
    string_view();
    guard_across_waits();
    guard_then_value();
}

#[visible_async]
async fn shared_reference() -> usize {
    let value = load("value").await;
    let first = &value;
    let second = &value;
    tick("wait").await;
    first.len() + second.send("x").await + value.len()
}

#[visible_async]
async fn exclusive_reference() -> Log {
    let mut value = log("value");
    let handle = &mut value;
    handle.fill("1").await;
    handle.grow("2");
    tick("wait").await;
    handle.grow("3");
    value
}

#[visible_async]
async fn reference_to_argument(mut arg: Log) -> usize {
    let view = &arg;
    tick("first").await;
    let size = view.len();
    let change = &mut arg;
    tick("second").await;
    change.grow("+");
    size + arg.finish()
}

#[visible_async]
async fn reference_to_field() -> usize {
    let mut both = pair("p");
    let left = &both.left;
    let right = &mut both.right;
    tick("wait").await;
    right.grow(left.name());
    right.fill("x").await;
    both.right.len()
}

struct Cursor<'a> {
    text: &'a Log,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn new(text: &'a Log) -> Self {
        Self { text, at: 0 }
    }

    async fn advance(&mut self, by: usize) -> &'a str {
        tick("advance").await;
        self.at += by;
        &self.text.name()[self.at.min(self.text.len())..]
    }
}

#[visible_async]
async fn reference_in_struct() -> usize {
    let text = load("abcdef").await;
    let mut cursor = Cursor::new(&text);
    let rest = cursor.advance(2).await;
    let more = cursor.advance(1).await;
    tick("wait").await;
    rest.len() * 10 + more.len() + cursor.at
}

#[visible_async]
async fn reference_reassigned() -> usize {
    let first = log("first");
    let second = load("second").await;
    let mut current = &first;
    let mut total = current.send("x").await;
    current = &second;
    tick("wait").await;
    total += current.len();
    total
}

#[visible_async]
async fn two_phase() -> Vec<usize> {
    let mut list = vec![1];
    list.push(list.len());
    tick("wait").await;
    list.push(list.len() + 10);
    let n = leaf("n", 5).await;
    list.insert(list.len() - 1, n);
    list
}

#[visible_async]
async fn reborrow_in_loop() -> Log {
    let mut value = log("v");
    let handle = &mut value;
    for n in 0..2 {
        extend(handle, n).await;
    }
    extend(&mut *handle, 7).await;
    handle.grow("!");
    value
}

async fn extend(target: &mut Log, n: usize) -> &mut Log {
    tick("extend").await;
    target.grow(&n.to_string())
}

fn longer<'a>(a: &'a Log, b: &'a Log) -> &'a Log {
    if a.len() >= b.len() { a } else { b }
}

#[visible_async]
async fn through_helper() -> usize {
    let a = load("short").await;
    let b = load("longest").await;
    let best = longer(&a, &b);
    tick("wait").await;
    best.send("best").await
}

#[visible_async]
async fn split_borrows() -> Vec<Log> {
    let mut list = vec![log("a"), log("b"), log("c")];
    let (head, tail) = list.split_at_mut(1);
    head[0].fill("1").await;
    tail[1].fill("2").await;
    head[0].grow(tail[0].name());
    if let [first, .., last] = &mut list[..] {
        tick("both").await;
        std::mem::swap(first, last);
    }
    list
}

#[visible_async]
async fn iterator_over_local() -> usize {
    let list = vec![log("a"), log("b")];
    let mut walk = list.iter();
    let first = walk.next();
    tick("wait").await;
    let second = walk.next();
    first.map_or(0, Log::len) + second.map_or(0, Log::len) + walk.count()
}

#[visible_async]
async fn slice_of_local() -> u32 {
    let numbers = [1, 2, 3, 4];
    let held = log("held");
    let middle = &numbers[1..3];
    tick("wait").await;
    held.touch("x");
    middle.iter().sum::<u32>() + numbers[0]
}

#[visible_async]
async fn string_view() -> String {
    let line = String::from("key = value");
    let (key, value) = line.split_once('=').unwrap_or((&line, ""));
    let (key, value) = (key.trim(), value.trim());
    let found = load(key).await;
    format!("{found}:{value}:{}", line.len())
}

#[visible_async]
async fn guard_across_waits() -> usize {
    let shared = Guarded::new("shared");
    let guard = shared.read();
    let other = shared.read();
    tick("held").await;
    drop(guard);
    tick("one left").await;
    other.len()
}

#[visible_async]
async fn guard_then_value() -> Log {
    let mut shared = Guarded::new("s");
    {
        let mut guard = shared.write();
        guard.fill("1").await;
    }
    shared.write().fill("2").await;
    let _unused_guard = shared.read();
    tick("wait").await;
    let copy = shared.read().clone();
    copy
}
