//! What is no iterator is told once.
use std::future::ready;
use visible_async::visible_async;

struct Page {
    number: u32,
}

#[visible_async]
async fn local(page: Page) -> u32 {
    for part in page {
        ready(()).await;
    }
    1
}

#[visible_async]
async fn awaited() -> Result<(), ()> {
    for n in ready(1).await {
        ready(n).await;
    }
    for n in ready(Ok(1)).await? {
        ready(n).await;
    }
    Ok(())
}

#[visible_async]
async fn used(page: Page) -> u32 {
    let mut sum = 0;
    for n in page.number {
        sum += n;
        ready(()).await;
        println!("{n}");
    }
    sum
}

fn main() {}
