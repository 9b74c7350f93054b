// Leaf futures that move locals by patterns, also where a guard waits between the match and the move.
use visible_async_test_support::prelude::*;

cases! {
    moved_by_match(Some(log("key")), false);
    moved_by_match(Some(log("key")), true);
    moved_by_match(None, false);
    moved_by_match_of_unknown(true, false);
    moved_by_match_of_unknown(true, true);
    moved_by_match_of_unknown(false, false);
    moved_by_if_let(Some(log("key")));
    moved_by_if_let(None);
    moved_by_if_let_of_unknown(true);
    moved_by_if_let_of_unknown(false);
    moved_by_let((log("left"), log("right")), 0);
    moved_by_let((log("left"), log("right")), 1);
    moved_by_let((log("left"), log("right")), 2);
    guard_waits(Some(log("key")), 0);
    guard_waits(Some(log("key")), 3);
    guard_waits(Some(log("key")), 9);
    guard_waits(None, 0);
    guard_of_parts(pair("p"), true);
    guard_of_parts(pair("p"), false);
    guard_sees_number(Some(3));
    guard_sees_number(Some(30));
    guard_sees_number(None);
    match_in_handler(Some(log("key")));
    match_in_handler(None);
    reference_in_leaf(Some(log("key")));
    moved_by_let_else(Some(log("key")));
    moved_by_let_else(None);
    moved_by_inner_let_else(true);
    moved_by_inner_let_else(false);
    moved_by_matches_in_a_join(Some(log("key")), 0);
    moved_by_matches_in_a_join(Some(log("key")), 9);
    moved_by_matches_in_a_join(None, 0);
}

#[visible_async]
async fn moved_by_matches_in_a_join(key: Option<Log>, least: usize) -> usize {
    let kept = log("kept");
    let (first, second) = futures::join!(leaf("first", 1_usize), async {
        if matches!(key, Some(key) if key.len() > least) {
            return log("matched");
        }
        load("second").await
    });
    tick("after").await;
    first + second.len() + kept.len()
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
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        event(format!("unlocked {}", self.0.name()));
    }
}

#[visible_async]
async fn moved_by_match(key: Option<Log>, fails: bool) -> Result<usize, ReadError> {
    let table = Table(log("table"));
    let local = log("local");
    let size = table.lock().row(
        fail("first", fails).await?.len()
            + match key {
                Some(key) => leaf("some", key).await.len(),
                None => load("none").await.len(),
            },
    );
    tick("after").await;
    Ok(size + local.len())
}

#[visible_async]
async fn moved_by_match_of_unknown(some: bool, fails: bool) -> Result<usize, ReadError> {
    let table = Table(log("table"));
    let key = some.then(|| log("key"));
    let local = log("local");
    let size = table.lock().row(
        fail("first", fails).await?.len()
            + match key {
                Some(key) => leaf("some", key).await.len(),
                None => load("none").await.len(),
            },
    );
    tick("after").await;
    Ok(size + local.len())
}

#[visible_async]
async fn moved_by_if_let(key: Option<Log>) -> usize {
    let table = Table(log("table"));
    let local = log("local");
    let size = table.lock().row(if let Some(key) = key { leaf("some", key).await.len() } else { load("none").await.len() });
    tick("after").await;
    size + local.len()
}

#[visible_async]
async fn moved_by_if_let_of_unknown(some: bool) -> usize {
    let table = Table(log("table"));
    let key = if some { Ok(log("key")) } else { Err(log("error")) };
    let local = log("local");
    let size = table.lock().row(if let Ok(key) = key { leaf("some", key).await.len() } else { load("none").await.len() });
    tick("after").await;
    size + local.len()
}

#[visible_async]
async fn moved_by_let(both: (Log, Log), which: usize) -> Result<usize, ReadError> {
    let table = Table(log("table"));
    let local = log("local");
    let size = table.lock().row({
        fail("one", which == 1).await?;
        let (left, right) = both;
        fail("two", which == 2).await?;
        left.len() + right.len()
    });
    tick("after").await;
    Ok(size + local.len())
}

#[visible_async]
async fn guard_waits(key: Option<Log>, limit: usize) -> usize {
    let local = log("local");
    let size = match key {
        Some(key) if key.send("one").await < limit => leaf("first", key).await.len(),
        Some(ref key) if key.send("two").await < 2 * limit => key.send("second").await,
        Some(key) => key.finish(),
        None => 0,
    };
    tick("after").await;
    size + local.len()
}

#[visible_async]
async fn guard_of_parts(whole: Pair, first: bool) -> usize {
    let local = log("local");
    let size = match whole {
        Pair { left, .. } if left.send("guard").await > 0 && first => leaf("left", left).await.len(),
        Pair { right, .. } => leaf("right", right).await.len(),
    };
    tick("after").await;
    size + local.len()
}

#[visible_async]
async fn guard_sees_number(number: Option<usize>) -> usize {
    let local = log("local");
    let size = match number {
        Some(number) if load("guard").await.len() < number && number < 10 => number,
        Some(number) => leaf("large", number).await + 1,
        None => 0,
    };
    tick("after").await;
    size + local.len()
}

#[visible_async]
async fn match_in_handler(key: Option<Log>) -> usize {
    let local = log("local");
    let size = tokio::select! {
        biased;
        first = load("first") => {
            tick("handler").await;
            match key {
                Some(key) => key.finish() + first.len(),
                None => first.finish(),
            }
        }
        _ = std::future::pending::<()>() => 0,
    };
    tick("after").await;
    size + local.len()
}

#[visible_async]
async fn reference_in_leaf(key: Option<Log>) -> usize {
    let table = Table(log("table"));
    let lent = key.as_ref();
    let borrowed = &key;
    let size = table.lock().row(
        match lent {
            Some(key) => key.send("lent").await,
            None => 0,
        } + match borrowed {
            Some(key) if key.send("guard").await > 100 => 0,
            Some(key) => key.send("borrowed").await,
            None => 1,
        },
    );
    tick("after").await;
    size
}

#[visible_async]
async fn moved_by_let_else(key: Option<Log>) -> usize {
    let table = Table(log("table"));
    let local = log("local");
    let size = table.lock().row({
        tick("inside").await;
        let Some(mut key) = key else {
            return local.len();
        };
        key.grow("!");
        key.send("there").await
    });
    tick("after").await;
    size + local.len()
}

#[visible_async]
async fn moved_by_inner_let_else(some: bool) -> usize {
    let key = if some { Some(load("key").await) } else { None };
    let local = load("local").await;
    if local.len() > 1 {
        let Some(key) = key else {
            event("none");
            return local.len();
        };
        key.touch("inner");
    }
    tick("after").await;
    local.len()
}
