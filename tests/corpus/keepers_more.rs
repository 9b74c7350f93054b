// More keepers: of methods whose names say nothing, wherever their calls may stand.
use visible_async_test_support::prelude::*;

cases! {
    kept_where_arms_meet(true);
    kept_where_arms_meet(false);
    temporaries_in_arguments();
    behind_idle_operands(3);
    in_conditions(true);
    in_conditions(false);
    in_branches(1);
    in_branches(2);
    let_else(true);
    let_else(false);
    asserted();
    lent_to_a_closure();
    closes_at_the_end();
    made_with_an_argument("with", "other");
    beside_what_a_guard_has_given();
    used_before_it_is_replaced();
    tail_after_a_break(true);
    tail_after_a_break(false);
    kept_for_a_message();
    kept_beside_a_keeper();
}

#[visible_async]
async fn kept_where_arms_meet(both: bool) -> usize {
    let mut user = maybe("user", true).await;
    let kept = match (user.take(), maybe("link", both).await) {
        (Some(first), Some(_)) => {
            for _ in [first, load("second").await] {
                user = user.take();
            }
            user
        }
        (_, Some(other)) => {
            drop(other);
            user.take()
        }
        _ => None,
    };
    kept.map_or(0, |kept| kept.len())
}

async fn maybe(name: &str, there: bool) -> Option<Log> {
    let log = load(name).await;
    there.then_some(log)
}

// Methods by value and by reference.
trait Spend: Sized {
    fn spend(self) -> usize;
    fn spend_with(self, with: &Log) -> usize;
    fn spend_on(self, with: Log) -> Option<Log>;
}

impl Spend for Log {
    fn spend(self) -> usize {
        event("spend");
        self.len()
    }
    fn spend_with(self, with: &Log) -> usize {
        event("spend with");
        self.len() + with.len()
    }
    fn spend_on(self, with: Log) -> Option<Log> {
        event("spend on");
        (self.len() > with.len()).then_some(with)
    }
}

struct Purse(Log);

impl Purse {
    fn spend(&self) -> usize {
        event("count");
        self.0.len()
    }
    fn spend_with(&mut self, with: &Log) -> usize {
        event("count with");
        self.0.len() + with.len()
    }
    fn spend_on(&self, with: Log) -> Option<&Log> {
        event("count on");
        (self.0.len() > with.len()).then_some(&self.0)
    }
}

#[visible_async]
async fn temporaries_in_arguments() -> usize {
    let first = load("first").await;
    let mut second = Purse(load("second").await);
    let size = first.spend_with(&log("temporary"));
    tick("between").await;
    second.spend_with(&log("another"));
    tick("after").await;
    size
}

#[visible_async]
async fn behind_idle_operands(more: usize) -> String {
    let first = load("first").await;
    let second = Purse(load("second").await);
    let third = load("third").await;
    let beside = log("beside");
    let mut sizes = vec![0];
    sizes.push(first.spend());
    let text = format!("{} {}", beside.name(), second.spend());
    let sum = more + third.spend();
    tick("after").await;
    format!("{text} {sum} {sizes:?}")
}

#[visible_async]
async fn in_conditions(some: bool) -> usize {
    let first = load("first").await;
    let second = Purse(load("second").await);
    let third = Purse(load("third").await);
    let beside = log("beside");
    let mut size = 0;
    if some && first.spend() > 2 {
        size += 1;
    }
    match second.spend() {
        6 => tick("six").await,
        _ => size += 7,
    }
    if let Some(with) = third.spend_on(log("with")) {
        tick("with").await;
        size += with.len();
    }
    tick("after").await;
    size + beside.len()
}

#[visible_async]
async fn in_branches(way: usize) -> usize {
    let first = load("first").await;
    let mut second = Purse(load("second").await);
    let beside = log("beside");
    if way == 1 {
        first.spend();
    }
    let size = match way {
        2 => second.spend_with(&beside),
        _ => 0,
    };
    tick("after").await;
    size
}

#[visible_async]
async fn let_else(long: bool) -> usize {
    let first = load(if long { "long enough" } else { "" }).await;
    let beside = log("beside");
    let Some(with) = first.spend_on(log("with")) else {
        tick("short").await;
        return beside.len();
    };
    tick("after").await;
    let second = Purse(load("second").await);
    let Some(last) = second.spend_on(with) else { return 0 };
    tick("end").await;
    last.len() + beside.len()
}

#[visible_async]
async fn asserted() {
    let first = load("first").await;
    let second = Purse(load("second").await);
    assert_eq!(first.spend(), 5);
    tick("between").await;
    assert!(second.spend() > 5, "too short");
    tick("after").await;
}

/// A closure that has borrowed the local is there until the end.
#[visible_async]
async fn lent_to_a_closure() -> usize {
    let purse = load("purse").await;
    let beside = log("beside");
    let look = || purse.name().len() + beside.len();
    let first = look();
    tick("between").await;
    let second = look();
    tick("after").await;
    first + second + purse.spend()
}

#[visible_async]
async fn closes_at_the_end() -> usize {
    let purse = load("purse").await;
    let look = || purse.name().len();
    let first = look();
    tick("between").await;
    let second = look();
    let size = purse.spend();
    tick("after").await;
    first + second + size
}

#[visible_async]
async fn made_with_an_argument(with: &str, other: &str) -> usize {
    let mut purse = Purse(named(with, other).await);
    let held = log(other);
    purse = Purse(purse.0.renamed(held.name()));
    let size = purse.spend();
    tick("after").await;
    size + with.len() + other.len() + held.len()
}

async fn named(name: &str, other: &str) -> Log {
    tick("named").await;
    log(format!("{name} {other}"))
}

trait Renamed {
    fn renamed(self, name: &str) -> Log;
}

impl Renamed for Log {
    fn renamed(self, name: &str) -> Log {
        event("renamed");
        log(&format!("{} {name}", self.name()))
    }
}

#[visible_async]
async fn beside_what_a_guard_has_given() -> usize {
    let purse = load("purse").await;
    let all = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let shared = std::sync::Arc::clone(&all);
    keep_in(&purse, move |size| shared.lock().expect("no panic").push(size));
    let all = all.lock().expect("no panic").clone();
    let size = purse.spend();
    tick("after").await;
    size + all.len()
}

fn keep_in(purse: &Log, keep: impl Fn(usize)) {
    keep(purse.len());
}

#[visible_async]
async fn used_before_it_is_replaced() -> usize {
    let mut job = load("job").await;
    job = {
        job.touch("used");
        log("new")
    };
    tick("after").await;
    job.len()
}

#[visible_async]
async fn tail_after_a_break(leaves: bool) -> usize {
    let held = log("held");
    let size = 'work: {
        let more = load("more").await;
        if leaf("leaves", leaves).await {
            break 'work more.len();
        }
        load("page").await.spend()
    };
    tick("after").await;
    size + held.len()
}

#[visible_async]
async fn kept_for_a_message() -> usize {
    let held = load("held").await;
    assert!(ev("fine", true), "{}", held.renamed("other").len());
    tick("after").await;
    1
}

#[visible_async]
async fn kept_beside_a_keeper() -> usize {
    let first = load("first").await;
    let between = log("between");
    let second = load("second").await;
    let last = log("last");
    let size = second.renamed("other").len();
    let more = first.renamed("more").len();
    tick("after").await;
    size + more + between.len() + last.len()
}
