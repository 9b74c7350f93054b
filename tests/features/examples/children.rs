//! The whole tree of what waits, with the feature `children`: also what a `join!`, a `select!` and a collection of futures poll.
//!
//! `cargo run --package visible-async-features --features children --example children`
use std::{
    future::Future,
    pin::{Pin, pin},
    task::{Context, Poll, Waker},
};

use futures::{StreamExt, stream::FuturesUnordered};
use visible_async::visible_async;

#[visible_async]
async fn crawl(sites: Vec<u32>) -> usize {
    let (pages, ()) = futures::join!(fetch_all(sites), report());
    pages
}

#[visible_async]
async fn fetch_all(sites: Vec<u32>) -> usize {
    let mut fetches: FuturesUnordered<_> = sites.into_iter().map(fetch).collect();
    let mut size = 0;
    while let Some(page) = fetches.next().await {
        size += page.len();
    }
    size
}

#[visible_async]
async fn fetch(site: u32) -> String {
    connect(site).await;
    format!("page {site}")
}

#[visible_async]
async fn connect(polls: u32) {
    Polls(polls).await;
}

/// Ready when it is polled so many times.
#[derive(Debug)]
struct Polls(u32);

impl Future for Polls {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.0 -= 1;
        cx.waker().wake_by_ref();
        if self.0 == 0 { Poll::Ready(()) } else { Poll::Pending }
    }
}

#[visible_async]
async fn report() {
    connect(3).await;
}

/// The tree each time it rests.
fn look() -> String {
    let mut machine = pin!(crawl(vec![2, 3]));
    let mut seen = String::new();
    while machine.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
        seen += &format!("{machine:#?}\n");
    }
    seen
}

fn main() {
    print!("{}", look());
}
