// Parts that arms move out, each arm its own: after them, beside them, and put back.
use visible_async_test_support::prelude::*;

cases! {
    one_after_another(true, true);
    one_after_another(true, false);
    one_after_another(false, true);
    arms_differ(Stage::Named { name: log("name"), size: 4 });
    arms_differ(Stage::Named { name: log("name"), size: 2 });
    arms_differ(Stage::Listed(log("first"), vec![log("second")]));
    arms_differ(Stage::Idle);
    arm_puts_back(true, true);
    arm_puts_back(true, false);
    arm_puts_back(false, true);
    returns_from_an_arm(Stage::Listed(log("longer name"), vec![log("second")]));
    returns_from_an_arm(Stage::Listed(log("l"), vec![log("second")]));
    returns_from_an_arm(Stage::Idle);
    taken_in_a_loop(3);
    part_of_a_pair((1, Some(log("some"))));
    part_of_a_pair((2, Some(log("some"))));
    guard_looks_at_another_part(true, 3);
    guard_looks_at_another_part(true, 0);
    guard_looks_at_another_part(false, 0);
    waits_in_operands(true);
    waits_in_operands(false);
}

struct Order {
    reply: Option<Log>,
    payload: Option<Log>,
    headers: Option<Log>,
    rest: Log,
}

fn order(replied: bool, headed: bool) -> Order {
    Order {
        reply: replied.then(|| log("reply")),
        payload: Some(log("payload")),
        headers: headed.then(|| log("headers")),
        rest: log("rest"),
    }
}

#[visible_async]
async fn one_after_another(replied: bool, headed: bool) -> usize {
    let order = order(replied, headed);
    tick("begin").await;
    if let Some(reply) = order.reply {
        let payload = order.payload.unwrap_or_else(|| log("none"));
        match order.headers {
            Some(headers) => {
                tick("headed").await;
                drop(headers);
            }
            None => tick("plain").await,
        }
        tick("sent").await;
        reply.len() + payload.len()
    } else {
        let payload = order.payload.unwrap_or_else(|| log("none"));
        let headers = order.headers;
        tick("else").await;
        payload.len() + headers.map_or(0, |headers| headers.len())
    }
}

enum Stage {
    Named { name: Log, size: usize },
    Listed(Log, Vec<Log>),
    Idle,
}

struct Exchange {
    first: Log,
    stage: Stage,
    last: Option<Log>,
}

#[visible_async]
async fn arms_differ(stage: Stage) -> usize {
    let exchange = Exchange { first: log("first"), stage, last: Some(log("last")) };
    tick("begin").await;
    let size = match exchange.stage {
        Stage::Named { name, size } if size > 3 => {
            tick("long").await;
            name.len() + size
        }
        Stage::Named { size, .. } => size,
        Stage::Listed(_, list) => {
            tick("listed").await;
            list.len()
        }
        Stage::Idle => 0,
    };
    tick("between").await;
    let last = exchange.last;
    tick("after").await;
    size + exchange.first.len() + last.map_or(0, |last| last.len())
}

#[visible_async]
async fn arm_puts_back(replied: bool, keep: bool) -> usize {
    let mut order = order(replied, true);
    tick("begin").await;
    if let Some(reply) = order.reply {
        if keep {
            order.reply = Some(reply);
        } else {
            tick("other").await;
            order.rest = log("new rest");
            order.reply = None;
        }
    }
    tick("between").await;
    let mut size = 0;
    if let Some(reply) = order.reply {
        size += reply.len();
        tick("again").await;
    }
    tick("after").await;
    size + order.rest.len()
}

async fn advance(mut exchange: Exchange) -> Result<Exchange, Log> {
    tick("advance").await;
    exchange.last = None;
    Ok(exchange)
}

#[visible_async]
async fn returns_from_an_arm(stage: Stage) -> Result<usize, Log> {
    let mut exchange = Exchange { first: log("first"), stage, last: Some(log("last")) };
    tick("begin").await;
    match exchange.stage {
        Stage::Listed(name, list) => {
            if name.len() > 4 {
                return Err(name);
            }
            tick("short").await;
            drop(list);
            exchange.stage = Stage::Named { name, size: 3 };
            tick("named").await;
            Ok(advance(exchange).await?.first.len())
        }
        Stage::Named { .. } => Ok(1),
        Stage::Idle => {
            tick("idle").await;
            Ok(exchange.first.len())
        }
    }
}

#[visible_async]
async fn taken_in_a_loop(count: usize) -> usize {
    let mut order = order(true, true);
    let mut sum = 0;
    for n in 0..count {
        match order.reply {
            Some(reply) if n == 1 => {
                sum += reply.len();
                tick("taken").await;
                order.reply = Some(log("other"));
            }
            Some(reply) => {
                order.reply = Some(reply);
                tick("kept").await;
            }
            None => tick("none").await,
        }
    }
    sum + order.rest.len()
}

struct Paired {
    pair: (usize, Option<Log>),
    beside: Log,
}

#[visible_async]
async fn part_of_a_pair(pair: (usize, Option<Log>)) -> usize {
    let mut paired = Paired { pair, beside: log("beside") };
    tick("begin").await;
    let mut sum = 0;
    match paired.pair {
        (1, Some(one)) => {
            // What the pattern has looked at is another value by the time the rest is dropped.
            paired.pair.0 += 4;
            tick("one").await;
            sum += one.len();
        }
        (_, Some(other)) => {
            tick("other").await;
            sum += other.len() * 2;
        }
        (_, None) => {}
    }
    tick("after").await;
    sum + paired.pair.0 + paired.beside.len()
}

#[visible_async]
async fn guard_looks_at_another_part(replied: bool, limit: usize) -> usize {
    let order = order(replied, true);
    tick("begin").await;
    let size = match order.reply {
        Some(reply) if order.headers.is_some() && reply.len() > limit => reply.len(),
        Some(reply) => {
            event("short");
            reply.len() + 1
        }
        None => 0,
    };
    let payload = order.payload;
    tick("after").await;
    size + payload.map_or(0, |payload| payload.len())
}

async fn joined(first: Option<Log>, second: Log) -> usize {
    tick("joined").await;
    first.map_or(0, |first| first.len()) + second.len()
}

#[visible_async]
async fn waits_in_operands(replied: bool) -> usize {
    let order = order(replied, true);
    tick("begin").await;
    let size = match order.reply {
        Some(reply) => reply.len(),
        None => 9,
    };
    let sent = joined(order.payload, order.rest).await;
    tick("after").await;
    size + sent
}
