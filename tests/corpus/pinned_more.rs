// `pin!` as an operand, inside statements of each kind.
use std::future::Future;
use std::pin::{Pin, pin};

use visible_async_test_support::prelude::*;

cases! {
    pinned_with_a_question(false);
    pinned_with_a_question(true);
    pinned_in_a_let();
    pinned_at_the_end();
    pinned_in_a_branch(true);
    pinned_in_a_branch(false);
    pinned_in_a_loop();
    pinned_in_a_match();
    pinned_in_a_condition();
    pinned_in_a_literal();
    pinned_beside_a_call();
    pinned_beside_a_macro();
    pinned_in_a_pin();
    pinned_in_a_leaf(false);
    pinned_in_a_leaf(true);
    pinned_in_a_chain();
    pinned_in_a_closure();
    own_methods();
    methods_with_arguments();
}

async fn one<F: Future>(future: Pin<&mut F>) -> F::Output {
    event("one");
    let value = future.await;
    event("one done");
    value
}

async fn size(value: Pin<&mut Log>) -> usize {
    tick("size").await;
    value.len()
}

#[visible_async]
async fn pinned_with_a_question(fails: bool) -> Result<usize, ReadError> {
    let future = fail("future", fails);
    tick("begin").await;
    let n = one(pin!(future)).await?.len();
    tick("end").await;
    Ok(n)
}

#[visible_async]
async fn pinned_in_a_let() -> usize {
    let future = leaf("future", log("value"));
    tick("begin").await;
    let mut pinned = pin!(future);
    tick("end").await;
    one(pinned.as_mut()).await.len()
}

#[visible_async]
async fn pinned_at_the_end() -> usize {
    let held = log("held");
    let local = log("local");
    tick("begin").await;
    held.touch("held");
    size(pin!(local)).await
}

#[visible_async]
async fn pinned_in_a_branch(first: bool) -> usize {
    let local = log("local");
    tick("begin").await;
    let n = if first { size(pin!(local)).await } else { local.len() };
    tick("end").await;
    n
}

#[visible_async]
async fn pinned_in_a_loop() -> usize {
    let mut n = 0;
    for at in 0..2 {
        let local = log(format!("local {at}"));
        tick("begin").await;
        n += size(pin!(local)).await;
        tick("end").await;
    }
    n
}

#[visible_async]
async fn pinned_in_a_match() -> usize {
    let local = leaf("local", log("value"));
    tick("begin").await;
    match one(pin!(local)).await {
        value if value.len() > 100 => 0,
        value => {
            tick("arm").await;
            value.len()
        }
    }
}

#[visible_async]
async fn pinned_in_a_condition() -> usize {
    let local = log("local");
    tick("begin").await;
    if size(pin!(local)).await > 1 {
        tick("then").await;
    }
    3
}

#[visible_async]
async fn pinned_in_a_literal() -> usize {
    async fn ends(list: (Pin<&mut Log>, [Pin<&mut Log>; 1])) -> usize {
        tick("ends").await;
        list.0.len() + list.1[0].len()
    }
    let (a, b) = (log("a"), log("b"));
    tick("begin").await;
    let n = ends((pin!(a), [pin!(b)])).await;
    tick("end").await;
    n
}

#[visible_async]
async fn pinned_beside_a_call() -> usize {
    let (local, held) = (log("local"), log("held"));
    tick("begin").await;
    let n = add(held.len(), size(pin!(local)).await, held.finish());
    tick("end").await;
    n
}

fn add(a: usize, b: usize, c: usize) -> usize {
    event("add");
    a + b + c
}

#[visible_async]
async fn pinned_beside_a_macro() -> String {
    let (local, held) = (log("local"), log("held"));
    tick("begin").await;
    let text = format!("{} {}", held.len(), size(pin!(local)).await);
    tick("end").await;
    text
}

#[visible_async]
async fn pinned_in_a_pin() -> usize {
    let local = leaf("local", log("value"));
    tick("begin").await;
    let n = one(pin!(one(pin!(local)))).await.len();
    tick("end").await;
    n
}

#[visible_async]
async fn pinned_in_a_leaf(fails: bool) -> Result<usize, ReadError> {
    let local = log("local");
    tick("begin").await;
    let n = log("head").with("more").made(pin!(local)).checked(fails)?.send("x").await;
    tick("end").await;
    Ok(n)
}

struct Made<'a>(Log, Pin<&'a mut Log>);

impl Log2 for Log {}

trait Log2 {
    fn made(self, other: Pin<&mut Log>) -> Made<'_>
    where
        Self: Into<Log>,
    {
        Made(self.into(), other)
    }
}

impl Made<'_> {
    fn checked(self, fails: bool) -> Result<Self, ReadError> {
        self.1.touch("checked");
        if fails { Err(ReadError(log("error"))) } else { Ok(self) }
    }
    async fn send(&self, what: &str) -> usize {
        self.0.send(what).await + self.1.len()
    }
}

#[visible_async]
async fn pinned_in_a_chain() -> usize {
    let local = leaf("local", log("value"));
    tick("begin").await;
    let n = one(pin!(local)).await.with("x").send("y").await;
    tick("end").await;
    n
}

#[visible_async]
async fn pinned_in_a_closure() -> usize {
    let (local, held) = (log("local"), log("held"));
    let read = |value: Log| pin!(value).len();
    tick("begin").await;
    let n = read(local);
    tick("end").await;
    n + held.len()
}

struct Own(Log, std::marker::PhantomPinned);

impl Own {
    async fn run(self: Pin<&mut Self>) -> usize {
        tick("run").await;
        self.0.len()
    }

    async fn look(&self) -> usize {
        tick("look").await;
        self.0.len()
    }

    fn shift(self: Pin<&mut Self>) -> usize {
        self.0.len()
    }

    async fn with_arg(self: Pin<&mut Self>, n: usize) -> usize {
        tick("run").await;
        self.0.len() + n
    }
}

fn own(name: &str) -> Own {
    Own(log(name), std::marker::PhantomPinned)
}

#[visible_async]
async fn own_methods() -> usize {
    let o = own("o");
    tick("begin").await;
    let n = pin!(o).run().await;
    tick("middle").await;
    let o = own("p");
    tick("begin").await;
    n + pin!(o).look().await
}

#[visible_async]
async fn methods_with_arguments() -> usize {
    let o = own("o");
    let q = own("q");
    let r = own("r");
    tick("begin").await;
    let n = pin!(o).shift() + q.look().await;
    tick("middle").await;
    n + pin!(q).with_arg(load("more").await.len()).await + pin!(r).as_mut().with_arg(1).await
}
