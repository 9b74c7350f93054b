// The last use of a local, by value as far as one can see, behind a use of what has borrowed it in the same statement.
use std::cell::RefCell;

use visible_async_test_support::{
    prelude::*,
    values::{Order, raised},
};

cases! {
    field_beside_a_method();
    field_beside_what_is_changed();
    field_of_a_field(Order::new("order"));
    fields_beside_each_other();
    field_in_an_argument();
    field_behind_an_and(true);
    field_behind_an_and(false);
    field_beside_a_list();
    field_that_is_moved();
    field_in_a_value_that_is_returned();
    call_that_looks();
    call_that_moves();
    call_of_a_closure();
    call_behind_a_change();
    call_in_a_round(3);
    call_in_a_condition(true);
    call_in_a_condition(false);
    call_beside_temporaries();
    call_of_a_field();
    in_a_format();
    in_an_assertion(false);
    in_an_assertion(true);
    in_each_operand();
    behind_a_question(true);
    behind_a_question(false);
    returned(true);
    returned(false);
    in_an_else_if(true);
    in_an_else_if(false);
    pattern_in_an_else_if(true);
    pattern_in_an_else_if(false);
}

fn sum(left: usize, right: usize) -> usize {
    left + right
}

#[visible_async]
async fn field_beside_a_method() -> usize {
    let order = Order::new("order");
    let log = &order.log;
    tick("wait").await;
    let all = log.len() + order.fee;
    all * 2
}

#[visible_async]
async fn field_beside_what_is_changed() -> usize {
    let pair = (RefCell::new(log("first")), 3);
    let seen = &pair.0;
    tick("wait").await;
    let all = seen.borrow_mut().grow("more").len() + pair.1;
    all + 1
}

#[visible_async]
async fn field_of_a_field(order: Order) -> usize {
    let inner = &order.inner.0;
    tick("wait").await;
    let later = log("later");
    inner.len() * order.inner.1 + later.len()
}

#[visible_async]
async fn fields_beside_each_other() -> usize {
    let order = Order::new("order");
    let log = &order.log;
    tick("wait").await;
    let all = order.fee + log.len() + order.inner.1;
    all - 1
}

#[visible_async]
async fn field_in_an_argument() -> usize {
    let order = Order::new("order");
    let log = &order.log;
    tick("wait").await;
    let all = sum(log.len(), log.len() + order.fee);
    all - 1
}

#[visible_async]
async fn field_behind_an_and(long: bool) -> usize {
    let order = Order::new(if long { "order" } else { "o" });
    let log = &order.log;
    tick("wait").await;
    if log.len() > 3 && log.len() + order.fee > 7 {
        return 1;
    }
    0
}

#[visible_async]
async fn field_beside_a_list() -> usize {
    let order = Order::new("order");
    let list = vec![&order.log, &order.name];
    tick("wait").await;
    let all = list.iter().map(|log| log.len()).sum::<usize>() * order.fee;
    all - 1
}

#[visible_async]
async fn field_that_is_moved() -> (usize, Log) {
    let order = Order::new("order");
    let log = &order.log;
    tick("wait").await;
    let both = (log.len(), order.name);
    both
}

struct Bill {
    lines: usize,
    fee: usize,
}

#[visible_async]
async fn field_in_a_value_that_is_returned() -> usize {
    let order = Order::new("order");
    let log = order.whole();
    tick("wait").await;
    let bill = Bill { lines: log.map_or(0, |log| log.len()), fee: order.fee };
    bill.lines + bill.fee
}

#[visible_async]
async fn call_that_looks() -> usize {
    let order = Order::new("order");
    let log = &order.log;
    tick("wait").await;
    let all = log.len() + order.looked();
    all * 2
}

#[visible_async]
async fn call_that_moves() -> usize {
    let order = Order::new("order");
    let log = &order.log;
    tick("wait").await;
    let all = log.len() + order.eaten();
    all * 2
}

#[visible_async]
async fn call_of_a_closure() -> usize {
    let order = Order::new("order");
    let made = || order.looked();
    tick("wait").await;
    let all = made() + order.eaten();
    all * 2
}

#[visible_async]
async fn call_behind_a_change() -> usize {
    let order = Order::new("order");
    let count = &order.count;
    tick("wait").await;
    let all = raised(count) * order.looked();
    all + 1
}

#[visible_async]
async fn call_in_a_round(rounds: usize) -> usize {
    let mut all = 0;
    for round in 0..rounds {
        let order = Order::new(&format!("order{round}"));
        let count = &order.count;
        tick("wait").await;
        if round == 1 {
            continue;
        }
        all += raised(count) + order.looked();
    }
    all
}

#[visible_async]
async fn call_in_a_condition(first: bool) -> usize {
    let order = Order::new("order");
    let count = &order.count;
    tick("wait").await;
    let all = if raised(count) > 7 && (first || order.eaten() > 3) { 4 } else { 5 };
    event("behind");
    all
}

#[visible_async]
async fn call_beside_temporaries() -> usize {
    let order = Order::new("order");
    let count = &order.count;
    tick("wait").await;
    let all = log("temporary").len() + raised(count) + sum(order.looked(), log("other").len());
    event("behind");
    all
}

#[visible_async]
async fn call_of_a_field() -> usize {
    let order = Order::new("order");
    let log = &order.log;
    tick("wait").await;
    let all = log.len() + order.name.finish();
    event("behind");
    all
}

#[visible_async]
async fn in_a_format() -> String {
    let order = Order::new("order");
    let log = &order.log;
    tick("wait").await;
    format!("{} {}", log.len(), order.eaten())
}

#[visible_async]
async fn in_an_assertion(wrong: bool) -> usize {
    let order = Order::new("order");
    let log = &order.log;
    tick("wait").await;
    assert_eq!(log.len() + 4 + usize::from(wrong), order.eaten());
    event("behind");
    1
}

#[visible_async]
async fn in_each_operand() -> usize {
    let (first, second) = (Order::new("first"), Order::new("second"));
    let (one, two) = (&first.count, &second.count);
    tick("wait").await;
    let all = raised(one) + raised(two) + first.looked() * second.fee;
    event("behind");
    all
}

#[visible_async]
async fn behind_a_question(long: bool) -> Result<usize, usize> {
    let order = Order::new(if long { "order" } else { "o" });
    let log = order.whole();
    tick("wait").await;
    let all = log?.len() + order.eaten();
    event("behind");
    Ok(all)
}

#[visible_async]
async fn returned(early: bool) -> usize {
    let order = Order::new("order");
    let log = &order.log;
    tick("wait").await;
    if early {
        return log.len() + order.looked();
    }
    event("late");
    log.len() + order.fee
}

// No block is around the condition, before which the local could leave its slot.
#[visible_async]
async fn in_an_else_if(first: bool) -> usize {
    let order = Order::new("order");
    let found = if leaf("first", first).await {
        1
    } else if order.eaten() > 2 {
        2
    } else {
        3
    };
    event("behind");
    found
}

#[visible_async]
async fn pattern_in_an_else_if(first: bool) -> usize {
    let mut order = Some(log("order"));
    if leaf("first", first).await {
        event("first");
    } else if let Some(_) = order.take() {
        event("second");
    } else {
    }
    3
}
