// Leaf futures that move locals: until the move a local belongs to the function, and is dropped in its place.
use visible_async_test_support::prelude::*;

cases! {
    moved_after_question(log("key"), false);
    moved_after_question(log("key"), true);
    moved_after_wait(log("key"), log("spare"));
    moved_after_call(log("key"));
    moved_at_once(log("key"), false);
    moved_at_once(log("key"), true);
    moved_before_question(log("key"), true);
    moved_between_questions(log("key"), log("spare"), 0);
    moved_between_questions(log("key"), log("spare"), 1);
    moved_between_questions(log("key"), log("spare"), 2);
    moved_into_awaited(log("key"), false);
    moved_into_awaited(log("key"), true);
    moved_into_awaited(log("bad"), false);
    moved_by_closure(log("key"));
    moved_by_block(log("key"), false);
    moved_by_block(log("key"), true);
    moved_in_loop_of_leaf(log("key"), 2);
    renewed_in_leaf(log("key"), false);
    renewed_in_leaf(log("key"), true);
    renewed_and_moved_again(log("key"));
    left_before_move(log("key"), 0);
    left_before_move(log("key"), 1);
    left_before_move(log("key"), 2);
    moved_in_outer_loop(3);
}

struct Table(Log);

impl Table {
    fn lock(&self) -> Held<'_> {
        event("locked");
        Held(&self.0)
    }
}

struct Held<'t>(&'t Log);

impl Held<'_> {
    fn row(&self, which: usize) -> usize {
        event(format!("row of {}", self.0.name()));
        which
    }

    fn keep(&self, first: Log, second: Log) -> usize {
        event(format!("{} keeps {first} {second}", self.0.name()));
        2
    }

    fn call(&self, number: usize, call: impl FnOnce() -> usize) -> usize {
        event(format!("{} calls", self.0.name()));
        number + call()
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        event(format!("unlocked {}", self.0.name()));
    }
}

fn both(first: Log, second: Log) -> Log {
    event(format!("both {first} {second}"));
    first
}

#[visible_async]
async fn moved_after_question(key: Log, fails: bool) -> Result<usize, ReadError> {
    let table = Table(log("table"));
    let count = table.lock().keep(fail("first", fails).await?, key);
    let later = log("later");
    tick("after").await;
    Ok(count + later.len())
}

#[visible_async]
async fn moved_after_wait(key: Log, spare: Log) -> usize {
    let table = Table(log("table"));
    let count = table.lock().keep(both(load("first").await, spare), key);
    tick("after").await;
    count
}

#[visible_async]
async fn moved_after_call(key: Log) -> usize {
    let table = Table(log("table"));
    let local = log("local");
    let size = table.lock().row(key.len() + leaf("both", both(local, key)).await.len());
    tick("after").await;
    size
}

#[visible_async]
async fn moved_at_once(key: Log, fails: bool) -> Result<usize, ReadError> {
    let table = Table(log("table"));
    let local = log("local");
    let size = leaf("sent", key).await.with("more").send(table.lock().0.name()).await + fail("then", fails).await?.len();
    tick("after").await;
    Ok(size + local.len())
}

#[visible_async]
async fn moved_before_question(key: Log, fails: bool) -> Result<usize, ReadError> {
    let table = Table(log("table"));
    let local = log("local");
    let size = table.lock().keep(local, both(key, fail("then", fails).await?));
    tick("after").await;
    Ok(size)
}

#[visible_async]
async fn moved_between_questions(key: Log, spare: Log, fails: usize) -> Result<usize, ReadError> {
    let local = log("local");
    let table = Table(log("table"));
    let size =
        table.lock().keep(both(fail("one", fails == 1).await?, key), both(fail("two", fails == 2).await?, both(spare, local)));
    tick("after").await;
    Ok(size)
}

#[visible_async]
async fn moved_into_awaited(key: Log, fails: bool) -> Result<usize, ReadError> {
    let table = Table(log("table"));
    let local = log("local");
    let size = table.lock().row(fail("first", fails).await?.len() + key.commit().await?);
    let size = size + table.lock().row(local.commit().await?);
    tick("after").await;
    Ok(size)
}

#[visible_async]
async fn moved_by_closure(key: Log) -> usize {
    let local = log("local");
    let table = Table(log("table"));
    let size = table.lock().call(load("first").await.len(), move || key.len() + local.len());
    tick("after").await;
    size
}

#[visible_async]
async fn moved_by_block(key: Log, fails: bool) -> Result<usize, ReadError> {
    let local = log("local");
    let table = Table(log("table"));
    let size = table.lock().row(
        fail("first", fails).await?.len()
            + async move {
                tick("inside").await;
                key.len() + local.len()
            }
            .await,
    );
    tick("after").await;
    Ok(size)
}

#[visible_async]
async fn moved_in_loop_of_leaf(mut key: Log, rounds: usize) -> usize {
    let table = Table(log("table"));
    let local = log("local");
    let size = table.lock().row({
        for round in 0..rounds {
            key = both(leaf(format!("round {round}"), key).await, log("other"));
        }
        key.len()
    });
    tick("after").await;
    size + key.len() + local.len()
}

#[visible_async]
async fn renewed_in_leaf(mut key: Log, fails: bool) -> Result<usize, ReadError> {
    let table = Table(log("table"));
    let local = log("local");
    let size = table.lock().row({
        drop(key);
        tick("empty").await;
        key = fail("new", fails).await?;
        tick("full").await;
        key.len()
    });
    tick("after").await;
    Ok(size + key.len() + local.len())
}

#[visible_async]
async fn renewed_and_moved_again(mut key: Log) -> usize {
    let table = Table(log("table"));
    let local = log("local");
    let size = table.lock().row({
        drop(key);
        key = load("new").await;
        tick("full").await;
        key.finish()
    });
    tick("after").await;
    size + local.len()
}

#[visible_async]
async fn left_before_move(key: Log, which: usize) -> usize {
    let table = Table(log("table"));
    let mut size = 0;
    loop {
        let inner = log("inner");
        size += table.lock().row({
            if leaf("which", which).await == 0 {
                break;
            }
            if which == 1 {
                drop(inner);
                tick("dropped").await;
                break;
            }
            both(inner, key).len()
        });
        tick("in loop").await;
        break;
    }
    tick("after").await;
    size
}

#[visible_async]
async fn moved_in_outer_loop(rounds: usize) -> usize {
    let table = Table(log("table"));
    let mut carried = log("carried");
    let mut total = 0;
    for round in 0..rounds {
        let local = log(format!("local {round}"));
        total += table.lock().keep(leaf("round", log("first")).await, carried);
        carried = both(local, log("other"));
        tick("round end").await;
    }
    total + carried.len()
}
