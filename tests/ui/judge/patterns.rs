//! A pattern that does not fit, or that does not take every value, is told once, wherever the machine matches.
use std::future::ready;
use visible_async::visible_async;

struct Pair {
    left: String,
    right: String,
}

async fn count() -> Option<u32> {
    Some(1)
}

async fn line() -> Result<String, ()> {
    Ok(String::new())
}

#[visible_async]
async fn named(text: String) -> u32 {
    let (first, second) = text;
    ready(()).await;
    first
}

#[visible_async]
async fn conditions(text: String) -> u32 {
    if let Some(n) = text {
        ready(()).await;
    }
    if let Ok(n) = count().await {
        ready(()).await;
    }
    while let Ok(n) = count().await {
        ready(()).await;
    }
    1
}

#[visible_async]
async fn otherwise(text: String) -> u32 {
    let Some(n) = text else { return 1 };
    let Ok(n) = count().await else { return 1 };
    ready(n).await
}

#[visible_async]
async fn arms(text: String) -> u32 {
    match text {
        Some(n) => ready(n).await,
        None => 1,
    }
}

#[visible_async]
async fn native(text: String) -> u32 {
    ready(()).await;
    let n = match text {
        Some(n) => n,
        None => 1,
    };
    ready(n).await
}

#[visible_async]
async fn incompatible(name: Option<u8>) -> u32 {
    ready(()).await;
    let n = match name {
        Some(_) => 1,
        None => "none",
    };
    ready(n).await
}

#[visible_async]
async fn questions() -> Result<u32, ()> {
    let (first, second) = line().await?;
    let Pair { left, right } = line().await?;
    let n = match line().await? {
        Some(n) => n,
        None => 1,
    };
    if let Some(n) = line().await? {
        ready(n).await;
    }
    while let Some(n) = line().await? {
        ready(n).await;
    }
    while line().await? {
        ready(()).await;
    }
    let Some(n) = line().await? else { return Ok(1) };
    Ok(n)
}

#[visible_async]
async fn refutable(n: Option<u32>, list: Vec<u32>) -> u32 {
    ready(()).await;
    let Some(n) = n;
    let Some(m) = count().await;
    let Some(first) = list.first();
    ready(n + m + first).await
}

#[visible_async]
async fn refutable_question() -> Result<u32, ()> {
    let Some(n) = ready(Ok(Some(1))).await?;
    ready(Ok(n)).await
}

fn main() {}
