// `pin!` as an operand of what is awaited: what is pinned is moved there, and lives to the end of the statement.
use std::future::Future;
use std::pin::{Pin, pin};

use visible_async_test_support::prelude::*;

cases! {
    local_pinned();
    local_pinned_among_others();
    argument_pinned(log("argument"));
    field_pinned(pair("p"));
    field_of_a_local_pinned();
    in_a_method();
    pinned_awaited();
    pinned_lent();
    pinned_sent();
    pinned_twice();
    pinned_behind_a_temporary();
    temporary_in_the_pinned();
    borrowed_in_the_pinned();
    awaited_in_the_pinned();
    pinned_before_an_await();
    pinned_block();
    pinned_number();
    pinned_and_not_awaited();
    pinned_and_joined();
    boxed();
    copied(3);
    polled();
    set_at_once();
}

async fn one<F: Future>(future: Pin<&mut F>) -> F::Output {
    event("one");
    let value = future.await;
    event("one done");
    value
}

async fn both(_: &Log, future: Pin<&mut Leaf<Log>>, _: Log) -> usize {
    event("both");
    future.await.len()
}

async fn size(value: Pin<&mut Log>) -> usize {
    tick("size").await;
    value.len()
}

struct Waiter(Log);

impl Waiter {
    async fn wait(&self, future: Pin<&mut Leaf<Log>>) -> usize {
        self.0.touch("wait");
        future.await.len()
    }
}

#[visible_async]
async fn local_pinned() -> usize {
    let held = log("held");
    let local = leaf("local", log("value"));
    tick("begin").await;
    one(pin!(local)).await;
    tick("end").await;
    held.len()
}

#[visible_async]
async fn local_pinned_among_others() -> usize {
    let held = log("held");
    let local = leaf("local", log("value"));
    tick("begin").await;
    let size = both(&log("temporary"), std::pin::pin!(local), log("moved")).await;
    tick("end").await;
    held.len() + size
}

#[visible_async]
async fn argument_pinned(argument: Log) -> usize {
    let n = size(pin!(argument)).await;
    tick("end").await;
    n
}

#[visible_async]
async fn field_pinned(p: Pair) -> usize {
    tick("begin").await;
    let n = size(core::pin::pin!(p.left)).await;
    tick("end").await;
    n + p.right.len()
}

#[visible_async]
async fn field_of_a_local_pinned() -> usize {
    let p = pair("p");
    tick("begin").await;
    size(pin!(p.right)).await;
    tick("end").await;
    p.left.len()
}

#[visible_async]
async fn in_a_method() -> usize {
    let waiter = Waiter(log("waiter"));
    let future = leaf("future", log("value"));
    tick("begin").await;
    let n = waiter.wait(pin!(future)).await;
    tick("end").await;
    n
}

#[visible_async]
async fn pinned_awaited() -> usize {
    let local = leaf("local", log("value"));
    tick("begin").await;
    let n = pin!(local).await.len();
    tick("end").await;
    n
}

#[visible_async]
async fn pinned_lent() -> usize {
    let local = leaf("local", log("value"));
    tick("begin").await;
    pin!(local).as_mut().await;
    tick("middle").await;
    let other = leaf("other", log("value"));
    let n = one(pin!(other).as_mut()).await.len();
    tick("end").await;
    n
}

#[visible_async]
async fn pinned_sent() -> usize {
    let local = log("local");
    tick("begin").await;
    let n = pin!(local).send("x").await;
    tick("end").await;
    n
}

#[visible_async]
async fn pinned_twice() -> usize {
    let (a, b) = (log("a"), log("b"));
    tick("begin").await;
    let n = size(pin!(a)).await + size(pin!(b)).await;
    tick("end").await;
    n
}

#[visible_async]
async fn pinned_behind_a_temporary() -> usize {
    let local = log("local");
    tick("begin").await;
    let n = (log("first").len(), size(pin!(local)).await, log("last"));
    tick("end").await;
    n.0 + n.1 + n.2.len()
}

#[visible_async]
async fn temporary_in_the_pinned() -> usize {
    let held = log("held");
    let n = size(pin!(log("pinned").with(log("temporary").name()))).await;
    tick("end").await;
    n + held.len()
}

#[visible_async]
async fn borrowed_in_the_pinned() -> usize {
    let held = log("held");
    let n = one(pin!(log("temporary").send("x"))).await;
    tick("between").await;
    let more = one(pin!(held.send("x"))).await;
    n + more
}

#[visible_async]
async fn awaited_in_the_pinned() -> usize {
    let held = log("held");
    let n = size(pin!(load("pinned").await)).await;
    tick("end").await;
    n + held.len()
}

#[visible_async]
async fn pinned_before_an_await() -> usize {
    let (future, after) = (leaf("future", log("value")), log("after"));
    tick("begin").await;
    let n = both(&after, pin!(future), load("loaded").await).await;
    tick("end").await;
    n + after.len()
}

#[visible_async]
async fn pinned_block() -> usize {
    let (a, b) = (log("a"), log("b"));
    tick("begin").await;
    let n = one(pin!(async move {
        tick("inside").await;
        a.len()
    }))
    .await;
    tick("end").await;
    n + b.len()
}

#[visible_async]
async fn pinned_number() -> usize {
    async fn twice(mut number: Pin<&mut usize>) -> usize {
        tick("twice").await;
        *number *= 2;
        *number
    }
    let number = 4;
    tick("begin").await;
    twice(pin!(number)).await + number + twice(pin!(1)).await
}

#[visible_async]
async fn pinned_and_not_awaited() -> usize {
    fn read(value: Pin<&mut Log>) -> usize {
        value.touch("read");
        value.len()
    }
    let (a, b) = (log("a"), log("b"));
    tick("begin").await;
    let n = read(pin!(a));
    tick("middle").await;
    let n = n + read(pin!(b)) + load("loaded").await.len();
    tick("end").await;
    n
}

#[visible_async]
async fn pinned_and_joined() -> usize {
    let (a, b) = (leaf("a", log("x")), leaf("b", log("y")));
    tick("begin").await;
    let (x, y) = futures::future::join(pin!(a), pin!(b)).await;
    tick("end").await;
    x.len() + y.len()
}

#[visible_async]
async fn boxed() -> usize {
    let b = Box::new(leaf("a", log("x")));
    tick("begin").await;
    let n = one(pin!(*b)).await.len();
    tick("end").await;
    n
}

#[visible_async]
async fn copied(n: usize) -> usize {
    tick("begin").await;
    let p = (n, 4);
    let m = add(pin!(p.1), pin!(n)).await + p.1;
    tick("end").await;
    m + n
}

async fn add(a: Pin<&mut usize>, mut b: Pin<&mut usize>) -> usize {
    *b += *a;
    tick("add").await;
    *b
}

#[visible_async]
async fn polled() -> bool {
    let f = leaf("f", log("v"));
    tick("begin").await;
    let ready = futures::poll!(pin!(f)).is_ready();
    tick("end").await;
    ready
}

#[visible_async]
async fn set_at_once() -> usize {
    let a = log("a");
    let held = log("held");
    tick("begin").await;
    pin!(a).set(log("new"));
    tick("end").await;
    held.len()
}
