//! What generated functions call.
use crate::support::*;
pub use futures::{FutureExt as _, StreamExt as _};
pub use std::fmt::Write as _;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

#[derive(Debug)]
pub struct Pair {
    pub a: Log,
    pub b: Log,
}

#[derive(Debug)]
pub struct Fail(pub Log);

/// What a function returns whose `?` converts.
#[derive(Debug)]
pub struct Outer(pub Fail);

impl From<Fail> for Outer {
    fn from(fail: Fail) -> Outer {
        event(format!("convert {fail:?}"));
        Outer(fail)
    }
}

impl Fail {
    pub fn new(name: &str) -> Fail {
        Fail(Log::new(name))
    }
}

/// A shared borrow with a destructor.
pub struct Guard<'a>(pub &'a Log);

impl Guard<'_> {
    pub fn value(&self) -> u32 {
        self.0.used("guarded")
    }
    pub async fn wait(&self) -> u32 {
        leaf("wait", ()).await;
        self.0.used("waited")
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.0.used("unguard");
    }
}

/// A unique borrow with a destructor.
pub struct GuardMut<'a>(pub &'a mut Log);

impl GuardMut<'_> {
    pub fn value(&self) -> u32 {
        self.0.used("locked")
    }
    pub fn add(&mut self, n: u32) -> u32 {
        self.0.count = (self.0.count + n) % 8;
        self.0.used("add")
    }
}

impl Drop for GuardMut<'_> {
    fn drop(&mut self) {
        self.0.used("unlock");
    }
}

pub async fn later(name: &'static str) -> Log {
    leaf(name, ()).await;
    Log::new(name)
}

pub async fn ready(name: &'static str) -> bool {
    leaf(name, ()).await;
    flag(name)
}

pub async fn count(name: &'static str) -> u32 {
    leaf(name, ()).await;
    num(name)
}

pub async fn next_later(name: &'static str) -> Option<Log> {
    leaf(name, ()).await;
    next(name)
}

pub fn peek(log: &Log) -> u32 {
    log.get()
}

pub async fn peek_later(log: &Log) -> u32 {
    log.read().await
}

pub fn poke(log: &mut Log) -> u32 {
    log.bump()
}

pub async fn poke_later(log: &mut Log, n: u32) -> u32 {
    log.write(n).await
}

pub fn eat(log: Log) -> u32 {
    log.into_value()
}

pub async fn eat_later(log: Log) -> u32 {
    leaf("eat", ()).await;
    log.into_value()
}

pub fn same(log: &Log) -> &Log {
    peek(log);
    log
}

pub fn join(a: Log, b: Log) -> Log {
    event(format!("join {a:?} {b:?}"));
    a
}

pub async fn join_later(a: Log, n: u32, b: Log) -> Log {
    leaf("join", ()).await;
    event(format!("join {a:?} {n} {b:?}"));
    b
}

pub fn mix(a: &Log, n: u32, b: Log) -> u32 {
    event(format!("mix {a:?} {n} {b:?}"));
    (n + a.count) % 8
}

pub async fn mix_later(a: &Log, b: &Log, n: u32) -> u32 {
    leaf("mix", ()).await;
    event(format!("mix {a:?} {b:?} {n}"));
    (n + b.count) % 8
}

pub fn total(a: u32, b: u32, c: u32) -> u32 {
    event(format!("total {a} {b} {c}"));
    (a % 8 + b % 8 + c % 8) % 8
}

pub fn maybe(log: Log) -> Option<Log> {
    if flag("maybe") { Some(log) } else { None }
}

pub async fn maybe_later(log: Log) -> Option<Log> {
    leaf("maybe", ()).await;
    maybe(log)
}

pub fn attempt(log: Log) -> Result<Log, Fail> {
    if again("attempt") {
        Ok(log)
    } else {
        Err(Fail(log))
    }
}

pub async fn attempt_later(log: Log) -> Result<Log, Fail> {
    leaf("attempt", ()).await;
    attempt(log)
}

/// # Safety
/// Nothing to keep: it is here for the sake of `unsafe` blocks.
pub unsafe fn risky(log: Log) -> Log {
    log.with(1)
}

pub fn note(text: String) {
    event(format!("note {text}"));
}

/// Polls what it is given, as a task would.
pub async fn run<T>(task: impl Future<Output = T>) -> T {
    leaf("run", ()).await;
    task.await
}

/// A reference that outlives the function it is passed to; its `Log` is leaked on purpose.
pub fn leak(name: &str) -> &'static mut Log {
    Box::leak(Box::new(Log::new(name)))
}

/// A stream that ends after a while.
pub struct Source {
    name: &'static str,
    item: Option<Leaf<()>>,
    own: Log,
}

pub fn source(name: &'static str) -> Source {
    let own = Log::new(name);
    Source {
        name,
        item: None,
        own,
    }
}

impl futures::Stream for Source {
    type Item = Log;
    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Log>> {
        let name = self.name;
        self.own.get();
        let item = self.item.get_or_insert_with(|| leaf(name, ()));
        if Pin::new(item).poll(cx).is_pending() {
            return Poll::Pending;
        }
        self.item = None;
        Poll::Ready(next(name))
    }
}

/// Shows a place.
macro_rules! looked {
    ($log:expr) => {
        peek(&$log)
    };
}

/// Adds numbers.
macro_rules! summed {
    ($($n:expr),*) => {
        0 $(+ total($n, 0, 1))*
    };
}

/// Awaits.
macro_rules! fetched {
    ($name:expr) => {
        later($name).await
    };
}
