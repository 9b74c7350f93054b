// Leaf futures that move locals or fill them: in the arguments and handlers of macros, in tails, by assignment.
use visible_async_test_support::prelude::*;

cases! {
    assigned_in_leaf(true);
    assigned_in_leaf(false);
    assigned_on_some_paths(true, false);
    assigned_on_some_paths(false, false);
    assigned_on_some_paths(true, true);
    parts_assigned_in_leaf(true);
    parts_assigned_in_leaf(false);
    moved_into_join(log("key"), log("spare"));
    moved_into_try_join(log("key"), log("spare"), true);
    moved_into_try_join(log("key"), log("spare"), false);
    moved_into_select(log("key"), log("spare"), true);
    moved_into_select(log("key"), log("spare"), false);
    moved_in_handlers(log("key"), log("spare"), true);
    moved_in_handlers(log("key"), log("spare"), false);
    moved_future_in_select();
    moved_in_tail(Table::leaked(), log("key"), false);
    moved_in_tail(Table::leaked(), log("key"), true);
    declared_and_moved_in_tail(false);
    declared_and_moved_in_tail(true);
    moved_and_declared_later(log("key"), true);
    moved_and_declared_later(log("key"), false);
    copied_in_leaf(3, true);
    temporaries_in_arguments();
    copied_in_leaf(3, false);
}

struct Table(Log);

impl Table {
    fn leaked() -> &'static Self {
        Box::leak(Box::new(Table(log("table"))))
    }

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
async fn assigned_in_leaf(early: bool) -> usize {
    let table = Table(log("table"));
    let mut kept;
    let local = log("local");
    if early {
        kept = log("early");
        kept.grow("!");
    }
    let size = table.lock().row({
        tick("empty").await;
        kept = load("kept").await;
        kept.send("inside").await
    });
    tick("after").await;
    size + kept.len() + local.len()
}

#[visible_async]
async fn assigned_on_some_paths(assigns: bool, fails: bool) -> Result<usize, ReadError> {
    let table = Table(log("table"));
    let kept;
    let local = log("local");
    let size = table.lock().row(if assigns {
        kept = load("kept").await;
        kept.len() + fail("then", fails).await?.len()
    } else {
        load("none").await.len()
    });
    tick("after").await;
    Ok(size + local.len())
}

#[visible_async]
async fn parts_assigned_in_leaf(early: bool) -> usize {
    let table = Table(log("table"));
    let (mut left, mut right);
    if early {
        (left, right) = (log("early left"), log("early right"));
        left.touch("early");
        right.touch("early");
    }
    let size = table.lock().row({
        (left, right) = (load("left").await, log("right"));
        left.grow("!");
        right.grow("?");
        left.send("inside").await
    });
    tick("after").await;
    size + left.len() + right.len()
}

#[visible_async]
async fn moved_into_join(key: Log, spare: Log) -> usize {
    let local = log("local");
    let sizes = tokio::join!(leaf("key", both(log("made"), key)), async move {
        tick("inside").await;
        spare.len()
    });
    tick("after").await;
    sizes.0.len() + sizes.1 + local.len()
}

#[visible_async]
async fn moved_into_try_join(key: Log, spare: Log, fails: bool) -> Result<usize, ReadError> {
    let local = log("local");
    let sizes = tokio::try_join!(fail("first", fails), key.commit(), async move {
        tick("inside").await;
        Ok(spare.len())
    })?;
    tick("after").await;
    Ok(sizes.0.len() + sizes.1 + sizes.2 + local.len())
}

#[visible_async]
async fn moved_into_select(key: Log, spare: Log, first: bool) -> usize {
    let local = log("local");
    let size = tokio::select! {
        biased;
        sent = leaf("first", both(log("made"), key)), if first => sent.len(),
        sent = async move { tick("inside").await; spare.len() } => sent,
    };
    tick("after").await;
    size + local.len()
}

#[visible_async]
async fn moved_in_handlers(key: Log, spare: Log, fails: bool) -> Result<usize, ReadError> {
    let local = log("local");
    let size = tokio::select! {
        biased;
        first = fail("first", fails) => {
            let first = first?;
            tick("handler").await;
            both(first, key).len() + both(log("made"), spare).len()
        }
        _ = std::future::pending::<()>() => spare.finish(),
    };
    tick("after").await;
    Ok(size + local.len())
}

#[visible_async]
async fn moved_future_in_select() -> usize {
    let local = log("local");
    let future = Box::pin(load("first"));
    let size = tokio::select! {
        biased;
        first = future => first.len(),
        _ = std::future::pending::<()>() => 0,
    };
    tick("after").await;
    size + local.len()
}

#[visible_async]
async fn moved_in_tail(table: &'static Table, key: Log, fails: bool) -> Result<usize, ReadError> {
    let local = log("local");
    tick("before").await;
    Ok(table.lock().keep(fail("first", fails).await?, both(key, local)))
}

#[visible_async]
async fn declared_and_moved_in_tail(fails: bool) -> Result<usize, ReadError> {
    let table = Table(log("table"));
    let size = {
        let first = log("first");
        let second = log("second");
        table.lock().keep(fail("mid", fails).await?, first) + second.len()
    };
    tick("after").await;
    Ok(size)
}

#[visible_async]
async fn moved_and_declared_later(key: Log, fails: bool) -> Result<usize, ReadError> {
    let table = Table(log("table"));
    let a = log("a");
    let b = log("b");
    let size = table.lock().keep(a, both(fail("mid", fails).await?, key));
    let a = log("new a");
    let key = log("new key");
    tick("after").await;
    Ok(size + a.len() + b.len() + key.len())
}

#[visible_async]
async fn copied_in_leaf(number: usize, first: bool) -> usize {
    let table = Table(log("table"));
    let twice = number * 2;
    let size = table.lock().row(leaf("number", number).await + if first { leaf("twice", twice).await } else { 1 });
    let size = size + table.lock().row(leaf("again", twice).await + number);
    tick("after").await;
    size
}

#[visible_async]
async fn temporaries_in_arguments() -> String {
    let both = format!("{} {}", both_sent(&log("one"), &load("two").await).await, load("three").await.len());
    assert!((log("receiver").send("first").await, log("next").len()).1 < 100);
    both
}

async fn both_sent(one: &Log, two: &Log) -> usize {
    one.send("one").await + two.send("two").await
}
