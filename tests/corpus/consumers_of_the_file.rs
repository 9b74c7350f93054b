// Methods that are called like std's that consume, of types that the file at hand declares.
use visible_async_test_support::prelude::*;

cases! {
    declared_to_borrow();
    declared_to_consume();
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
