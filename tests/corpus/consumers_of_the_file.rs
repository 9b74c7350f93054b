// Methods that are called like std's that consume, of types that the file at hand declares.
use visible_async_test_support::prelude::*;

cases! {
    declared_to_borrow();
    declared_to_consume();
    sent_by_two_of_a_name();
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
