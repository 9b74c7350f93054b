// The call that begins a chain with several awaits may move its local.
use visible_async_test_support::prelude::*;

cases! {
    built_and_sent();
    built_from_what_stays();
    awaited_first();
    awaited_first_by_reference();
    matched(true);
    matched(false);
    failing(0);
    failing(1);
    failing(2);
    in_a_loop(2);
    by_unique_reference(log("wire"));
    tail_of_a_block();
    argument_taken_apart(log("with"));
    borrowed_and_named(vec![log("first"), log("second")]);
    borrowed_and_opened(vec![log("first"), log("second")]);
}

// If the drop of what is left of the iterator panics, the value has its name already.
#[visible_async]
async fn borrowed_and_named(logs: Vec<Log>) -> usize {
    let first = logs.into_iter().next().unwrap_or_default().committed().await;
    tick("after").await;
    first.len()
}

#[visible_async]
async fn borrowed_and_opened(logs: Vec<Log>) -> usize {
    let (first, n) = logs.into_iter().next().unwrap_or_default().counted().await;
    tick("after").await;
    first.len() + n
}

impl Commit for Log {}

trait Commit: Sized {
    async fn committed(self) -> Self {
        tick("commit").await;
        self
    }
    async fn counted(self) -> (Self, usize) {
        tick("count").await;
        (self, 1)
    }
}

struct Request(Log);

impl Request {
    fn retryable(self, config: &Log) -> Request {
        event(format!("retryable {}", config.name()));
        self
    }
    fn reply<'r>(&'r self, config: &Log) -> Reply<'r> {
        event(format!("reply {}", config.name()));
        Reply(&self.0, log("reply"))
    }
    async fn execute(self) -> Answer {
        tick("execute").await;
        Answer(self.0)
    }
    async fn lend(&mut self, with: usize) -> Answer {
        tick("lend").await;
        Answer(log(&format!("{} {with}", self.0.name())))
    }
}

struct Desk(Log);

impl Desk {
    fn retryable(&self, config: &Log) -> Request {
        event(format!("desk {}", config.name()));
        Request(log(self.0.name()))
    }
    fn reply(self, config: &Log) -> Request {
        event(format!("desk replies {}", config.name()));
        Request(self.0)
    }
    async fn execute(&self) -> Answer {
        tick("desk").await;
        Answer(log(self.0.name()))
    }
    async fn lend(self, with: usize) -> Answer {
        tick("lent").await;
        Answer(log(&format!("{} {with}", self.0.name())))
    }
}

struct Reply<'r>(&'r Log, Log);

impl Reply<'_> {
    async fn send(&self) -> Answer {
        tick("send").await;
        Answer(log(&format!("{} {}", self.0.name(), self.1.name())))
    }
}

struct Answer(Log);

impl Answer {
    async fn finish_reading(self) -> Log {
        tick("read").await;
        self.0
    }
    async fn peeked(&self) -> usize {
        tick("peek").await;
        self.0.len()
    }
    async fn checked(self, fails: bool) -> Result<Answer, Log> {
        tick("check").await;
        if fails { Err(self.0) } else { Ok(self) }
    }
}

struct Wire(Log);

impl Wire {
    async fn drain_into(&mut self) -> Answer {
        tick("wire").await;
        Answer(log(self.0.name()))
    }
}

#[visible_async]
async fn built_and_sent() -> usize {
    let config = log("config");
    let request = Request(load("request").await);
    let beside = log("beside");
    let read = request.retryable(&config).execute().await.finish_reading().await;
    tick("after").await;
    read.len() + beside.len()
}

#[visible_async]
async fn built_from_what_stays() -> usize {
    let config = log("config");
    let request = Request(load("request").await);
    let desk = Desk(load("desk").await);
    let first = request.reply(&config).send().await.peeked().await;
    let second = desk.retryable(&config).execute().await.peeked().await;
    tick("after").await;
    first + second
}

#[visible_async]
async fn awaited_first() -> usize {
    let request = Request(load("request").await);
    let desk = Desk(load("desk").await);
    let beside = log("beside");
    let first = request.execute().await.peeked().await;
    let second = desk.lend(first).await.peeked().await;
    tick("after").await;
    first + second + beside.len()
}

#[visible_async]
async fn awaited_first_by_reference() -> usize {
    let mut request = Request(load("request").await);
    let desk = Desk(load("desk").await);
    let beside = log("beside");
    let first = request.lend(3).await.peeked().await;
    let second = desk.execute().await.peeked().await;
    tick("after").await;
    first + second + beside.len()
}

#[visible_async]
async fn matched(fails: bool) -> usize {
    let config = log("config");
    let request = Request(load("request").await);
    let beside = log("beside");
    let size = match request.retryable(&config).execute().await.checked(fails).await {
        Ok(answer) => answer.peeked().await,
        Err(error) if error.len() > 2 => {
            tick("error").await;
            error.len()
        }
        Err(_) => 0,
    };
    tick("after").await;
    size + beside.len()
}

#[visible_async]
async fn failing(at: usize) -> Result<usize, Log> {
    let config = log("config");
    let request = Request(load("request").await);
    let beside = log("beside");
    let answer = request.retryable(&config).execute().await.checked(at == 0).await?.checked(at == 1).await?;
    tick("after").await;
    Ok(answer.0.len() + beside.len())
}

#[visible_async]
async fn in_a_loop(count: usize) -> usize {
    let config = log("config");
    let mut sum = 0;
    for n in 0..count {
        let request = Request(load("request").await);
        let desk = Desk(log("desk"));
        let size = if n == 0 {
            request.retryable(&config).execute().await.peeked().await
        } else {
            desk.reply(&config).execute().await.peeked().await
        };
        sum += size;
        tick("round").await;
    }
    sum
}

#[visible_async]
async fn by_unique_reference(wire: Log) -> usize {
    let mut own = Wire(wire);
    let wire = &mut own;
    let mut sum = 0;
    for _ in 0..2 {
        sum += wire.drain_into().await.peeked().await;
    }
    tick("after").await;
    sum
}

#[visible_async]
async fn tail_of_a_block() -> usize {
    let config = log("config");
    let request = Request(load("request").await);
    let size = {
        let inner = log("inner");
        tick(inner.name()).await;
        request.retryable(&config).reply(&inner).send().await.peeked().await
    };
    tick("after").await;
    size
}

#[visible_async]
async fn argument_taken_apart(with: Log) -> usize {
    let request = Request(load("request").await);
    let desk = Desk(load("desk").await);
    let size = request.retryable({
        event("argument");
        &with
    });
    let first = size.execute().await.peeked().await;
    let more = desk.retryable(&with).lend(load("more").await.len()).await.peeked().await;
    tick("after").await;
    first + more
}
