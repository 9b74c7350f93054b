// What was found in the code of services: structs of closures, handlers, jobs, configurations.
use std::future::Future;
use std::rc::Rc;
use visible_async_test_support::prelude::*;

cases! {
    rest_without_a_moved_field();
    rest_without_a_moved_field_of_an_awaited(log("base"));
    rest_without_two_moved_fields(true);
    rest_without_two_moved_fields(false);
    hook_called();
    hooks_called_twice(true);
    hooks_called_twice(false);
    hook_called_once();
    hook_in_a_list();
    hook_that_is_exchanged();
    hook_of_a_shared();
    hook_of_a_shared_receiver();
    async_once(log("a"));
    jobs_by_an_alias();
    once_of_the_header();
    guard_with_let(Some(log("t1")));
    guard_with_let(Some(log("key")));
    guard_with_let(Some(log("longer")));
    guard_with_let(None);
    guard_with_let_beside(1);
    guard_with_let_beside(2);
    reader_taken_up_to(true);
    reader_taken_up_to(false);
}

#[derive(Debug)]
struct Config {
    name: Log,
    host: Log,
    port: Log,
}

fn config() -> Config {
    Config { name: log("name"), host: log("host"), port: log("port") }
}

#[visible_async]
async fn rest_without_a_moved_field() -> Config {
    let base = config();
    let mut host = base.host;
    host.fill("more").await;
    Config { host, ..base }
}

#[visible_async]
async fn rest_without_a_moved_field_of_an_awaited(name: Log) -> Config {
    let base = leaf("base", config()).await;
    let patched = Config { name, ..base };
    tick("between").await;
    Config {
        host: {
            let mut host = patched.host;
            host.fill("more").await;
            host
        },
        ..patched
    }
}

#[visible_async]
async fn rest_without_two_moved_fields(first: bool) -> usize {
    let base = config();
    let port = base.port;
    tick("a").await;
    if first {
        let host = base.host;
        tick("b").await;
        let whole = Config { host, port, ..base };
        tick("c").await;
        return whole.name.len();
    }
    let next = Config { port: load("port2").await, ..base };
    tick("d").await;
    next.host.len() + port.len()
}

struct Hooks<F> {
    on: F,
    name: Log,
}

#[visible_async]
async fn hook_called() -> usize {
    let held = log("held");
    let hooks = Hooks { on: move |n: usize| n + held.len(), name: log("name") };
    tick("a").await;
    let n = (hooks.on)(1);
    tick("b").await;
    n + hooks.name.len()
}

#[visible_async]
async fn hooks_called_twice(again: bool) -> usize {
    let held = log("held");
    let mut hooks = Hooks { on: move |n: usize| n + held.len(), name: log("name") };
    let mut n = (hooks.on)(load("x").await.len());
    if again {
        n += (hooks.on)(load("y").await.len());
    }
    hooks.name = load("new").await;
    n + hooks.name.len()
}

#[visible_async]
async fn hook_called_once() -> usize {
    let held = log("held");
    let hooks = Hooks { on: move |n: usize| held.finish() + n, name: log("name") };
    tick("a").await;
    let n = (hooks.on)(1);
    tick("b").await;
    n + hooks.name.len()
}

#[visible_async]
async fn hook_in_a_list() -> usize {
    let held = log("held");
    let hooks: Vec<Box<dyn Fn(usize) -> usize>> = vec![Box::new(move |n| n + held.len())];
    let n = (hooks[0])(load("x").await.len());
    tick("b").await;
    n + hooks.len()
}

struct Turn {
    next: fn(usize) -> usize,
    name: Log,
}

impl Turn {
    async fn exchange(&mut self) -> usize {
        self.next = |n| n + 100;
        load("x").await.len() + self.name.len()
    }
}

#[visible_async]
async fn hook_that_is_exchanged() -> usize {
    let mut turn = Turn { next: |n| n + 1, name: log("name") };
    let first = (turn.next)(turn.exchange().await);
    tick("b").await;
    first + (turn.next)(1)
}

#[visible_async]
async fn hook_of_a_shared() -> usize {
    let held = log("held");
    let hooks = Rc::new(Hooks { on: move |n: usize| n + held.len(), name: log("name") });
    tick("a").await;
    let n = (hooks.on)(1);
    tick("b").await;
    n + hooks.name.len()
}

#[visible_async]
impl<F, Fut> Hooks<F>
where
    F: Fn(usize) -> Fut,
    Fut: Future<Output = usize>,
{
    async fn run(self: Rc<Self>) -> usize {
        let n = load("n").await.len();
        (self.on)(n).await + self.name.len()
    }
}

#[visible_async]
async fn hook_of_a_shared_receiver() -> usize {
    let hooks = Rc::new(Hooks { on: async |n: usize| load("inside").await.len() + n, name: log("name") });
    hooks.run().await
}

#[visible_async]
async fn called_by(job: impl AsyncFnOnce(usize) -> usize) -> usize {
    let n = load("n").await.len();
    let result = job(n).await;
    tick("after").await;
    result
}

#[visible_async]
async fn async_once(a: Log) -> usize {
    called_by(async move |n| a.finish() + n).await
}

type Job = Box<dyn FnOnce(usize) -> usize>;

#[visible_async]
async fn run_job(job: Job) -> usize {
    let n = load("n").await.len();
    let result = job(n);
    tick("after").await;
    result
}

#[visible_async]
async fn jobs_by_an_alias() -> usize {
    let a = log("a");
    let b = log("b");
    let jobs: Vec<Job> = vec![Box::new(move |n| n + a.len()), Box::new(move |n| n + b.finish())];
    let mut sum = 0;
    for job in jobs {
        sum += run_job(job).await;
    }
    let last: Job = Box::new(|n| n);
    tick("last").await;
    sum += last(1);
    tick("end").await;
    sum
}

struct Once<F>(F);

#[visible_async]
impl<F: FnOnce(usize) -> usize> Once<F> {
    async fn run(f: F) -> usize {
        let n = load("n").await.len();
        let result = f(n);
        tick("after").await;
        result
    }

    async fn own(self) -> usize {
        let n = load("n").await.len();
        let result = (self.0)(n);
        tick("after").await;
        result
    }
}

#[visible_async]
async fn once_of_the_header() -> usize {
    let (a, b) = (log("a"), log("b"));
    Once::run(move |n| a.finish() + n).await + Once(move |n| b.finish() + n).own().await
}

fn longer(than: usize, value: Log) -> Option<Log> {
    (value.len() > than).then_some(value)
}

#[visible_async]
async fn guard_with_let(key: Option<Log>) -> usize {
    let table = [log("t1"), log("t2")];
    let n = match key {
        Some(key) if let Some(found) = table.iter().find(|each| each.len() == key.len()) => {
            tick("in").await;
            key.finish() + found.len()
        }
        Some(ref key) if let Some(made) = longer(key.len(), log("made")) => made.len() + load("x").await.finish() + key.len(),
        Some(key) => {
            let more = load("more").await;
            key.finish() + more.len()
        }
        None => 0,
    };
    tick("after").await;
    n
}

#[visible_async]
async fn guard_with_let_beside(n: usize) -> usize {
    let key = log("key");
    let found = match leaf("value", Some(log("ab"))).await {
        Some(value) if let Some(made) = longer(n, log("m2")) => value.finish() + made.finish(),
        Some(value) => value.len(),
        None => 0,
    };
    tick("after").await;
    found + key.len()
}

#[visible_async]
async fn reader_taken_up_to(part: bool) -> String {
    let file = (Some(log("tag")), log("data").name().to_string().into_bytes().into_iter());
    if let Some(tag) = file.0 {
        tag.touch("typed");
    }
    let list: Vec<u8> = if part {
        tick("seek").await;
        Vec::from_iter(file.1.take(2))
    } else {
        Vec::from_iter(file.1.take(3))
    };
    tick("after").await;
    String::from_utf8(list).unwrap()
}
