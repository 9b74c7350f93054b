// Locals that a match takes apart, and bases of structs: references or values, as only types tell.
use visible_async_test_support::prelude::*;

cases! {
    base_in_a_call(Client(log("client")), Settings { first: log("f"), second: log("s"), level: 3 }, log("more"));
    base_beside_its_fields(Settings { first: log("f"), second: log("s"), level: 3 });
    base_of_a_reference(Settings { first: log("f"), second: log("s"), level: 3 });
    rest_of_a_base();
    rest_of_a_local(log("with"));
    matched_part(0);
    matched_part(1);
    matched_part(2);
    matched_part_of_a_reference(0);
    matched_part_of_a_reference(1);
    part_of_a_condition(0);
    part_of_a_condition(1);
    part_under_a_guard(0);
    part_under_a_guard(1);
    part_beside_a_reference(0);
    arm_uses_others(0, log("other"));
    arm_uses_others(1, log("other"));
    as_an_operand(0);
    as_an_operand(2);
}

struct Settings {
    first: Log,
    second: Log,
    level: usize,
}

async fn settings(name: &str) -> Settings {
    tick("settings").await;
    Settings { first: log(format!("{name}.first")), second: log(format!("{name}.second")), level: 3 }
}

#[visible_async]
async fn rest_of_a_base() -> usize {
    let base = settings("base").await;
    let beside = log("beside");
    let next = Settings { first: log("first"), ..base };
    tick("between").await;
    next.first.len() + next.second.len() + next.level + beside.len()
}

#[visible_async]
async fn rest_of_a_local(with: Log) -> usize {
    let base = settings("base").await;
    let next = Settings { first: with, level: 1, ..base };
    tick("between").await;
    let last = Settings { second: load("second").await, ..next };
    tick("after").await;
    last.first.len() + last.level
}

enum Failure {
    Generic { store: Log, source: Log },
    Other(Log, usize),
    Nothing,
}

async fn failure(kind: usize) -> Result<Log, Failure> {
    tick("failure").await;
    match kind {
        0 => Err(Failure::Generic { store: log("store"), source: log("source") }),
        1 => Err(Failure::Other(log("other"), 2)),
        2 => Ok(log("good")),
        _ => Err(Failure::Nothing),
    }
}

async fn lent(failure: &Result<Log, Failure>) -> &Result<Log, Failure> {
    tick("lent").await;
    failure
}

#[visible_async]
async fn matched_part(kind: usize) -> usize {
    let result = failure(kind).await;
    let later = log("later");
    let size = match result {
        Err(Failure::Generic { source, .. }) => {
            event("generic");
            source.len() + later.len()
        }
        Err(Failure::Other(other, size)) => other.len() + size,
        Ok(good) => good.len(),
        Err(Failure::Nothing) => 0,
    };
    tick("after").await;
    size + later.len()
}

#[visible_async]
async fn matched_part_of_a_reference(kind: usize) -> usize {
    let held = failure(kind).await;
    let result = lent(&held).await;
    let later = log("later");
    let size = match result {
        Err(Failure::Generic { source, .. }) => {
            event("generic");
            source.len() + later.len()
        }
        Err(Failure::Other(_, size)) => *size,
        Ok(good) => good.len(),
        Err(Failure::Nothing) => 0,
    };
    tick("after").await;
    size + later.len()
}

#[visible_async]
async fn part_of_a_condition(kind: usize) -> usize {
    let result = failure(kind).await;
    let later = log("later");
    if let Err(Failure::Generic { source, .. }) = result {
        source.touch("generic");
        drop(source);
        later.touch("dropped");
    }
    tick("after").await;
    later.len()
}

#[visible_async]
async fn part_under_a_guard(kind: usize) -> usize {
    let result = failure(kind).await;
    let later = log("later");
    let size = match result {
        Err(Failure::Generic { source, .. }) if source.len() > later.len() + 9 => source.len(),
        Err(Failure::Generic { store, .. }) => store.len() + 1,
        _ => later.len(),
    };
    tick("after").await;
    size + later.len()
}

#[visible_async]
async fn part_beside_a_reference(kind: usize) -> usize {
    let result = failure(kind).await;
    let size = match result {
        Err(Failure::Generic { source, ref store }) => {
            let size = source.finish();
            size + store.len()
        }
        _ => 0,
    };
    tick("after").await;
    size
}

#[visible_async]
async fn arm_uses_others(kind: usize, other: Log) -> usize {
    let result = failure(kind).await;
    let mut list = Vec::new();
    let later = log("later");
    match result {
        Err(Failure::Generic { source, .. }) => {
            list.push(source);
            list.push(other);
        }
        _ => list.push(later),
    }
    tick("after").await;
    list.len()
}

#[visible_async]
async fn as_an_operand(kind: usize) -> usize {
    let result = failure(kind).await;
    let later = log("later");
    let sizes = [
        match result {
            Err(Failure::Generic { source, .. }) => source.len(),
            _ => 1,
        },
        later.len(),
    ];
    tick("after").await;
    sizes[0] + sizes[1] + later.len()
}

struct Client(Log);

trait Create {
    async fn create(self, settings: Settings, more: Log) -> usize;
}

impl Create for Client {
    async fn create(self, settings: Settings, more: Log) -> usize {
        tick("create").await;
        self.0.len() + settings.first.len() + more.len() + usize::from(settings.level)
    }
}

impl Client {
    // Two of one name: nothing tells whether it moves.
    #[allow(dead_code, reason = "only declared")]
    fn create(&self, _never: std::convert::Infallible) {}
}

#[visible_async]
async fn base_in_a_call(client: Client, base: Settings, more: Log) -> usize {
    let first = log("given");
    let size = client.create(Settings { first, ..base }, more).await;
    tick("after").await;
    size
}

#[visible_async]
async fn base_beside_its_fields(base: Settings) -> usize {
    let next = Settings { first: load("first").await, ..base };
    tick("wait").await;
    let old = base.first;
    tick("after").await;
    old.finish() + next.second.len() + usize::from(base.level)
}

#[visible_async]
async fn base_of_a_reference(base: Settings) -> usize {
    let other = Settings { first: log("o"), second: log("p"), level: 4 };
    let lent = &other;
    let next = Settings { level: lent.level, ..base };
    tick("wait").await;
    next.first.len() + usize::from(next.level) + base.level as usize
}
