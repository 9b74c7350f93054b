// Methods that are called like std's that consume, of types that the file at hand declares.
use visible_async_test_support::prelude::*;

cases! {
    declared_to_borrow();
    declared_to_consume();
    sent_by_two_of_a_name();
    builder_by_std_names(2);
    builder_out_of_a_pattern();
    lists_beside_the_builder();
}

struct Shelf(Vec<Log>);

impl Shelf {
    fn or_insert(&mut self, row: Log) -> usize {
        self.0.push(row);
        self.0.len()
    }

    fn remove_entry(&self) -> usize {
        self.0.len()
    }
}

#[visible_async]
async fn declared_to_borrow() -> usize {
    let (mut shelf, other) = (Shelf(vec![log("a")]), Shelf(vec![log("b")]));
    tick("first").await;
    let size = shelf.or_insert(log("c"));
    tick("second").await;
    let last = other.remove_entry();
    tick("third").await;
    size + last
}

struct Door(Log);

impl Door {
    fn or_default(self, n: usize) -> usize {
        self.0.len() + n
    }
}

#[visible_async]
async fn declared_to_consume() -> usize {
    let door = Door(log("door"));
    tick("first").await;
    let size = door.or_default(1);
    tick("second").await;
    size
}

struct Outbox(Vec<Log>);

impl Outbox {
    async fn send(&mut self, row: Log) {
        tick("sending").await;
        self.0.push(row);
    }
}

type Answer = (tokio::sync::oneshot::Sender<Log>, tokio::sync::oneshot::Receiver<Log>);

fn answer() -> Answer {
    tokio::sync::oneshot::channel()
}

#[visible_async]
async fn sent_by_two_of_a_name() -> usize {
    let mut outbox = Outbox(vec![]);
    let (reply, mut answered) = answer();
    outbox.send(log("a")).await;
    let sent = reply.send(log("b")).is_ok();
    tick("second").await;
    answered.try_recv().map_or(0, |b| b.len()) + outbox.0.len() + usize::from(sent)
}

struct Query(Vec<Log>);

impl Query {
    fn push(mut self, row: Log) -> Self {
        self.0.push(row);
        self
    }

    fn get(self, at: usize) -> Option<Log> {
        self.0.into_iter().nth(at)
    }

    fn next(mut self) -> Option<(Log, Self)> {
        Some((self.0.pop()?, self))
    }
}

#[visible_async]
async fn builder_by_std_names(rounds: usize) -> usize {
    let mut query = Query(vec![]);
    tick("first").await;
    for _ in 0..rounds {
        query = query.push(log("row"));
        tick("round").await;
    }
    let query = query.push(log("last"));
    tick("second").await;
    let row = query.get(1);
    tick("third").await;
    row.map_or(0, |row| row.len())
}

#[visible_async]
async fn builder_out_of_a_pattern() -> usize {
    let query = Query(vec![log("a"), log("b"), log("c")]);
    tick("first").await;
    let Some((_row, rest)) = query.next() else { return 0 };
    tick("second").await;
    let next = rest.next();
    tick("third").await;
    next.map_or(0, |(row, rest)| row.len() + rest.0.len())
}

// Of the same names, and they borrow.
#[visible_async]
async fn lists_beside_the_builder() -> usize {
    let mut list = Vec::new();
    tick("first").await;
    list.push(load("a").await);
    list.push(log("b"));
    let (mut steps, map) = (steps("step", 2), std::collections::BTreeMap::from([(1, log("one"))]));
    let size = map.get(&1).map_or(0, |one| one.len());
    tick("second").await;
    let step = steps.next();
    tick("third").await;
    size + list.len() + step.map_or(0, |step| step.len())
}
