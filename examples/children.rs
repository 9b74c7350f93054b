//! Looks at a machine whose children stand where its types do not tell of them, by the feature `children`:
//! `cargo run --features children --example children`.
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use futures::stream::{FuturesUnordered, StreamExt};
use visible_async::{VisibleFuture, visible_async};

#[visible_async]
async fn serve(pages: Vec<u32>) -> usize {
    let (stored, ()) = futures::join!(crawl(pages), heartbeat());
    stored
}

#[visible_async]
async fn crawl(pages: Vec<u32>) -> usize {
    let mut fetches: FuturesUnordered<_> = pages.into_iter().map(fetch).collect();
    let mut stored = 0;
    while let Some(page) = fetches.next().await {
        // Nobody polls the other fetches meanwhile.
        stored += store(page).await;
    }
    stored
}

#[visible_async]
async fn fetch(page: u32) -> u32 {
    Pause(page).await;
    page
}

#[visible_async]
async fn store(_page: u32) -> usize {
    Pause(1).await;
    1
}

#[visible_async]
async fn heartbeat() {
    Pause(3).await;
}

/// Pending so many times.
struct Pause(u32);

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        if self.0 == 0 {
            return Poll::Ready(());
        }
        self.0 -= 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

fn main() {
    let mut machine = pin!(serve(vec![1, 2]));
    while machine.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
        println!("{machine:#?}");
    }
    assert!(machine.state().is_terminal());
    println!("{machine:#?}");
}
