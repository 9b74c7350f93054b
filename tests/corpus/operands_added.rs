// A local beside an operator is no number for that: its type may be the user's, and its value dies in its turn.
use std::ops::Add;
use visible_async_test_support::prelude::*;

cases! {
    constants_of_parameters(log("x"), "text");
    coerced_constants();
    constants();
    moved_before_an_awaited_call(true, Weight(log("weight")), log("held"));
    moved_before_an_awaited_call(false, Weight(log("weight")), log("held"));
    holds_a_borrow(true, log("held"));
    holds_a_borrow(false, log("held"));
}

struct Weight(Log);

impl Add<usize> for Weight {
    type Output = usize;
    fn add(self, other: usize) -> usize {
        self.0.touch("add");
        self.0.len() + other
    }
}

/// Nothing tells whether a method of these names moves its receiver.
#[allow(dead_code)]
trait Peek {
    fn relay(&self) -> usize;
    async fn relayed(&self) -> usize;
}

impl Peek for Weight {
    fn relay(&self) -> usize {
        self.0.len()
    }

    async fn relayed(&self) -> usize {
        self.0.len()
    }
}

#[allow(dead_code)]
trait Relay: Sized {
    fn relay(self) -> usize;
    async fn relayed(self) -> usize;
}

impl Relay for Log {
    fn relay(self) -> usize {
        self.touch("relay");
        self.len()
    }

    async fn relayed(self) -> usize {
        self.send("relayed").await
    }
}

fn both(weight: Weight, size: usize) -> usize {
    event("both");
    weight.0.len() + size
}

#[visible_async]
async fn moved_before_an_awaited_call<R: Relay>(alone: bool, weight: Weight, held: R) -> usize {
    let later = log("later");
    tick("before").await;
    let size = if alone { weight + 1 } else { both(weight, held.relayed().await) };
    tick("after").await;
    size + later.len()
}

struct Lent<'a>(&'a Log);

impl Add<usize> for Lent<'_> {
    type Output = usize;
    fn add(self, other: usize) -> usize {
        self.0.len() + other
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        self.0.touch("given back");
    }
}

trait Show {
    fn show(&self) -> usize;
}

impl Show for Log {
    fn show(&self) -> usize {
        self.touch("show");
        self.len()
    }
}

#[visible_async]
async fn holds_a_borrow(alone: bool, held: Log) -> usize {
    let later = log("later");
    tick("before").await;
    let lent = Lent(&held);
    let size = if alone {
        lent + 1
    } else {
        let size = held.show();
        size + lent.0.len()
    };
    tick("after").await;
    size + later.len()
}

struct Counted(usize);

impl Drop for Counted {
    fn drop(&mut self) {
        event(format!("drop counted {}", self.0));
    }
}

const COUNTED: Counted = Counted(3);

fn counted(counted: &mut Counted) -> Leaf<usize> {
    counted.0 += 1;
    leaf("counted", counted.0)
}

#[allow(const_item_mutation)]
#[visible_async]
async fn constants() -> usize {
    let held = log("held");
    let n = counted(&mut COUNTED).await + counted(&mut Counted(7)).await;
    event("after");
    n + held.send("x").await
}

const NUMBER: u8 = 1;

async fn shown(list: &[&dyn std::fmt::Debug]) -> String {
    tick("shown").await;
    format!("{list:?}")
}

async fn summed(lists: &[&[u8]]) -> u8 {
    tick("summed").await;
    lists.concat().iter().sum()
}

// What rustc is asked about a constant must not keep it from being coerced.
#[visible_async]
async fn coerced_constants() -> String {
    let held = log("held");
    let text = shown(&[&2, &None::<&str>]).await + &shown(&[&NUMBER, &"text", &held.len()]).await;
    format!("{text} {}", summed(&[&[NUMBER], &[1, NUMBER]]).await)
}

async fn beside_none<T>(_: &Option<T>, value: T) -> T {
    tick("both").await;
    value
}

// Nor need it be `'static` what its type holds.
#[visible_async]
async fn constants_of_parameters<'a, T>(x: T, text: &'a str) -> (T, &'a str) {
    (beside_none(&None::<T>, x).await, beside_none(&None, text).await)
}
