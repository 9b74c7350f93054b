// Parts that a pattern moves out of a local which may be a reference as far as one can see.
use visible_async_test_support::prelude::*;

cases! {
    owned_struct();
    shared_struct();
    exclusive_struct();
    owned_or_return(true);
    owned_or_return(false);
    shared_or_return(true);
    shared_or_return(false);
    owned_arms(job(0));
    owned_arms(job(1));
    owned_arms(job(2));
    lent_arms(job(0));
    lent_arms(job(1));
    lent_arms(job(2));
    owned_if(true);
    owned_if(false);
    moved_on_one_path(true);
    moved_on_one_path(false);
    in_a_loop();
    lent_in_a_loop();
    second_pattern();
    generic_part(log("first"), log("second"));
    inside_native_code(true);
    inside_native_code(false);
    with_a_guard(job(0), true);
    with_a_guard(job(0), false);
    in_a_leaf_future(job(0));
    in_a_leaf_future(job(2));
}

pub enum Job {
    Run { name: Log, _held: Log },
    Done(Log, u8),
    Idle,
}

fn job(kind: u8) -> Job {
    match kind {
        0 => Job::Run { name: log("name"), _held: log("held") },
        1 => Job::Done(log("done"), 3),
        _ => Job::Idle,
    }
}

struct Request {
    head: Pair,
    body: Option<Log>,
    retries: u8,
}

fn request(name: &str) -> Request {
    Request { head: pair(name), body: Some(log(format!("{name}.body"))), retries: 2 }
}

fn lend<T>(it: &T) -> &T {
    event("lend");
    it
}

#[visible_async]
async fn owned_struct() -> usize {
    let request = request("r");
    let later = log("later");
    let Request { body, retries, head: Pair { right, .. }, .. } = request;
    tick("wait").await;
    drop(body);
    tick("again").await;
    right.len() + usize::from(retries) + request.head.left.len() + later.len()
}

#[visible_async]
async fn shared_struct() -> usize {
    let request = request("r");
    let lent = lend(&request);
    let Request { body, head: Pair { right, .. }, .. } = lent;
    tick("wait").await;
    let size = right.len() + body.as_ref().map_or(0, Log::len);
    tick("again").await;
    size + request.retries as usize
}

#[visible_async]
async fn exclusive_struct() -> usize {
    let mut all = vec![request("r")];
    let last = all.last_mut().unwrap();
    let Request { body, retries, .. } = last;
    *retries += 1;
    tick("wait").await;
    *body = Some(load("other").await);
    tick("again").await;
    usize::from(all[0].retries) + all[0].body.as_ref().map_or(0, Log::len)
}

#[visible_async]
async fn owned_or_return(runs: bool) -> usize {
    let job = job(u8::from(!runs));
    let later = log("later");
    let Job::Run { name, .. } = job else {
        tick("none").await;
        return later.len();
    };
    tick("wait").await;
    name.finish() + later.len()
}

#[visible_async]
async fn shared_or_return(runs: bool) -> usize {
    let job = job(u8::from(!runs));
    let lent = lend(&job);
    let Job::Run { name, .. } = lent else {
        tick("none").await;
        return 1;
    };
    tick("wait").await;
    name.len()
}

async fn pass(job: Job) -> Job {
    tick("pass").await;
    job
}

#[visible_async]
async fn owned_arms(job: Job) -> usize {
    let job = pass(job).await;
    let later = log("later");
    let size = match job {
        Job::Run { name, .. } => {
            tick("run").await;
            name.finish()
        }
        Job::Done(mut log, 3) => {
            tick("done").await;
            log = load("again").await;
            log.len()
        }
        Job::Done(..) | Job::Idle => 0,
    };
    tick("after").await;
    size + later.len()
}

#[visible_async]
async fn lent_arms(job: Job) -> usize {
    let job = pass(job).await;
    let lent = lend(&job);
    let size = match lent {
        Job::Run { name, .. } => {
            tick("run").await;
            name.len()
        }
        Job::Done(log, count) if *count > 2 => {
            tick("done").await;
            log.len() + usize::from(*count)
        }
        _ => 0,
    };
    tick("after").await;
    size
}

#[visible_async]
async fn owned_if(runs: bool) -> usize {
    let job = pass(job(u8::from(!runs))).await;
    if let Job::Run { name, .. } = job {
        tick("run").await;
        name.finish()
    } else {
        tick("other").await;
        1
    }
}

#[visible_async]
async fn moved_on_one_path(moves: bool) -> usize {
    let request = request("r");
    if moves {
        let Request { body, .. } = request;
        tick("moved").await;
        drop(body);
    }
    tick("after").await;
    request.head.left.len()
}

#[visible_async]
async fn in_a_loop() -> usize {
    let mut size = 0;
    for item in vec![request("a"), request("b")].drain(..) {
        let Request { body, .. } = item;
        tick("wait").await;
        size += body.map_or(0, |log| log.finish());
    }
    size
}

#[visible_async]
async fn lent_in_a_loop() -> usize {
    let (all, mut size) = (vec![request("a"), request("b")], 0);
    for item in all.chunks(1).flatten() {
        let Request { body, retries, .. } = item;
        tick("wait").await;
        size += body.as_ref().map_or(0, Log::len) + usize::from(*retries);
    }
    size
}

#[visible_async]
async fn second_pattern() -> usize {
    let request = request("r");
    let Request { body, .. } = request;
    tick("first").await;
    let Request { head: Pair { left, .. }, .. } = request;
    tick("second").await;
    body.map_or(0, Log::finish) + left.finish()
}

fn both<A, B>(a: A, b: B) -> (A, B) {
    (a, b)
}

#[visible_async]
async fn generic_part<A: Sized, B: Sized>(a: A, b: B) -> A {
    let both = both(a, b);
    let (first, _) = both;
    tick("wait").await;
    first
}

#[visible_async]
async fn inside_native_code(runs: bool) -> usize {
    let job = pass(job(u8::from(!runs))).await;
    let name = if let Job::Run { name, .. } = job { Some(name) } else { None };
    tick("wait").await;
    name.map_or(0, Log::finish)
}

#[visible_async]
async fn with_a_guard(job: Job, open: bool) -> usize {
    let job = pass(job).await;
    match job {
        Job::Run { name, .. } if open => {
            tick("run").await;
            name.finish()
        }
        _ => {
            tick("closed").await;
            0
        }
    }
}

#[visible_async]
async fn in_a_leaf_future(job: Job) -> usize {
    let job = pass(job).await;
    let size = load("x")
        .await
        .plus(match job {
            Job::Run { name, .. } => load("y").await.len() + name.finish(),
            _ => 0,
        })
        .await;
    tick("after").await;
    size
}

trait Plus {
    async fn plus(&self, other: usize) -> usize;
}

impl Plus for Log {
    async fn plus(&self, other: usize) -> usize {
        tick("plus").await;
        self.len() + other
    }
}
