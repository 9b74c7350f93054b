// A closure that captures a local for the last time, behind a use of what has borrowed that in the same statement.
use visible_async_test_support::{
    prelude::*,
    values::{Order, raised},
};

cases! {
    captured_with_a_parameter(true);
    captured_with_a_parameter(false);
    captured_part_with_a_parameter(true);
    captured_part_with_a_parameter(false);
    captured_whole(true);
    captured_whole(false);
    captured_and_looked_at(3);
    captured_where_a_round_ends(3);
}

#[visible_async]
async fn captured_with_a_parameter(good: bool) -> usize {
    let order = Order::new(if good { "order" } else { "o" });
    let log = order.whole();
    tick("wait").await;
    let all = log.map(|log| log.len()).unwrap_or_else(|n| order.eaten() + n);
    event("behind");
    all
}

#[visible_async]
async fn captured_part_with_a_parameter(good: bool) -> Result<usize, (usize, Log)> {
    let order = Order::new(if good { "order" } else { "o" });
    let log = order.whole();
    tick("wait").await;
    let all = log.map(|log| log.len()).map_err(|n| (n.wrapping_add(1), order.name))?;
    event("behind");
    Ok(all)
}

#[visible_async]
async fn captured_whole(long: bool) -> Option<usize> {
    let order = Order::new(if long { "order" } else { "o" });
    let log = &order.log;
    tick("wait").await;
    let all = (log.len() > 3).then(move || order.eaten());
    event("behind");
    all
}

// The closure is called again and again: it only looks.
#[visible_async]
async fn captured_and_looked_at(rounds: usize) -> usize {
    let order = Order::new("order");
    let count = &order.count;
    tick("wait").await;
    let all = (0..rounds + raised(count)).map(|n| n + order.looked() + order.fee).sum();
    event("behind");
    all
}

#[visible_async]
async fn captured_where_a_round_ends(rounds: usize) -> usize {
    let mut all = 0;
    for round in 0..rounds {
        let order = Order::new(if round == 1 { "o" } else { "order" });
        let log = order.whole();
        tick("wait").await;
        all += log.map(|log| log.len()).unwrap_or_else(|n| n + order.eaten());
    }
    all
}
