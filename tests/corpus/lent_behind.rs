// Something that is declared behind a suspension point is lent to a local that lives over it.
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use visible_async_test_support::prelude::*;

cases! {
    pushed();
    pushed_in_each_round(2);
    best_of(true);
    best_of(false);
    assigned_to_a_field();
    assigned_where_it_may_be_empty(true);
    assigned_where_it_may_be_empty(false);
    assigned_behind_a_branch(true);
    assigned_behind_a_branch(false);
    inserted_in_a_loop();
    counted_by_entry();
    through_a_cell();
    through_a_closure();
    through_a_closure_that_waits();
    through_a_function();
    through_patterns(true);
    through_patterns(false);
    moved_on();
    swapped();
    matched_by_value();
    taken_with_a_match(true);
    taken_with_a_match(false);
    given_back(true);
    before_and_behind_another();
    part_moved_in_a_leaf(true);
    part_moved_in_a_leaf(false);
}

#[visible_async]
async fn pushed() -> usize {
    let first = log("first");
    let mut list = vec![&first];
    tick("wait").await;
    let last = log("last");
    list.push(&last);
    list.iter().map(|log| log.len()).sum()
}

#[visible_async]
async fn pushed_in_each_round(rounds: usize) -> usize {
    let mut sum = 0;
    for round in 0..rounds {
        let mut list = Vec::new();
        tick("wait").await;
        let last = log(format!("last{round}"));
        list.push(last.name());
        sum += list.concat().len();
    }
    sum
}

#[visible_async]
async fn best_of(found: bool) -> usize {
    let words = vec![log("one"), log("two")];
    let mut best = None;
    for word in &words {
        tick("wait").await;
        if found && best.is_none() {
            best = Some(word);
        }
    }
    let other = log("other");
    if best.is_none() {
        best = Some(&other);
    }
    best.map_or(0, |log| log.len())
}

struct Seen<'a> {
    last: Option<&'a Log>,
    count: usize,
}

#[visible_async]
async fn assigned_to_a_field() -> usize {
    let mut seen = Seen { last: None, count: 1 };
    tick("wait").await;
    let last = log("last");
    seen.last = Some(&last);
    seen.count += seen.last.map_or(0, |log| log.len());
    seen.count
}

#[visible_async]
async fn assigned_where_it_may_be_empty(early: bool) -> usize {
    let first = log("first");
    let best: Option<&Log>;
    if early {
        best = Some(&first);
        tick("early").await;
        return best.map_or(0, |log| log.len());
    }
    tick("late").await;
    let other = log("other");
    best = Some(&other);
    best.map_or(0, |log| log.len())
}

#[visible_async]
async fn assigned_behind_a_branch(waits: bool) -> usize {
    let first = log("first");
    let mut best;
    let count;
    if waits {
        best = Some(&first);
        tick("wait").await;
        count = 1;
    } else {
        tick("other").await;
        best = None;
        count = 2;
    }
    let other = log("other");
    if best.is_none() {
        best = Some(&other);
    }
    best.map_or(count, |log| log.len() + count)
}

#[visible_async]
async fn inserted_in_a_loop() -> usize {
    let mut seen = BTreeSet::new();
    tick("wait").await;
    let texts = vec![log("one"), log("two"), log("one")];
    for text in &texts {
        seen.insert(text.name());
    }
    seen.len()
}

#[visible_async]
async fn counted_by_entry() -> usize {
    let mut table = BTreeMap::new();
    let key = log("key");
    table.insert(key.name(), 1);
    tick("wait").await;
    let line = log("a b a key");
    for word in line.name().split(' ') {
        *table.entry(word).or_insert(0) += 1;
    }
    table.values().sum()
}

#[visible_async]
async fn through_a_cell() -> usize {
    let seen = RefCell::new(Vec::new());
    tick("wait").await;
    let other = log("other");
    seen.borrow_mut().push(&other);
    let count = seen.borrow().len();
    count
}

#[visible_async]
async fn through_a_closure() -> usize {
    let mut list: Vec<&Log> = vec![];
    tick("wait").await;
    let other = log("other");
    let mut add = |log| list.push(log);
    add(&other);
    list.len()
}

#[visible_async]
async fn through_a_closure_that_waits() -> usize {
    let mut list: Vec<&Log> = vec![];
    let mut add = |log| list.push(log);
    tick("wait").await;
    let other = log("other");
    add(&other);
    list.len()
}

fn put<'a>(list: &mut Vec<&'a Log>, log: &'a Log) {
    log.touch("put");
    list.push(log);
}

#[visible_async]
async fn through_a_function() -> usize {
    let mut list = vec![];
    tick("wait").await;
    let other = log("other");
    put(&mut list, &other);
    list.len()
}

#[visible_async]
async fn through_patterns(some: bool) -> usize {
    let mut list: Option<Vec<&Log>> = some.then(Vec::new);
    tick("wait").await;
    let other = log("other");
    if let Some(list) = &mut list {
        list.push(&other);
    }
    match list.as_mut() {
        Some(list) => list.push(&other),
        None => list = Some(vec![&other]),
    }
    list.map_or(0, |list| list.len())
}

#[visible_async]
async fn moved_on() -> usize {
    let first = log("first");
    let list = vec![&first];
    tick("wait").await;
    let other = log("other");
    let mut all = list;
    all.push(&other);
    all.len()
}

#[visible_async]
async fn swapped() -> usize {
    let first = log("first");
    let (mut one, mut two) = (vec![&first], vec![]);
    tick("wait").await;
    let other = log("other");
    two.push(&other);
    std::mem::swap(&mut one, &mut two);
    one.len() + two.len()
}

#[visible_async]
async fn matched_by_value() -> usize {
    let list: Option<Vec<&Log>> = Some(vec![]);
    tick("wait").await;
    let other = log("other");
    if let Some(mut list) = list {
        list.push(&other);
        return list.len();
    }
    0
}

#[visible_async]
async fn taken_with_a_match(some: bool) -> usize {
    let first = log("first");
    let mut found = some.then_some((&first, log("owned")));
    tick("wait").await;
    let other = log("other");
    let (log, owned) = match found.take() {
        Some(pair) => pair,
        None => (&other, log("new")),
    };
    found = Some((&other, owned));
    found.map_or(0, |(other, owned)| log.len() + other.len() + owned.len())
}

#[visible_async]
async fn given_back(some: bool) -> usize {
    let mut found = some.then(|| vec![]);
    tick("wait").await;
    let other = log("other");
    let Some(mut list) = found else { return 0 };
    list.push(&other);
    found = Some(list);
    found.map_or(0, |list| list.len())
}

#[visible_async]
async fn before_and_behind_another() -> usize {
    let mut list = vec![];
    tick("one").await;
    let one = log("one");
    list.push(&one);
    tick("two").await;
    let two = log("two");
    list.push(&two);
    list.len()
}

fn weigh(by: &Log, first: Log, second: Log) -> usize {
    by.len() + first.len() + second.len()
}

#[visible_async]
async fn part_moved_in_a_leaf(fails: bool) -> usize {
    let mut both = pair("both");
    tick("wait").await;
    let mut other = log("other");
    std::mem::swap(&mut both.left, &mut other);
    let size = if fails { weigh(&log("temporary"), load("read").await, both.left) } else { 1 };
    tick("after").await;
    size + both.right.len() + other.len()
}
