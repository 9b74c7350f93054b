// Everyday code, continued.
use std::collections::BTreeMap;
use visible_async_test_support::prelude::*;

cases! {
    batch_by_size();
    handshake(Some("secret"));
    handshake(None);
    render_report();
    shutdown_in_order();
    state_machine();
    merge_sorted();
    validate_form(log("name"), 17);
    validate_form(log("name"), 30);
    scoped_timer();
    lookup_chain("a");
    lookup_chain("z");
    accumulate_errors();
    bank_transfer(30);
    bank_transfer(300);
    pipeline();
    upsert();
    literal_is_awaited(true);
    literal_is_awaited(false);
}

#[visible_async]
async fn batch_by_size() -> Vec<usize> {
    let mut batches = Vec::new();
    let mut batch = Vec::new();
    for item in steps("item", 5) {
        batch.push(item);
        if batch.len() == 2 {
            batches.push(flush(std::mem::take(&mut batch)).await);
        }
    }
    if !batch.is_empty() {
        batches.push(flush(batch).await);
    }
    batches
}

async fn flush(batch: Vec<Log>) -> usize {
    tick("flush").await;
    batch.iter().map(Log::len).sum()
}

#[visible_async]
async fn handshake(secret: Option<&'static str>) -> Result<String, AppError> {
    let hello = load("hello").await;
    let token = match secret {
        Some(secret) => {
            let proof = hello.with(secret);
            proof.send("prove").await;
            proof
        }
        None => return Err(AppError::Other(hello)),
    };
    let session = fail("session", false).await?;
    Ok(format!("{session}-{token}"))
}

#[visible_async]
async fn render_report() -> String {
    use std::fmt::Write;
    let title = log("title");
    let mut out = String::new();
    let _ = writeln!(out, "# {title}");
    for (n, name) in ["one", "two"].iter().enumerate() {
        let section = load(name).await;
        let _ = writeln!(out, "{n}. {section} ({})", section.len());
    }
    out
}

#[visible_async]
async fn shutdown_in_order() {
    let _listener = log("listener");
    let pool = log("pool");
    let workers = vec![log("w1"), log("w2")];
    for worker in workers.into_iter().rev() {
        worker.send("stop").await;
    }
    drop(pool);
    tick("drained").await;
}

#[derive(Debug)]
enum Phase {
    Idle,
    Connecting { host: Log },
    Ready(Log, usize),
    Closed,
}

#[visible_async]
async fn state_machine() -> Vec<String> {
    let mut phase = Phase::Idle;
    let mut seen = Vec::new();
    loop {
        seen.push(format!("{phase:?}"));
        phase = match phase {
            Phase::Idle => Phase::Connecting { host: load("host").await },
            Phase::Connecting { host } => {
                let size = host.send("syn").await;
                Phase::Ready(host, size)
            }
            Phase::Ready(host, size) if size > 6 => {
                tick("shrink").await;
                Phase::Ready(host, size - 2)
            }
            Phase::Ready(..) => Phase::Closed,
            Phase::Closed => break seen,
        };
    }
}

#[visible_async]
async fn merge_sorted() -> Vec<usize> {
    let (left, right) = (vec![1, 4], leaf("right", vec![2, 3, 9]).await);
    let held = log("held");
    let (mut l, mut r) = (left.iter().peekable(), right.iter().peekable());
    let mut out = Vec::new();
    while let Some(&&n) = match (l.peek(), r.peek()) {
        (Some(a), Some(b)) if a <= b => l.peek(),
        (_, Some(_)) => r.peek(),
        (Some(_), None) => l.peek(),
        (None, None) => None,
    } {
        if l.peek() == Some(&&n) {
            l.next();
        } else {
            r.next();
        }
        out.push(n);
        tick("merged").await;
    }
    out.push(held.len());
    out
}

#[visible_async]
async fn validate_form(name: Log, age: u8) -> Result<Log, Vec<String>> {
    let mut problems = vec![];
    if name.name().len() > 100 {
        problems.push("name too long".to_string());
    }
    if age < 18 {
        problems.push(format!("{name} is only {age}"));
    }
    let taken = load("existing").await;
    if taken == name {
        problems.push(String::from("taken"));
    }
    if problems.is_empty() { Ok(name) } else { Err(problems) }
}

struct Timer<'a>(&'a str);

impl Drop for Timer<'_> {
    fn drop(&mut self) {
        event(format!("{} took a while", self.0));
    }
}

#[visible_async]
async fn scoped_timer() -> usize {
    let label = String::from("whole");
    let _timer = Timer(&label);
    let size = {
        let _timer = Timer("part");
        load("part").await.len()
    };
    let _ = Timer("gone at once");
    tick("rest").await;
    size
}

#[visible_async]
async fn lookup_chain(key: &str) -> Option<Log> {
    let table = BTreeMap::from([("a", "b"), ("b", "c")]);
    let held = log("held");
    let mut at = key;
    let mut hops = 0;
    while let Some(next) = table.get(at) {
        hops += 1;
        at = next;
        held.send(at).await;
    }
    (hops > 0).then_some(load(at).await)
}

#[visible_async]
async fn accumulate_errors() -> (Vec<Log>, Vec<String>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for (name, fails) in [("a", false), ("b", true), ("c", false)] {
        match fail(name, fails).await {
            Ok(value) => good.push(value),
            Err(ReadError(inner)) => bad.push(inner.to_string()),
        }
    }
    (good, bad)
}

#[derive(Debug)]
struct Account {
    owner: Log,
    balance: i64,
}

impl Account {
    async fn withdraw(&mut self, amount: i64) -> Result<i64, Log> {
        let receipt = load("receipt").await;
        if amount > self.balance {
            return Err(receipt);
        }
        self.balance -= amount;
        Ok(amount)
    }

    async fn deposit(&mut self, amount: i64) -> &Self {
        self.owner.send("deposit").await;
        self.balance += amount;
        self
    }
}

#[visible_async]
async fn bank_transfer(amount: i64) -> Result<(i64, i64), AppError> {
    let mut from = Account { owner: log("ann"), balance: 100 };
    let mut to = Account { owner: log("bob"), balance: leaf("balance", 5).await };
    let taken = from.withdraw(amount).await?;
    let after = to.deposit(taken).await.balance;
    Ok((from.balance, after))
}

#[visible_async]
async fn pipeline() -> usize {
    let raw = load("raw").await;
    let parsed = raw.with(":parsed");
    let checked = fail("check", false).await.map(|mark| parsed.with(mark.name()));
    let stored = match checked {
        Ok(value) => value,
        Err(error) => return error.0.finish(),
    };
    stored.commit().await.unwrap_or_default()
}

#[visible_async]
async fn upsert() -> BTreeMap<u32, Log> {
    let mut rows = BTreeMap::new();
    for (id, name) in [(1, "a"), (2, "b"), (1, "c")] {
        let value = load(name).await;
        match rows.get_mut(&id) {
            Some(row) => {
                tick("update").await;
                *row = value;
            }
            None => {
                rows.insert(id, value);
            }
        }
    }
    rows
}

#[derive(Debug)]
struct Asked {
    name: Log,
}

impl Asked {
    async fn ask(self) -> Asked {
        tick("ask").await;
        self
    }
}

#[visible_async]
async fn literal_is_awaited(twice: bool) -> Asked {
    if twice {
        let first = Asked { name: log("first") }.ask().await.name;
        Asked { name: first }.ask().await.ask().await
    } else {
        Asked { name: log("only") }.ask().await
    }
}
