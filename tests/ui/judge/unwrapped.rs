//! The declared type of what a method makes of an awaited value: told once.
use std::future::ready;
use visible_async::visible_async;

#[visible_async]
async fn unwrapped() -> u8 {
    let n: u8 = ready(Some(1_u32)).await.unwrap();
    ready(n).await
}

#[visible_async]
async fn future_of_a_method() -> u32 {
    let n: u32 = Some(ready(String::new())).unwrap().await;
    ready(n).await
}

fn main() {}
