// Boxes in fields of `self`, in items of lists and in what a suspension gives.
use visible_async_test_support::prelude::*;

cases! {
    spent(job("a", Some(job("b", None))));
    from_a_field(job("a", Some(job("b", None))));
    stepped(job("a", Some(job("b", None))));
    pairs(vec![(1, Box::new(log("a"))), (2, Box::new(log("b")))]);
    in_a_tuple((Box::new(log("a")), Some(Box::new(log("b")))));
    from_a_suspension();
}

pub struct Job {
    next: Option<Box<Job>>,
    body: Box<Log>,
}

/// Another box of that name.
#[allow(dead_code)]
pub struct Other {
    body: Box<u8>,
}

fn job(name: &str, next: Option<Job>) -> Job {
    Job { next: next.map(Box::new), body: Box::new(log(name)) }
}

async fn spend(of: Log) -> usize {
    tick("spend").await;
    of.len()
}

impl Job {
    #[visible_async]
    async fn spent(self) -> usize {
        let Self { body, next } = self;
        let n = spend(*body).await;
        tick("a").await;
        let Some(next) = next else { return n };
        let m = Box::pin(Job::spent(*next)).await;
        tick("b").await;
        n + m
    }
    #[visible_async]
    async fn step(&mut self) -> usize {
        let mut n = 0;
        if let Some(next) = std::mem::take(&mut self.next) {
            tick("a").await;
            *self = *next;
            n = self.body.len();
            tick("b").await;
        }
        if let Some(next) = self.next.take() {
            n += 1;
            tick("a").await;
            *self = *next;
            tick("b").await;
        }
        n
    }
}

#[visible_async]
async fn spent(of: Job) -> usize {
    of.spent().await
}

#[visible_async]
async fn from_a_field(of: Job) -> usize {
    let body = of.body;
    tick("a").await;
    let n = spend(*body).await;
    tick("b").await;
    n + of.next.map_or(0, |next| next.body.len())
}

#[visible_async]
async fn stepped(mut of: Job) -> usize {
    let n = of.step().await;
    tick("x").await;
    n
}

#[visible_async]
async fn pairs(of: Vec<(usize, Box<Log>)>) -> usize {
    let mut n = 0;
    for (at, each) in of.into_iter().rev() {
        tick("a").await;
        if at > 1 {
            n += spend(*each).await;
        }
        tick("b").await;
    }
    n
}

#[visible_async]
async fn in_a_tuple(of: (Box<Log>, Option<Box<Log>>)) -> usize {
    let n = match of {
        (a, Some(b)) => {
            tick("a").await;
            let n = spend(*b).await;
            tick("b").await;
            n + spend(*a).await
        }
        (a, None) => spend(*a).await,
    };
    tick("c").await;
    n
}

#[visible_async]
async fn from_a_suspension() -> usize {
    let Job { body, .. } = ready("job", job("a", None)).await;
    tick("c").await;
    let n = spend(*body).await;
    tick("c").await;
    n
}
