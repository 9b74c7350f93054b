//! The value of an `.await` that has the wrong type, what is no future, what `?` does not take: rustc says so once.
use visible_async::visible_async;

async fn one() -> u8 {
    1
}

fn two() -> u8 {
    2
}

fn take(_: u16, _: u8) {}

#[visible_async]
async fn declared() {
    let text: String = one().await;
    one().await;
    drop(text);
}

#[visible_async]
async fn pattern() {
    let (a, b) = one().await;
    if let Some(c) = one().await {
        one().await;
    }
}

#[visible_async]
async fn argument() {
    take(one().await, 1);
}

#[visible_async]
async fn condition() {
    while one().await {
        one().await;
    }
}

#[visible_async]
async fn last() -> u16 {
    one().await
}

#[visible_async]
async fn returned(early: bool) -> String {
    if early {
        return one().await;
    }
    String::new()
}

#[visible_async]
async fn no_future() {
    let n = two().await;
    drop(n);
}

#[visible_async]
async fn no_result() -> Result<u8, String> {
    let n = one().await?;
    let m = two()?;
    Ok(n + m)
}

#[visible_async]
async fn returns_nothing() -> u8 {
    if one().await == 1 {
        return;
    }
    2
}

fn main() {}
