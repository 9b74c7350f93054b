// The last use of a local, by a method that may move it or not, while something else may still borrow it.
use std::{
    cell::RefCell,
    collections::hash_map::{Entry, HashMap},
};

use visible_async_test_support::prelude::*;

cases! {
    replaced_by_its_own_part(true);
    replaced_by_its_own_part(false);
    written_through_before();
    read_through_after();
    watched_to_the_end();
    watch_made_by_a_function();
    watch_made_by_a_method();
    watch_in_a_match();
    watch_in_an_operand();
    condition_then_move(true);
    condition_then_move(false);
    number_then_move();
    number_beside_move();
    arm_moves_matched(Some(log("given")));
    arm_moves_matched(None);
    entries_filled(true);
    entries_filled(false);
}

/// What it counts is on the heap, and moves when it grows.
struct Tally {
    counts: RefCell<Vec<usize>>,
}

impl Tally {
    fn new(name: &str) -> Tally {
        Tally { counts: RefCell::new(vec![name.len()]) }
    }

    fn bump(&self, by: usize) -> usize {
        self.counts.borrow_mut().extend([by; 9]);
        self.total()
    }

    fn grow_by(&mut self, by: usize) -> usize {
        self.bump(by)
    }

    fn total(&self) -> usize {
        self.counts.borrow().iter().sum()
    }

    fn close_down(self) -> usize {
        event("closed");
        self.total()
    }

    fn watch(&self) -> Watch<'_> {
        Watch { of: self }
    }
}

/// Logs what it sees when it is dropped.
struct Watch<'a> {
    of: &'a Tally,
}

impl<'a> Watch<'a> {
    fn over(of: &'a Tally) -> Watch<'a> {
        Watch { of }
    }

    fn seen(&self) -> usize {
        self.of.total()
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        event(format!("watched {}", self.of.total()));
    }
}

#[visible_async]
async fn written_through_before() -> (usize, usize) {
    let mut tally = Tally::new("tally");
    tick("w").await;
    let view = &mut tally;
    (view.grow_by(3), tally.total())
}

#[visible_async]
async fn read_through_after() -> (usize, usize) {
    let tally = Tally::new("tally");
    tick("w").await;
    let view = &tally;
    (tally.bump(3), view.total())
}

#[visible_async]
async fn watched_to_the_end() -> usize {
    let tally = Tally::new("tally");
    tick("w").await;
    let _watch = Watch { of: &tally };
    tally.bump(4)
}

#[visible_async]
async fn watch_made_by_a_function() -> usize {
    let tally = Tally::new("tally");
    tick("w").await;
    let _watch = Watch::over(&tally);
    tally.bump(5)
}

#[visible_async]
async fn watch_made_by_a_method() -> usize {
    let tally = Tally::new("tally");
    tick("w").await;
    let _watch = tally.watch();
    tally.bump(5)
}

#[visible_async]
async fn watch_in_a_match() -> usize {
    let tally = Tally::new("tally");
    tick("w").await;
    let size = match tally.watch().seen() {
        0 => 0,
        _ => tally.bump(6),
    };
    size
}

#[visible_async]
async fn watch_in_an_operand() -> (usize, usize) {
    let tally = Tally::new("tally");
    tick("w").await;
    let seen = (tally.watch().seen(), {
        event("operand");
        tally.bump(7)
    });
    seen
}

#[visible_async]
async fn condition_then_move(close: bool) -> usize {
    let tally = Tally::new("tally");
    tick("w").await;
    if tally.total() > 3 && close { tally.close_down() } else { 0 }
}

#[visible_async]
async fn number_then_move() -> usize {
    let tally = Tally::new("tally");
    let mut size = 0;
    tick("w").await;
    size += tally.total();
    size += tally.close_down();
    size
}

#[visible_async]
async fn number_beside_move() -> usize {
    let tally = Tally::new("tally");
    tick("w").await;
    let size = tally.total();
    size + tally.close_down()
}

#[visible_async]
async fn arm_moves_matched(given: Option<Log>) -> usize {
    let tally = Tally::new("tally");
    tick("w").await;
    match &given {
        Some(log) => log.len() + tally.close_down(),
        None => tally.bump(1),
    }
}

#[visible_async]
async fn replaced_by_its_own_part(wait: bool) -> usize {
    let mut page = Some(log("page"));
    match pair("p") {
        Pair { left, .. } => {
            if wait {
                page = Some(load("other").await);
            }
            page = page.take().map(|log| log.with("+"));
            left.touch("x");
        }
    }
    log("after").finish()
}

#[visible_async]
async fn entries_filled(before: bool) -> usize {
    let mut map = HashMap::new();
    if before {
        map.insert("key", log("old"));
    }
    let size = match map.entry("key") {
        Entry::Vacant(entry) => {
            tick(entry.key()).await;
            let filled = load("filled").await;
            entry.insert(filled);
            tick("vacant").await;
            1
        }
        Entry::Occupied(mut entry) => {
            tick("occupied").await;
            let old = entry.insert(log("new"));
            tick("inserted").await;
            let new = entry.remove();
            tick("removed").await;
            old.len() + new.len()
        }
    };
    tick("behind").await;
    size + map.len()
}
