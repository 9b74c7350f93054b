//! Closures and blocks that borrow a local which lives over an await: before edition 2021 they capture it whole.
use super::*;
use std::task::Poll;

#[visible_async]
async fn polled_by_hand() -> String {
    let mut text = String::from("a");
    futures::future::poll_fn(|_| {
        text.push('b');
        Poll::Ready(())
    })
    .await;
    text.push('c');
    text
}

#[visible_async]
async fn kept() -> usize {
    let text = String::from("ab");
    let more = |n: usize| text.len() + n;
    let first = more(1);
    pause().await;
    first + more(2)
}

#[visible_async]
async fn returns_a_block() -> usize {
    let text = String::from("ab");
    let later = |n: usize| {
        let text = &text;
        async move { text.len() + n }
    };
    let first = later(1).await;
    first + later(2).await
}

#[visible_async]
async fn block_kept() -> (String, u8) {
    let mut pair = (String::new(), 1);
    let block = async {
        pair.0.push('x');
        pause().await;
        pair.1 += 1;
    };
    pause().await;
    block.await;
    pair
}

#[visible_async]
async fn without_arguments() -> usize {
    let mut count = 0;
    let mut more = || count += 1;
    more();
    pause().await;
    more();
    count
}

#[test]
fn run_all() {
    assert_eq!(run_send(polled_by_hand()), "abc");
    assert_eq!(run_send(kept()), 7);
    assert_eq!(run_send(returns_a_block()), 7);
    assert_eq!(run_send(block_kept()), ("x".to_owned(), 2));
    assert_eq!(run_send(without_arguments()), 2);
}
