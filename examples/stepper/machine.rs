//! The machine that is stepped through, and two that it awaits.
use std::time::Duration;
use visible_async::driver::{Clock, pending_n_times};
use visible_async::visible_async;

/// Connects, which takes two polls.
#[visible_async]
async fn connect(address: &str) -> String {
    let token = pending_n_times(2, 7).await;
    format!("{address} by token {token}")
}

/// Reads a line, which takes a second.
#[visible_async]
async fn read(clock: &Clock, number: u64) -> String {
    clock.sleep(Duration::from_secs(1)).await;
    format!("line {number}")
}

/// Fetches a page of two lines.
#[visible_async]
pub async fn fetch(clock: Clock, address: String) -> Vec<String> {
    let first = connect(&address).await;
    let mut page = vec![first];
    for number in 1..=2 {
        let line = read(&clock, number).await;
        page.push(line);
    }
    page
}
