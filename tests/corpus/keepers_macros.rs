// Locals that a macro may move.
use visible_async_test_support::prelude::*;

cases! {
    macro_moves();
    macro_borrows();
    macro_lends_a_temporary();
    begins_a_chain(true);
    begins_a_chain(false);
    wants_a_name();
    in_an_operand(true);
    in_an_operand(false);
    grows_in_a_chain();
}

struct Job(Log);

impl Job {
    fn into_log(self) -> Log {
        event("into log");
        self.0
    }
}

macro_rules! consume {
    ($value:expr) => {
        $value.into_log()
    };
}

macro_rules! measure {
    ($value:expr, $other:expr) => {
        $value.len() + $other.len()
    };
}

macro_rules! made_of {
    ($value:expr) => {
        log(format!("of {}", $value.name()))
    };
}

#[visible_async]
async fn macro_moves() -> usize {
    let job = Job(load("job").await);
    let beside = log("beside");
    let made = consume!(job);
    tick("between").await;
    made.len() + beside.len()
}

#[visible_async]
async fn macro_borrows() -> usize {
    let first = load("first").await;
    let second = log("second");
    let size = measure!(first, second);
    tick("between").await;
    size + second.len()
}

#[visible_async]
async fn macro_lends_a_temporary() -> usize {
    let first = load("first").await;
    let size = made_of!(first).len();
    tick("between").await;
    let other = load("other").await;
    let made = made_of!(other);
    tick("after").await;
    size + made.len()
}

macro_rules! settled {
    ($value:expr) => {
        match $value {
            Ok(value) => value,
            Err(error) => {
                event("not settled");
                log(error.to_string())
            }
        }
    };
}

#[visible_async]
async fn begins_a_chain(good: bool) -> usize {
    let found = outcome(good).await;
    let beside = log("beside");
    let size = settled!(found).with("!").finish();
    tick("between").await;
    size + beside.len()
}

async fn outcome(good: bool) -> Result<Log, usize> {
    tick("outcome").await;
    if good { Ok(log("good")) } else { Err(3) }
}

macro_rules! by_name {
    ($name:ident) => {
        $name.into_log()
    };
}

#[visible_async]
async fn wants_a_name() -> usize {
    let job = Job(load("job").await);
    let beside = log("beside");
    let made = by_name!(job);
    tick("between").await;
    made.len() + beside.len()
}

#[visible_async]
async fn in_an_operand(good: bool) -> usize {
    let found = outcome(good).await;
    let beside = log("beside");
    let size = if beside.len() > 3 {
        let settled = settled!(found);
        tick("inside").await;
        settled.len()
    } else {
        0
    };
    tick("between").await;
    size + beside.len()
}

#[visible_async]
async fn grows_in_a_chain() -> usize {
    let job = Job(load("job").await);
    let beside = log("beside");
    let made = consume!(job).grow("more").len();
    tick("between").await;
    made + beside.len()
}
