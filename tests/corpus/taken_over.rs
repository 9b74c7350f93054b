// What leaf futures take over when they are made, though they move it later or not at all: it would be the next to be dropped.
// And references that leave their states with their last mention.
use visible_async_test_support::prelude::*;

cases! {
    last_of_all(log("key"), false);
    last_of_all(log("key"), true);
    last_two(false);
    last_two(true);
    not_the_last(log("key"), true);
    borrowed_until_then();
    left_by_break(1);
    left_by_break(3);
    copied_and_mentioned_again();
    scrutinee_among_operands(true);
    scrutinee_among_operands(false);
    moved_on_one_path(true);
    moved_on_one_path(false);
    tail_that_borrows(false);
    tail_that_borrows(true);
    tail_beside_a_borrow();
    tail_that_assigns(2);
    use_references(false);
    use_references(true);
    reference_in_a_closure();
    reference_declared_again();
    options(Some(2), None);
    options(None, Some(3));
}

fn keep(shared: &str, number: usize, key: Log) -> usize {
    event(format!("{shared} keeps {key}"));
    number + key.len()
}

#[visible_async]
async fn last_of_all(beside: Log, fails: bool) -> Result<usize, ReadError> {
    let shared = Guarded::new("shared");
    let key = log("key");
    let size = keep(shared.read().name(), fail("then", fails).await?.len(), key);
    tick("after").await;
    Ok(size + beside.len())
}

#[visible_async]
async fn last_two(fails: bool) -> Result<usize, ReadError> {
    let shared = Guarded::new("shared");
    let (first, second) = (log("first"), log("second"));
    let size = keep(shared.read().name(), keep("none", fail("then", fails).await?.len(), first), second);
    tick("after").await;
    Ok(size)
}

#[visible_async]
async fn not_the_last(key: Log, fails: bool) -> Result<usize, ReadError> {
    let shared = Guarded::new("shared");
    let younger = log("younger");
    let size = keep(shared.read().name(), fail("then", fails).await?.len(), key);
    Ok(size + younger.len())
}

#[visible_async]
async fn borrowed_until_then() -> usize {
    let shared = Guarded::new("shared");
    let key = log("key");
    let lent = &key;
    let size = keep(shared.read().name(), lent.send("lent").await + lent.len(), key);
    tick("after").await;
    size
}

#[visible_async]
async fn left_by_break(at: usize) -> usize {
    let shared = Guarded::new("shared");
    let mut round = 0;
    let key = log("key");
    let size = loop {
        round += 1;
        if round < at {
            tick("round").await;
            continue;
        }
        break keep(shared.read().name(), if leaf("stops", at > 2).await { break 0 } else { 1 }, key);
    };
    tick("after").await;
    size
}

#[visible_async]
async fn copied_and_mentioned_again() -> usize {
    let shared = Guarded::new("shared");
    let number = log("number").len();
    let size = shared.read().name().len() + leaf("wait", 1).await + number;
    tick("after").await;
    size + number
}

#[visible_async]
async fn scrutinee_among_operands(long: bool) -> usize {
    let value = long.then(|| pair("p"));
    let size = match (value, log("beside").len()) {
        (Some(Pair { left, .. }), n) if n > 2 => left.send("x").await + n,
        (other, _) => other.map_or(0, |both| both.left.len()),
    };
    tick("after").await;
    size
}

#[visible_async]
async fn moved_on_one_path(moves: bool) -> usize {
    let shared = Guarded::new("shared");
    let key = log("key");
    let size = shared.read().name().len() + if moves { keep("one", leaf("wait", 1).await, key) } else { 0 };
    tick("after").await;
    size
}

#[visible_async]
async fn tail_that_borrows(fails: bool) -> Result<usize, ReadError> {
    let shared = Guarded::new("shared");
    let size = {
        let (inner, mut other) = (log("inner"), log("other"));
        keep(shared.read().name(), other.grow("r").len() + fail(inner.name(), fails).await?.len(), log("key"))
    };
    tick("after").await;
    Ok(size)
}

#[visible_async]
async fn tail_beside_a_borrow() -> usize {
    let inner = log("inner");
    let lent = &inner;
    let _held = log("held");
    lent.touch("lent");
    log("temporary").send("x").await + log("more").len()
}

#[visible_async]
async fn tail_that_assigns(count: usize) -> usize {
    let mut sum = 0;
    for n in 0..count {
        sum += {
            let mut inner = log("inner");
            inner = log(format!("{}{n}", inner.name()));
            log("temporary").send(inner.name()).await + log("more").len()
        };
    }
    sum
}

struct Both<'a> {
    first: &'a Log,
    second: usize,
}

#[visible_async]
impl Both<'_> {
    async fn wait(&self, name: &str, list: &mut Vec<usize>) -> usize {
        let size = name.len();
        list.push(self.first.send(name).await);
        tick("between").await;
        list.push(size);
        let Both { first, second } = *self;
        let len = list.len();
        tick("last").await;
        first.len() + second + len
    }
}

#[visible_async]
async fn use_references(twice: bool) -> usize {
    let value = log("value");
    let both = Both { first: &value, second: 3 };
    let mut list = Vec::new();
    let size = both.wait("name", &mut list).await;
    if twice { size + both.wait("again", &mut list).await + list.len() } else { size }
}

#[visible_async]
async fn reference_in_a_closure() -> usize {
    let value = log("value");
    let both = Both { first: &value, second: 3 };
    let lent: &Both = &both;
    let count = || lent.first.len() + lent.second;
    tick("between").await;
    let first = count();
    tick("after").await;
    first + count()
}

#[visible_async]
async fn reference_declared_again() -> usize {
    let value = log("value");
    let text: &str = value.name();
    let text: &str = text.trim_start_matches('v');
    tick("between").await;
    text.len() + value.len()
}

#[visible_async]
async fn options(mut first: Option<usize>, second: Option<u8>) -> usize {
    let lent = first.as_mut();
    tick("between").await;
    if let Some(number) = lent {
        *number += 1;
    }
    let shared = Guarded::new("shared");
    let size = match second {
        Some(number) if leaf("guard", number).await > 2 => usize::from(number),
        other => shared.read().name().len() + leaf("other", other).await.map_or(0, usize::from),
    };
    tick("after").await;
    size + first.unwrap_or(0)
}
