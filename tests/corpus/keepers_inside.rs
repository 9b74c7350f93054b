// Locals that a closure or an async block may move, or the call of what nobody declared to be a closure, or of a part's method.
use visible_async_test_support::prelude::*;

cases! {
    closure_may_move(true);
    closure_may_move(false);
    closure_borrows();
    closure_among_operands();
    async_block_moves_a_field(log("rest"));
    async_block_borrows_a_field(log("rest"));
    async_block_beside_a_receiver(log("rest"));
    called_once();
    called_by_reference();
    held_in_a_field(log("rest"));
    part_runs(log("rest"));
    part_lends(log("rest"));
    overwritten_by_a_push(3);
    other_methods_of_known_names();
    mutable_receiver(log("rest"));
}

struct Job(Log);

trait Works: Sized {
    fn run(self) -> usize;
    async fn work(self, with: &mut Log) -> Result<usize, Log>;
}

impl Works for Job {
    fn run(self) -> usize {
        event("run");
        self.0.len()
    }
    async fn work(self, with: &mut Log) -> Result<usize, Log> {
        tick("work").await;
        with.grow("+");
        Ok(self.0.len())
    }
}

struct Desk(Log);

impl Desk {
    fn run(&self) -> usize {
        event("run by reference");
        self.0.len()
    }
    async fn work(&self, with: &mut Log) -> Result<usize, Log> {
        tick("work by reference").await;
        with.grow("-");
        Ok(self.0.len())
    }
}

async fn respond(to: &Log, make: impl FnOnce() -> usize) -> usize {
    tick("respond").await;
    to.len() + make()
}

#[visible_async]
async fn closure_may_move(again: bool) -> usize {
    let to = log("to");
    let job = Job(load("job").await);
    let later = log("later");
    let size = respond(&to, || {
        event("closure");
        job.run() + 1
    })
    .await;
    if again {
        tick("again").await;
    }
    size + later.len()
}

#[visible_async]
async fn closure_borrows() -> usize {
    let to = log("to");
    let desk = Desk(load("desk").await);
    let later = log("later");
    let size = respond(&to, || desk.run() + to.len()).await;
    tick("again").await;
    size + later.len()
}

#[visible_async]
async fn closure_among_operands() -> usize {
    let job = Job(load("job").await);
    let later = log("later");
    let sizes = (log("made").len(), None.unwrap_or_else(|| job.run() + 1), later.len());
    tick("again").await;
    sizes.0 + sizes.1 + sizes.2
}

struct Custom<B> {
    body: B,
    rest: Log,
}

struct Connection(Log);

impl Connection {
    async fn until<T>(&self, _beside: usize, work: impl std::future::Future<Output = T>) -> T {
        tick(self.0.name()).await;
        work.await
    }
}

#[visible_async]
async fn async_block_moves_a_field(rest: Log) -> Result<usize, Log> {
    let connection = Connection(log("connection"));
    let mut writer = log("writer");
    let custom = Custom { body: Job(load("job").await), rest };
    let size = connection
        .until(1, async {
            let size = custom.body.work(&mut writer).await?;
            tick("inside").await;
            Ok::<_, Log>(size)
        })
        .await?;
    tick("after").await;
    Ok(size + writer.len())
}

#[visible_async]
async fn async_block_borrows_a_field(rest: Log) -> Result<usize, Log> {
    let connection = Connection(log("connection"));
    let mut writer = log("writer");
    let custom = Custom { body: Desk(load("body").await), rest };
    let size = connection.until(1, async { custom.body.work(&mut writer).await }).await?;
    tick("after").await;
    Ok(size + writer.len())
}

#[visible_async]
async fn async_block_beside_a_receiver(rest: Log) -> Result<usize, Log> {
    let mut writer = log("writer");
    let custom = Custom { body: Job(load("job").await), rest };
    let size = async { custom.body.work(&mut writer).await }.await?;
    tick("after").await;
    Ok(size + writer.len())
}

async fn reserve(value: &mut Log) -> impl FnOnce(&str) -> usize + use<'_> {
    tick("reserve").await;
    move |more| value.grow(more).len()
}

async fn repeats(value: &Log) -> impl Fn(usize) -> usize + use<'_> {
    tick("repeats").await;
    let name = value.name().len();
    let own = log("own");
    move |times| name * times + own.len()
}

#[visible_async]
async fn called_once() -> usize {
    let mut value = log("value");
    let permit = reserve(&mut value).await;
    let later = log("later");
    let size = permit("more");
    tick("after").await;
    size + later.len()
}

#[visible_async]
async fn called_by_reference() -> usize {
    let value = log("value");
    let repeat = repeats(&value).await;
    let later = log("later");
    let size = repeat(2);
    tick("after").await;
    size + later.len()
}

#[visible_async]
async fn held_in_a_field(rest: Log) -> usize {
    let made = load("made").await;
    let Custom { body, rest } = Custom { body: move |size: usize| made.finish() + size, rest };
    let size = body(rest.len());
    tick("after").await;
    size + 1
}

#[visible_async]
async fn part_runs(rest: Log) -> usize {
    let custom = Custom { body: Job(load("job").await), rest };
    let later = log("later");
    let size = custom.body.run();
    tick("after").await;
    size + later.len()
}

#[visible_async]
async fn part_lends(rest: Log) -> usize {
    let custom = Custom { body: Desk(load("body").await), rest };
    let later = log("later");
    let size = custom.body.run();
    tick("after").await;
    size + later.len()
}

struct Table(Vec<Log>, Log);

impl Table {
    fn push(mut self, row: Log) -> Self {
        event("push");
        self.0.push(row);
        self
    }
    fn split(self) -> (usize, Log) {
        event("split");
        (self.0.len(), self.1)
    }
    async fn write(self, first: &Log, second: &Log) -> usize {
        tick("write").await;
        self.0.len() + first.len() + second.len()
    }
}

#[visible_async]
async fn overwritten_by_a_push(count: usize) -> usize {
    let mut table = Table(Vec::new(), load("table").await);
    for n in 0..count {
        table = table.push(log(format!("row {n}")));
    }
    tick("after").await;
    table.0.len()
}

#[visible_async]
async fn other_methods_of_known_names() -> usize {
    let table = Table(vec![load("row").await], log("table"));
    let other = Table(Vec::new(), log("other"));
    let (size, last) = table.split();
    tick("between").await;
    let written = other.write(&last, &last).await;
    tick("after").await;
    size + written
}

struct Upload {
    tasks: Desk,
    upload: Log,
}

trait Stops {
    async fn stop(&mut self) -> usize;
    async fn abort(&mut self) -> usize;
}

impl Stops for Desk {
    async fn stop(&mut self) -> usize {
        tick("stop").await;
        self.0.grow("!").len()
    }
    async fn abort(&mut self) -> usize {
        tick("abort").await;
        self.0.grow("?").len()
    }
}

impl Upload {
    #[visible_async]
    async fn end(mut self) -> usize {
        let size = self.tasks.stop().await;
        tick("between").await;
        size + self.tasks.abort().await
    }
}

#[visible_async]
async fn mutable_receiver(rest: Log) -> usize {
    let upload = Upload { tasks: Desk(log("tasks")), upload: rest };
    upload.upload.touch("upload");
    upload.end().await
}
