// Closures that capture a field for its last time: of their parameters the types matter not, or stand there.
use visible_async_test_support::{prelude::*, values::Order};

cases! {
    moved_by_a_closure(true, Order::new("order"));
    moved_by_a_closure(false, Order::new("order"));
    moved_behind_a_question(true, Order::new("order"));
    moved_behind_a_question(false, Order::new("order"));
    moved_into_a_struct(true, Order::new("order"));
    moved_into_a_struct(false, Order::new("order"));
    moved_with_a_type(true, Order::new("order"));
    moved_with_a_type(false, Order::new("order"));
    moved_whole(true, Order::new("order"));
    moved_whole(false, Order::new("order"));
    copied_by_a_closure(true, Order::new("order"));
    copied_by_a_closure(false, Order::new("order"));
    copied_again_and_again(3, Order::new("order"));
    copied_by_what_gets_a_reference(Order::new("order"));
    copied_by_what_sorts(Order::new("order"));
    given_to_a_struct(true, Order::new("order"));
    given_to_a_struct(false, Order::new("order"));
    given_to_a_function(true, Order::new("order"));
    given_to_a_function(false, Order::new("order"));
    given_to_a_format(true, Order::new("order"));
    given_to_a_format(false, Order::new("order"));
    asked_for_more(true, Order::new("order"));
    asked_for_more(false, Order::new("order"));
    looked_at_by_a_closure(true, Order::new("order"));
    looked_at_by_a_closure(false, Order::new("order"));
}

async fn found(good: bool) -> Result<Log, AppError> {
    tick("find").await;
    if good { Ok(log("found")) } else { Err(log("bad").into()) }
}

#[visible_async]
async fn moved_by_a_closure(good: bool, order: Order) -> usize {
    let found = found(good).await.unwrap_or_else(|_| order.name);
    tick("between").await;
    found.len()
}

#[visible_async]
async fn moved_behind_a_question(good: bool, order: Order) -> Result<usize, Log> {
    let found = found(good).await.map_err(|_| order.name)?;
    tick("between").await;
    Ok(found.len())
}

#[derive(Debug)]
pub struct Lost {
    _name: Log,
}

#[visible_async]
async fn moved_into_a_struct(good: bool, order: Order) -> Result<usize, Lost> {
    let later = log("later");
    let found = found(good).await.map_err(|_| Lost { _name: order.name })?;
    tick("between").await;
    Ok(found.len() + later.len())
}

#[visible_async]
async fn moved_with_a_type(good: bool, order: Order) -> usize {
    let found = found(good).await.unwrap_or_else(|error: AppError| log(format!("{error}{}", order.name.with("more"))));
    tick("between").await;
    found.len()
}

#[visible_async]
async fn moved_whole(good: bool, order: Order) -> usize {
    let size = found(good).await.map_or_else(|_| order.eaten(), |log| log.len());
    tick("between").await;
    size
}

#[visible_async]
async fn copied_by_a_closure(good: bool, order: Order) -> usize {
    let size = found(good).await.map(|log| log.len()).unwrap_or_else(|_| order.fee);
    tick("between").await;
    size
}

#[visible_async]
async fn copied_again_and_again(rounds: usize, order: Order) -> usize {
    let size: usize = (0..rounds).map(|_| order.fee).sum();
    tick("between").await;
    size
}

// The closure gets a reference, of any lifetime.
#[visible_async]
async fn copied_by_what_gets_a_reference(order: Order) -> usize {
    let size = [log("one"), log("two")].iter().filter(|_| order.fee > 2).count();
    tick("between").await;
    size
}

#[visible_async]
async fn copied_by_what_sorts(order: Order) -> usize {
    let mut list = vec![log("one"), log("two"), log("three")];
    list.retain(|_| order.fee > 1);
    tick("between").await;
    list.len()
}

#[visible_async]
async fn looked_at_by_a_closure(good: bool, order: Order) -> usize {
    let size = found(good).await.map(|log| log.len()).unwrap_or_else(|_| order.looked());
    tick("between").await;
    size
}

#[derive(Debug)]
pub struct Failed {
    _name: Log,
    _error: AppError,
}

#[visible_async]
async fn given_to_a_struct(good: bool, order: Order) -> Result<usize, Failed> {
    let found = found(good).await.map_err(|error| Failed { _name: order.name, _error: error })?;
    tick("between").await;
    Ok(found.len())
}

fn failed(error: AppError, name: Log) -> Failed {
    event("failed");
    Failed { _name: name, _error: error }
}

#[visible_async]
async fn given_to_a_function(good: bool, order: Order) -> Result<usize, Failed> {
    let later = log("later");
    let found = found(good).await.map_err(|error| failed(error, order.name.with("more")))?;
    tick("between").await;
    Ok(found.len() + later.len())
}

#[visible_async]
async fn given_to_a_format(good: bool, order: Order) -> usize {
    let text = found(good).await.map_or_else(|error| format!("{error} {}", order.name.with("more")), |log| log.to_string());
    tick("between").await;
    text.len()
}

// The closure needs the type of its parameter: it stays where it stands.
#[visible_async]
async fn asked_for_more(good: bool, order: Order) -> usize {
    let size = found(good).await.map(|log| log.len()).unwrap_or_else(|error| error.to_string().len() + order.fee);
    tick("between").await;
    size
}
