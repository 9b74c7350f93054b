// What a statement leaves behind: rests of patterns and of moved values, temporaries, values in flight.
use visible_async_test_support::prelude::*;

cases! {
    mismatch_stays(true);
    mismatch_stays(false);
    mismatch_is_assigned(true);
    mismatch_is_assigned(false);
    moved_by_a_message(log("a"), log("b"));
    moved_by_a_debug_message(log("a"));
    rest_dies_after_binding();
    rest_dies_after_binding_in_operand();
    parted_and_assigned(pair("p"));
    parted_and_assigned_on_some_paths(true);
    parted_and_assigned_on_some_paths(false);
    closure_in_moved_block(pair("p"));
    value_in_flight_of_leaf(vec![log("a"), log("b")]);
    match_of_temporary_assigned(Some(log("a")));
    match_in_argument(true);
    match_in_argument(false);
    match_in_argument_awaits(true);
    match_in_argument_awaits(false);
    consumed_by_unknown_method();
    moved_on_some_paths_of_leaf(log("key"), log("spare"), 0);
    moved_on_some_paths_of_leaf(log("key"), log("spare"), 1);
    moved_on_some_paths_of_leaf(log("key"), log("spare"), 2);
    moved_and_renewed_in_leaf(log("key"), true);
    moved_and_renewed_in_leaf(log("key"), false);
    moved_in_handler(log("key"));
    copied_on_some_paths_of_leaf(true, 5);
    copied_on_some_paths_of_leaf(false, 5);
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
async fn moved_on_some_paths_of_leaf(key: Log, spare: Log, which: usize) -> usize {
    let table = Table(log("table"));
    tick("before").await;
    match table.lock().row(which) {
        0 => return leaf("kept", key).await.len(),
        1 => {
            drop(spare);
            tick("dropped").await;
        }
        _ => tick("other").await,
    }
    tick("after").await;
    key.finish()
}

#[visible_async]
async fn moved_and_renewed_in_leaf(mut key: Log, moves: bool) -> usize {
    let table = Table(log("table"));
    if let 0 = table.lock().row(usize::from(!moves)) {
        drop(key);
        key = load("new").await;
        tick("renewed").await;
    } else {
        key = load("other").await;
    }
    tick("after").await;
    key.len()
}

#[visible_async]
async fn moved_in_handler(key: Log) -> usize {
    let length = tokio::select! {
        biased;
        loaded = load("a") => { drop(key); loaded.len() }
        _ = std::future::pending::<()>() => 0,
    };
    tick("after").await;
    length
}

#[visible_async]
async fn copied_on_some_paths_of_leaf(first: bool, number: usize) -> usize {
    let table = Table(log("table"));
    let found = match table.lock().row(usize::from(first)) {
        0 => leaf("number", number).await,
        _ => load("other").await.len(),
    };
    tick("after").await;
    found + number
}

trait Join: Sized {
    fn joined(self, other: Log) -> Log;
}

impl Join for Log {
    fn joined(self, other: Log) -> Log {
        event(format!("{} joined {}", self.name(), other.name()));
        other
    }
}

fn shown(number: usize, it: Log) -> String {
    format!("{number} {}", it.name())
}

#[visible_async]
async fn moved_by_a_message(a: Log, b: Log) -> usize {
    tick("one").await;
    assert!(a.len() < 100, "{}", shown(a.len(), a));
    assert_eq!(b.len(), 1, "{}", shown(0, b));
    event("checked");
    tick("two").await;
    1
}

#[visible_async]
async fn moved_by_a_debug_message(a: Log) -> usize {
    tick("one").await;
    debug_assert!(a.len() < 100, "{}", shown(a.len(), a));
    tick("two").await;
    1
}

#[visible_async]
async fn rest_dies_after_binding() {
    match (load("bound").await, log("rest")) {
        (x, _) => {
            x.touch("native");
        }
    }
    match (load("bound").await, log("rest")) {
        (x, _) => {
            tick("inside").await;
            x.touch("saved");
        }
    }
    match (log("rest"), load("bound").await) {
        (_, x) => {
            tick("inside").await;
            event("unused");
        }
    }
}

#[visible_async]
async fn rest_dies_after_binding_in_operand() -> usize {
    let mut total = 0;
    total += match (load("bound").await, log("rest")) {
        (x, _) => x.len(),
    };
    total += match (load("bound").await, log("rest")) {
        (x, _) => x.send("there").await,
    };
    total
}

#[visible_async]
async fn parted_and_assigned(mut whole: Pair) -> usize {
    let left = whole.left;
    tick("one").await;
    whole = Pair { left: load("left").await, right: log("right") };
    tick("two").await;
    let right = whole.right;
    tick("three").await;
    left.len() + right.len()
}

#[visible_async]
async fn parted_and_assigned_on_some_paths(again: bool) -> usize {
    let mut whole = pair("p");
    let left = whole.left;
    tick("one").await;
    if again {
        whole = pair("q");
        tick("two").await;
        event(whole.left.name());
    }
    tick("three").await;
    left.len()
}

#[visible_async]
async fn closure_in_moved_block(mut whole: Pair) -> usize {
    tick("one").await;
    let future = async move {
        whole = std::convert::identity(whole);
        let mut rename = |more: &str| whole.right.grow(more).len();
        rename("r");
        whole.left.send("left").await
    };
    future.await
}

#[visible_async]
async fn value_in_flight_of_leaf(list: Vec<Log>) -> usize {
    let all = (list.into_iter().next().unwrap_or_default(), load("second").await);
    event("made");
    tick("wait").await;
    all.0.len()
}

#[visible_async]
async fn match_of_temporary_assigned(head: Option<Log>) -> usize {
    _ = match (head, load("second").await) {
        (Some(first), _) if first.len() > 1 => first,
        (None, second) => second,
        _ => log("other"),
    };
    let mut kept = log("kept");
    kept = match fail("third", true).await {
        Ok(value) => value,
        Err(_) => load("fourth").await,
    };
    tick("wait").await;
    kept.len()
}

#[visible_async]
async fn match_in_argument(first: bool) -> String {
    shown(
        load("number").await.len(),
        match (load("a").await, log("b")) {
            (a, _) if first => a,
            (_, b) => b,
        },
    )
}

#[visible_async]
async fn match_in_argument_awaits(fails: bool) -> String {
    shown(
        log("number").len(),
        match fail("a", fails).await {
            Ok(a) => {
                tick("good").await;
                a
            }
            Err(_) => load("b").await,
        },
    )
}

#[visible_async]
async fn consumed_by_unknown_method() -> usize {
    let all = load("a").await.joined(load("b").await).joined(log("c"));
    tick("wait").await;
    all.len()
}

#[visible_async]
async fn mismatch_stays(fails: bool) -> usize {
    let result: Result<Log, Log> = if fails { Err(log("bad")) } else { Ok(log("good")) };
    let beside = load("beside").await;
    let Ok(mut good): Result<Log, Log> = result else {
        event("otherwise");
        return beside.len();
    };
    good.fill("more").await;
    good.len()
}

#[visible_async]
async fn mismatch_is_assigned(fails: bool) -> usize {
    let mut option = (!fails).then(|| log("first"));
    let beside = load("beside").await;
    let Some(first) = option else {
        option = Some(beside);
        event("otherwise");
        return 1;
    };
    option = Some(load("second").await);
    tick("between").await;
    first.len() + option.map_or(0, |second| second.len())
}
