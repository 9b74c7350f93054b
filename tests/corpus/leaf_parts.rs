// Leaf futures that move parts of locals, or put them back.
use visible_async_test_support::prelude::*;

cases! {
    part_moved_in_leaf(pair("p"), false);
    part_moved_in_leaf(pair("p"), true);
    parts_moved_by_pattern_in_leaf(pair("p"), 0);
    parts_moved_by_pattern_in_leaf(pair("p"), 1);
    parts_moved_by_pattern_in_leaf(pair("p"), 2);
    part_put_back_in_leaf(pair("p"));
    parted_assigned_in_leaf(pair("p"), true);
    parted_assigned_in_leaf(pair("p"), false);
    parted_moved_in_leaf(pair("p"));
    moved_whole_by_a_typed_name(log("given"));
    moved_whole_by_a_pattern(pair("both"));
    literal_of_a_leaf();
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
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        event(format!("unlocked {}", self.0.name()));
    }
}

#[visible_async]
async fn part_moved_in_leaf(both: Pair, fails: bool) -> Result<usize, ReadError> {
    let table = Table(log("table"));
    let local = log("local");
    let size = table.lock().keep(fail("first", fails).await?, both.left);
    tick("after").await;
    Ok(size + both.right.len() + local.len())
}

#[visible_async]
async fn parts_moved_by_pattern_in_leaf(whole: Pair, which: usize) -> Result<usize, ReadError> {
    let table = Table(log("table"));
    let local = log("local");
    let size = table.lock().row({
        fail("one", which == 1).await?;
        let Pair { left, .. } = whole;
        fail("two", which == 2).await?;
        left.len()
    });
    tick("after").await;
    Ok(size + local.len())
}

#[visible_async]
async fn part_put_back_in_leaf(mut whole: Pair) -> usize {
    let table = Table(log("table"));
    let left = whole.left;
    tick("before").await;
    let size = table.lock().row({
        whole.left = load("new left").await;
        tick("inside").await;
        whole.left.len()
    });
    tick("after").await;
    size + left.len()
}

#[visible_async]
async fn parted_assigned_in_leaf(mut whole: Pair, early: bool) -> usize {
    let table = Table(log("table"));
    let local = log("local");
    if early {
        drop(whole.left);
        tick("early").await;
    }
    let size = table.lock().row({
        whole = Pair { left: load("left").await, right: log("right") };
        tick("inside").await;
        whole.right.len()
    });
    tick("after").await;
    size + whole.left.len() + local.len()
}

#[visible_async]
async fn parted_moved_in_leaf(mut whole: Pair) -> usize {
    let table = Table(log("table"));
    let left = whole.left;
    tick("before").await;
    let size = table.lock().row({
        whole = Pair { left: load("left").await, right: log("right") };
        tick("full").await;
        drop(whole);
        tick("empty").await;
        3
    });
    tick("after").await;
    size + left.len()
}

#[visible_async]
async fn moved_whole_by_a_typed_name(given: Log) -> usize {
    let list = match {
        let item: Log = given;
        item.len()
    } {
        n if leaf("guard", n > 100).await => None,
        _ => Some([log("a"), log("b"), log("c")]),
    };
    tick("after").await;
    list.map_or(0, |list| list.len())
}

#[visible_async]
async fn moved_whole_by_a_pattern(both: Pair) -> usize {
    let list = match {
        let Pair { left, right } = both;
        left.len() + right.len()
    } {
        n if leaf("guard", n > 100).await => None,
        _ => Some([log("a"), log("b"), log("c")]),
    };
    tick("after").await;
    list.map_or(0, |list| list.len())
}

#[visible_async]
async fn literal_of_a_leaf() -> usize {
    let both = Pair {
        right: [log("first"), load("right").await].into_iter().last().unwrap(),
        ..Pair { left: log("left"), right: load("other").await }
    };
    let size = match both {
        Pair { left, .. } => left.send("arm").await,
    };
    tick("between").await;
    size
}
