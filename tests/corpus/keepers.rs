// Calls that move a local or borrow it, as only types tell: the local goes to a keeper.
use visible_async_test_support::prelude::*;

cases! {
    runs_by_value();
    runs_by_reference();
    sends_on();
    argument_in_order(log("argument"), log("other"));
    runs_on_some_paths(true);
    runs_on_some_paths(false);
    lends_over_a_wait();
    closure_moves();
    in_a_loop(3);
    leaves_arguments_to_their_owners(log("with"), 2);
    leaves_arguments_to_their_owners(log("with"), 0);
    generic_and_borrowed(vec![log("v")], "text");
    returned_early(true);
    returned_early(false);
    taken_in_arm(Some(Job(log("j"))), log("beside"));
    taken_in_arm(None, log("beside"));
    mentioned_on_a_path_that_returns(0);
    mentioned_on_a_path_that_returns(1);
    mentioned_on_a_path_that_returns(2);
    lent_to_what_is_gone(2);
}

struct Job(Log);

trait ByValue: Sized {
    fn run(self, with: Log) -> usize;
    async fn execute(self, with: &Log) -> Log;
}

impl ByValue for Job {
    fn run(self, with: Log) -> usize {
        event("run");
        self.0.len() + with.len()
    }
    async fn execute(self, with: &Log) -> Log {
        tick("execute").await;
        log(&format!("{}{}", self.0.name(), with.name()))
    }
}

struct Desk(Log);

impl Desk {
    fn run(&mut self, with: Log) -> usize {
        event("run");
        self.0.len() + with.len()
    }
    fn open<'d>(&'d mut self, _with: usize) -> Held<'d> {
        event("open");
        Held(&mut self.0)
    }
    async fn execute(&self, with: &Log) -> Log {
        tick("execute").await;
        log(&format!("{}{}", self.0.name(), with.name()))
    }
}

struct Held<'d>(&'d mut Log);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        event(format!("closed {}", self.0.name()));
    }
}

#[visible_async]
async fn runs_by_value() -> usize {
    let job = Job(load("job").await);
    let beside = log("beside");
    let native = log("native");
    let size = job.run(log("with"));
    drop(native);
    tick("between").await;
    let second = Job(load("second").await);
    let done = second.execute(&beside).await;
    size + done.len() + beside.len()
}

#[visible_async]
async fn runs_by_reference() -> usize {
    let mut desk = Desk(load("desk").await);
    let beside = log("beside");
    let native = log("native");
    let size = desk.run(log("with"));
    drop(native);
    tick("between").await;
    size + beside.len()
}

#[visible_async]
async fn sends_on() -> usize {
    let job = Job(load("job").await);
    let desk = Desk(log("desk"));
    let with = log("with");
    let first = job.execute(&with).await;
    tick("between").await;
    let second = desk.execute(&with).await;
    tick("after").await;
    first.len() + second.len()
}

#[visible_async]
async fn argument_in_order(argument: Log, other: Log) -> usize {
    let desk = Desk(argument);
    tick("wait").await;
    let last = log("last");
    let size = desk.execute(&last).await.len();
    tick("then").await;
    size + other.len()
}

#[visible_async]
async fn runs_on_some_paths(first: bool) -> usize {
    let job = Job(load("job").await);
    let size = if first {
        let inner = log("inner");
        let size = job.run(log("with"));
        tick("run").await;
        size + inner.len()
    } else {
        tick("not").await;
        0
    };
    tick("last").await;
    size
}

#[visible_async]
async fn lends_over_a_wait() -> usize {
    let mut desk = Desk(load("desk").await);
    let n = 4;
    let held = desk.open(n);
    tick("held").await;
    held.0.len()
}

#[visible_async]
async fn closure_moves() -> usize {
    let value = load("value").await;
    let consume = || value.finish();
    tick("wait").await;
    let size = consume();
    tick("after").await;
    size
}

#[visible_async]
async fn in_a_loop(count: usize) -> usize {
    let mut sum = 0;
    for n in 0..count {
        let job = Job(load("job").await);
        tick("ready").await;
        let held = log("held");
        if n == 1 {
            sum += job.run(log("one"));
            tick("one").await;
            continue;
        }
        sum += job.execute(&held).await.len();
        tick("end").await;
    }
    sum
}

#[visible_async]
async fn leaves_arguments_to_their_owners(with: Log, times: usize) -> usize {
    let job = Job(load("job").await);
    let more = log("more");
    let mut sum = 0;
    let size = job.run(if times > 1 {
        sum += with.len();
        with
    } else {
        log("spare")
    });
    tick("wait").await;
    let all: Vec<Log> = (0..times).map(|_| log("each")).collect();
    let first = Desk(log("desk"));
    let count = first.run_until(all, |each| each.len() + more.len());
    tick("after").await;
    sum + size + count
}

trait RunEach {
    fn run_until<F: Fn(&Log) -> usize>(self, all: Vec<Log>, each: F) -> usize;
}

impl RunEach for Desk {
    fn run_until<F: Fn(&Log) -> usize>(self, all: Vec<Log>, each: F) -> usize {
        event("run each");
        all.iter().map(each).sum::<usize>() + self.0.len()
    }
}

struct Batch<'t, T>(Vec<T>, &'t str);

impl<'t, T: Send> Batch<'t, T> {
    async fn execute(self, more: &'t str) -> (usize, &'t str) {
        tick("batch").await;
        (self.0.len() + more.len(), self.1)
    }
    fn run(&self, more: &'t str) -> &'t str {
        event("batch runs");
        if self.0.is_empty() { more } else { self.1 }
    }
}

#[visible_async]
async fn generic_and_borrowed<T: Send + 'static>(all: Vec<T>, text: &'static str) -> usize {
    let own = String::from("owned");
    let batch = Batch(all, &own);
    tick("made").await;
    let picked = batch.run(text);
    tick("picked").await;
    let second = Batch(vec![log("second")], picked);
    let (size, word) = second.execute(&own).await;
    tick("done").await;
    size + word.len() + own.len()
}

#[visible_async]
async fn returned_early(early: bool) -> usize {
    let desk = Desk(load("desk").await);
    let beside = log("beside");
    let reply = desk.execute(&beside).await;
    if early {
        return reply.len();
    }
    tick("late").await;
    beside.len()
}

#[visible_async]
async fn taken_in_arm(job: Option<Job>, beside: Log) -> usize {
    let size = match job {
        Some(job) => job.execute(&beside).await.len(),
        None => leaf("none", 3).await,
    };
    tick("after").await;
    size
}

/// What returns with the one local after a look at the other has borrowed nothing for the rest.
#[visible_async]
async fn mentioned_on_a_path_that_returns(mode: usize) -> Result<usize, Log> {
    let stream = load("stream").await;
    let job = Job(load("job").await);
    let desk = Desk(log("desk"));
    match mode {
        0 => return Err(stream),
        1 if job.0.len() > desk.0.len() => return Err(stream),
        _ => {}
    }
    let first = desk.execute(&stream).await;
    let second = job.execute(&stream).await;
    tick("after").await;
    Ok(first.len() + second.len() + stream.len())
}

struct Writer<'w>(&'w mut Log);

impl<'w> Writer<'w> {
    fn new(log: &'w mut Log) -> Self {
        Writer(log)
    }
    async fn entry(&mut self, name: Log) -> Entry<'_> {
        tick("entry").await;
        Entry(self.0, name)
    }
    async fn close(self) -> usize {
        tick("close").await;
        self.0.len()
    }
}

struct Entry<'e>(&'e mut Log, Log);

impl Entry<'_> {
    async fn close(self) {
        tick("close entry").await;
        self.0.grow(self.1.name());
    }
}

#[visible_async]
async fn lent_to_what_is_gone(count: usize) -> usize {
    let mut text = log("text");
    let mut writer = Writer::new(&mut text);
    for n in 0..count {
        let entry = writer.entry(log(format!("{n}"))).await;
        entry.close().await;
    }
    let size = writer.close().await;
    tick("after").await;
    size + text.len()
}
