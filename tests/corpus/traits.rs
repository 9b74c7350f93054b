// Trait impls with async fn, default methods, recursion through boxes, unsafe and extern forms, attributes on items.
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;
use visible_async_test_support::prelude::*;

cases! {
    use_trait_method();
    use_trait_impl_attribute();
    use_default_method();
    use_generic_impl();
    use_trait_with_lifetime();
    use_trait_consuming();
    use_supertrait_bound(Worker(log("w")));
    use_async_trait();
    use_unsafe_fn();
    factorial(3);
    even(3);
    tree_size(2);
    boxed_dyn_recursion(2);
    walk(vec![log("a"), log("b")]);
}

trait Task {
    async fn run(&self, input: &Log) -> usize;

    async fn run_twice(&self, input: &Log) -> usize {
        self.run(input).await + self.run(input).await
    }

    async fn finish(self) -> Log
    where
        Self: Sized;
}

#[derive(Debug)]
struct Worker(Log);

impl Task for Worker {
    #[visible_async]
    async fn run(&self, input: &Log) -> usize {
        let held = log("held");
        let size = self.0.send(input.name()).await;
        tick("after").await;
        size + held.len()
    }

    #[visible_async]
    async fn finish(self) -> Log {
        tick("finish").await;
        self.0
    }
}

struct Doubler<T>(T);

#[visible_async]
impl<T: Task> Task for Doubler<T> {
    async fn run(&self, input: &Log) -> usize {
        let first = self.0.run(input).await;
        first + self.0.run(&log("again")).await
    }

    async fn finish(self) -> Log {
        let inner = self.0.finish().await;
        tick("outer").await;
        inner.with("2")
    }
}

#[visible_async]
async fn use_trait_method() -> usize {
    let worker = Worker(log("w"));
    worker.run(&load("in").await).await
}

#[visible_async]
async fn use_trait_impl_attribute() -> usize {
    let doubler = Doubler(Worker(log("w")));
    doubler.run(&log("in")).await
}

#[visible_async]
async fn use_default_method() -> usize {
    let worker = Worker(log("w"));
    let input = log("in");
    worker.run_twice(&input).await
}

#[visible_async]
async fn through_bound<T: Task>(task: T, input: Log) -> Log {
    let size = task.run(&input).await;
    let end = task.finish().await;
    end.with(&size.to_string())
}

#[visible_async]
async fn use_generic_impl() -> Log {
    through_bound(Doubler(Worker(log("w"))), load("in").await).await
}

trait Lookup<'a> {
    async fn lookup(&self, name: &'a str) -> Option<&'a str>;
}

struct Prefix(Log);

impl<'a> Lookup<'a> for Prefix {
    #[visible_async]
    async fn lookup(&self, name: &'a str) -> Option<&'a str> {
        let size = self.0.send("x").await;
        name.get(..size)
    }
}

#[visible_async]
async fn use_trait_with_lifetime() -> usize {
    let text = String::from("abcdef");
    let prefix = Prefix(log("p"));
    let found = prefix.lookup(&text).await;
    drop(prefix);
    tick("after").await;
    found.map_or(0, str::len)
}

#[visible_async]
async fn use_trait_consuming() -> Log {
    let worker = Worker(log("w"));
    let other = log("other");
    let end = worker.finish().await;
    end.with(other.name())
}

#[visible_async]
async fn use_supertrait_bound<T>(task: T) -> String
where
    T: Task + Debug,
{
    let text = format!("{task:?}");
    let size = task.run_twice(&log("input")).await;
    format!("{text}{size}")
}

#[async_trait::async_trait]
trait Handler: Send {
    async fn handle(&self, input: Log) -> usize;
}

#[async_trait::async_trait]
impl Handler for Worker {
    async fn handle(&self, input: Log) -> usize {
        self.0.send(input.name()).await
    }
}

#[visible_async]
async fn use_async_trait() -> usize {
    let handlers: Vec<Box<dyn Handler>> = vec![Box::new(Worker(log("a"))), Box::new(Worker(log("b")))];
    let mut total = 0;
    for handler in &handlers {
        total += handler.handle(load("in").await).await;
    }
    total
}

/// # Safety
/// `at` is the address of a live value.
#[visible_async]
async unsafe fn read_raw(at: *const Log) -> usize {
    tick("raw").await;
    // SAFETY: the caller says so.
    unsafe { &*at }.len()
}

#[visible_async]
async fn use_unsafe_fn() -> usize {
    let value = log("value");
    // SAFETY: `value` outlives the call.
    let size = unsafe { read_raw(&raw const value).await };
    size + value.len()
}

#[visible_async]
async fn factorial(n: u64) -> u64 {
    let held = log(format!("n{n}"));
    if n < 2 {
        return 1;
    }
    let rest = Box::pin(factorial(n - 1)).await;
    held.touch("back");
    n * rest
}

#[visible_async]
async fn even(n: u32) -> bool {
    let _held = log(format!("even{n}"));
    if n == 0 {
        return true;
    }
    tick("even").await;
    Box::pin(odd(n - 1)).await
}

#[visible_async]
async fn odd(n: u32) -> bool {
    let _held = log(format!("odd{n}"));
    n != 0 && Box::pin(even(n - 1)).await
}

#[visible_async]
async fn tree_size(depth: u32) -> usize {
    let node = load("node").await;
    if depth == 0 {
        return 1;
    }
    let size = Box::pin(tree_size(depth - 1)).await + Box::pin(tree_size(depth - 1)).await;
    node.touch("children done");
    size + 1
}

fn boxed(n: u32) -> Pin<Box<dyn Future<Output = u32> + Send>> {
    Box::pin(boxed_dyn_recursion(n))
}

#[visible_async]
async fn boxed_dyn_recursion(n: u32) -> u32 {
    let held = log("held");
    let rest = if n == 0 { 0 } else { boxed(n - 1).await };
    tick("back").await;
    held.touch("end");
    rest + n
}

#[visible_async]
async fn walk(mut items: Vec<Log>) -> Vec<Log> {
    let Some(last) = items.pop() else {
        return Vec::new();
    };
    tick("step").await;
    let mut rest = Box::pin(walk(items)).await;
    rest.insert(0, last);
    rest
}
