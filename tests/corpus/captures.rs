// `move` closures and async blocks capture the fields that they mention; the rest of the local stays.
use visible_async_test_support::prelude::*;

cases! {
    given_to_a_wildcard(log("one"), log("two"), pair("three"));
    field_of_a_literal();
    field_in_a_closure_inside(pair("held"));
    field_of_an_argument(order());
    field_of_a_call();
    fields_of_two();
    nested_field(order());
    behind_a_reference(order());
    behind_a_unique_reference();
    boxed(order());
    kept_over_a_wait(order());
    awaited_at_once(order());
    field_assigned_in_a_block();
    other_field_afterwards(order());
    all_fields(order());
    number_field(order());
    type_with_a_drop();
    never_polled(order());
    in_a_leaf(order());
    called_often(order());
    other_field_before(order());
}

#[derive(Debug)]
struct Order {
    both: Pair,
    other: Log,
    count: usize,
}

fn order() -> Order {
    Order { both: pair("both"), other: log("other"), count: 3 }
}

#[visible_async]
async fn field_of_a_literal() -> usize {
    let order = Order { both: pair("both"), other: load("other").await, count: 1 };
    tick("before").await;
    let size = {
        let work = move || order.other.len();
        work()
    };
    tick("after").await;
    size + log("end").len()
}

#[visible_async]
async fn field_of_an_argument(order: Order) -> usize {
    tick("before").await;
    let size = {
        let work = move || order.both.left.finish();
        tick("between").await;
        work()
    };
    tick("after").await;
    size + log("end").len()
}

#[visible_async]
async fn field_of_a_call() -> usize {
    let order = order();
    tick("before").await;
    drop(async move { order.other.send("never").await });
    tick("after").await;
    log("end").len()
}

#[visible_async]
async fn fields_of_two() -> usize {
    let (first, second) = (order(), order());
    tick("before").await;
    let mut most = log("most");
    let size = async move {
        most.grow("+");
        first.other.len() + second.both.left.send("two").await + most.len()
    }
    .await;
    tick("after").await;
    size
}

#[visible_async]
async fn nested_field(order: Order) -> usize {
    tick("before").await;
    let work = async move { order.both.left.send("left").await + order.other.len() };
    tick("between").await;
    let size = work.await;
    tick("after").await;
    size
}

#[visible_async]
async fn behind_a_reference(order: Order) -> usize {
    let lent = &order;
    tick("before").await;
    let size = async move { lent.other.send("lent").await }.await;
    tick("after").await;
    size + lent.count
}

#[visible_async]
async fn behind_a_unique_reference() -> usize {
    let mut made = order();
    let lent = &mut made;
    tick("before").await;
    async move {
        lent.count += 1;
        lent.other.fill("lent").await;
    }
    .await;
    tick("after").await;
    made.count + made.other.len()
}

#[visible_async]
async fn boxed(order: Order) -> usize {
    let order = Box::new(order);
    tick("before").await;
    let size = {
        let work = move || order.other.len();
        tick("between").await;
        work()
    };
    tick("after").await;
    size
}

#[visible_async]
async fn kept_over_a_wait(order: Order) -> usize {
    let held = log("held");
    tick("before").await;
    let work = async move { order.other.finish() };
    tick("between").await;
    drop(held);
    work.await
}

#[visible_async]
async fn awaited_at_once(order: Order) -> usize {
    tick("before").await;
    let size = async move { order.other.send("once").await }.await;
    tick("after").await;
    size
}

#[visible_async]
async fn field_assigned_in_a_block() -> usize {
    let mut both = Pair { left: load("left").await, right: log("right") };
    tick("before").await;
    let work = async move {
        both.right = log("new");
        tick("never").await;
    };
    drop(work);
    tick("after").await;
    log("end").len()
}

#[visible_async]
async fn other_field_afterwards(order: Order) -> usize {
    tick("before").await;
    let work = move || order.both.left.len();
    tick("between").await;
    let size = work() + order.other.len();
    tick("after").await;
    size + order.both.right.finish()
}

#[visible_async]
async fn all_fields(order: Order) -> usize {
    tick("before").await;
    let work = move || order.both.left.len() + order.both.right.len() + order.other.len() + order.count;
    tick("between").await;
    work()
}

#[visible_async]
async fn number_field(order: Order) -> usize {
    tick("before").await;
    let work = move || order.count + 1;
    tick("between").await;
    work() + order.count
}

struct Falls {
    inner: Log,
    other: Log,
}

impl Drop for Falls {
    fn drop(&mut self) {
        self.other.touch("falls");
    }
}

#[visible_async]
async fn type_with_a_drop() -> usize {
    let falls = Falls { inner: load("inner").await, other: log("other") };
    tick("before").await;
    let size = {
        let work = move || falls.inner.len();
        tick("between").await;
        work()
    };
    tick("after").await;
    size + log("end").len()
}

#[visible_async]
async fn never_polled(order: Order) -> usize {
    let held = log("held");
    tick("before").await;
    let work = async move { order.other.send("never").await };
    tick("after").await;
    held.len()
}

#[visible_async]
async fn in_a_leaf(order: Order) -> usize {
    tick("before").await;
    let size = order.both.left.fill_with(async move { order.other.send("other").await }).await.len();
    tick("after").await;
    size
}

#[visible_async]
async fn called_often(order: Order) -> usize {
    let mut order = order;
    tick("before").await;
    let mut work = move || order.both.left.grow("+").len();
    let size = work() + work();
    tick("after").await;
    size + work()
}

#[visible_async]
async fn other_field_before(order: Order) -> usize {
    tick("before").await;
    drop(order.both.left);
    tick("moved").await;
    let work = async move { order.both.right.send("right").await };
    tick("between").await;
    work.await
}

trait FillWith {
    async fn fill_with(&self, work: impl std::future::Future<Output = usize>) -> &Self;
}

impl FillWith for Log {
    async fn fill_with(&self, work: impl std::future::Future<Output = usize>) -> &Self {
        self.touch(&work.await.to_string());
        self
    }
}

#[visible_async]
async fn given_to_a_wildcard(one: Log, two: Log, three: Pair) -> usize {
    let first = async move {
        _ = one;
        tick("first").await;
        1
    };
    let second = move || {
        let _ = two;
        let _ = three.left;
        event("second");
        1
    };
    let sum = first.await + second();
    tick("after").await;
    sum
}

#[visible_async]
async fn field_in_a_closure_inside(held: Pair) -> usize {
    let size = move || {
        let more = |n: usize| n + held.left.len();
        more(1)
    };
    tick("wait").await;
    size()
}
