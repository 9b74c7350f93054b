// What one would show to a person: compiled as it stands, expanded to a snapshot each.
use std::collections::HashMap;
use std::future::Future;
use tokio::sync::{Mutex, mpsc};
use visible_async::visible_async;

type Error = Box<dyn std::error::Error + Send + Sync>;

async fn connect(url: &str) -> Result<Vec<u8>, Error> {
    Ok(url.as_bytes().to_vec())
}

async fn fill(page: &mut Vec<u8>, byte: u8) {
    page.push(byte);
}

async fn pause() {
    tokio::task::yield_now().await;
}

#[visible_async]
async fn straight(url: String) -> Result<usize, Error> {
    let page = connect(&url).await?;
    pause().await;
    Ok(page.len() + url.len())
}

#[visible_async]
async fn fetch(url: String, n: u8) -> Result<usize, Error> {
    let mut page = connect(&url).await?;
    for i in 0..n {
        fill(&mut page, i).await;
    }
    Ok(page.len() + url.len())
}

#[visible_async]
async fn guarded(total: &Mutex<u32>, by: u32) -> u32 {
    let mut sum = total.lock().await;
    *sum += by;
    pause().await;
    *sum
}

#[visible_async]
async fn branches(cached: Option<Vec<u8>>, url: &str) -> Result<usize, Error> {
    let page = match cached {
        Some(page) => page,
        None => connect(url).await?,
    };
    if page.is_empty() {
        pause().await;
        return Ok(0);
    }
    Ok(page.len())
}

#[visible_async]
async fn drain(mut queue: mpsc::Receiver<u32>) -> u32 {
    let mut sum = 0;
    while let Some(number) = queue.recv().await {
        if number == 0 {
            break;
        }
        sum += number;
    }
    sum
}

#[visible_async]
async fn operands(left: &str, right: &str) -> Result<usize, Error> {
    Ok(connect(left).await?.len() * 2 + connect(right).await?.len())
}

#[visible_async]
async fn moved_on_one_path(page: Vec<u8>, keep: bool) -> usize {
    if !keep {
        drop(page);
    }
    pause().await;
    usize::from(keep)
}

#[visible_async]
async fn generic<'a, K, F>(names: &'a HashMap<K, String>, key: K, load: impl Fn(&'a str) -> F) -> Option<F::Output>
where
    K: std::hash::Hash + Eq,
    F: Future,
{
    let name = names.get(&key)?;
    Some(load(name).await)
}

struct Counter {
    count: u32,
}

impl Counter {
    #[visible_async]
    async fn count_to(&mut self, end: u32) -> u32 {
        while self.count < end {
            self.count += 1;
            pause().await;
        }
        self.count
    }
}

#[visible_async]
async fn factorial(n: u64) -> u64 {
    if n < 2 { 1 } else { n * Box::pin(factorial(n - 1)).await }
}

#[visible_async]
async fn first(mut queue: mpsc::Receiver<u32>) -> Option<u32> {
    tokio::select! {
        number = queue.recv() => number,
        () = pause() => None,
    }
}
