// Parts that a pattern moves out of a box, or copies from behind another pointer.
use visible_async_test_support::prelude::*;

cases! {
    lent_to_a_closure_and_moved_in_parts(true);
    lent_to_a_closure_and_moved_in_parts(false);
    lent_to_an_async_block_and_moved_in_parts();
    out_of_a_box(Box::new((log("l"), log("r"))));
    out_of_a_made_box();
    variant_out_of_a_box(Box::new(job(0)));
    variant_out_of_a_box(Box::new(job(1)));
    copied_out_of_a_box(Box::new((1, log("r"))));
    copied_out_of_an_arc();
    behind_a_reference();
}

pub enum Job {
    Run { name: Log, _held: Log },
    Done(Log),
    Idle,
}

pub fn job(kind: u8) -> Job {
    match kind {
        0 => Job::Run { name: log("name"), _held: log("held") },
        1 => Job::Done(log("done")),
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
async fn out_of_a_box(both: Box<(Log, Log)>) -> usize {
    let (left, _) = *both;
    tick("wait").await;
    left.finish()
}

#[visible_async]
async fn out_of_a_made_box() -> usize {
    let boxed = Box::new(request("r"));
    let Request { body, head: Pair { left, .. }, .. } = *boxed;
    tick("wait").await;
    drop(left);
    tick("again").await;
    body.map_or(0, Log::finish) + boxed.head.right.len()
}

#[visible_async]
async fn variant_out_of_a_box(job: Box<Job>) -> usize {
    match *job {
        Job::Run { name, .. } => {
            tick("run").await;
            name.finish()
        }
        Job::Done(log) => load("again").await.len() + log.finish(),
        Job::Idle => 0,
    }
}

#[visible_async]
async fn copied_out_of_a_box(both: Box<(u8, Log)>) -> usize {
    let (number, _) = *both;
    tick("wait").await;
    usize::from(number)
}

#[visible_async]
async fn copied_out_of_an_arc() -> u8 {
    let shared = std::sync::Arc::new((7, log("shared")));
    let (number, _) = *shared;
    tick("wait").await;
    number
}

#[visible_async]
async fn behind_a_reference() -> usize {
    let request = request("r");
    let lent = lend(&request);
    let Request { retries, .. } = *lent;
    tick("wait").await;
    usize::from(retries + lent.retries)
}

#[visible_async]
async fn lent_to_a_closure_and_moved_in_parts(used: bool) -> usize {
    let (job, both) = (log("job"), pair("both"));
    let rest = |n: usize| n + job.len() + both.right.len();
    let n = if used { rest(1) } else { 0 };
    let left = leaf("left", both.left).await;
    for right in [both.right] {
        tick("again").await;
        event(format!("{}", right.len()));
    }
    n + left.len() + job.len()
}

#[visible_async]
async fn lent_to_an_async_block_and_moved_in_parts() -> usize {
    let both = pair("both");
    let size = async { both.right.len() + load("inside").await.len() };
    let n = size.await;
    let left = leaf("left", both.left).await;
    tick("end").await;
    n + left.len()
}
