// Found in published crates.
use visible_async_test_support::prelude::*;

cases! {
    stream_of_its_own(log("a"), log("b"));
    panics_on_one_path(1);
    panics_on_one_path(2);
    pinned_and_polled();
    extracted(Request(log("request")));
    field_from_itself();
    boxed_trait_object(true);
    rest_of_a_record();
    own_method_with_a_name_of_std(Sized2(log("a"), 4));
    moves_in_arms_of_a_closure(log("file"), 1);
    moves_in_arms_of_a_closure(log("file"), 2);
    slice_of_trait_objects();
    builder_is_renewed(true);
    builder_is_renewed(false);
    moved_where_it_returns(true);
}

mod async_stream {
    macro_rules! stream {
        ($($body:tt)*) => { async move { $($body)* } };
    }
    pub(super) use stream;
}

#[visible_async]
async fn stream_of_its_own(a: Log, b: Log) -> usize {
    let shown = log("shown");
    let stream = Box::pin(async_stream::stream! {
        loop {
            match a.send("in").await {
                n if n > 100 => {}
                n => break n + b.len(),
            }
        }
    });
    tick("made").await;
    let size = stream.await;
    tick("read").await;
    size + shown.len()
}

struct Request(Log);

impl Request {
    fn method(&self) -> usize {
        self.0.len()
    }
    async fn extract(self) -> Option<usize> {
        tick("extract").await;
        Some(self.0.finish())
    }
}

#[visible_async]
async fn extracted(request: Request) -> usize {
    let is_short = request.method() < 3 || request.method() == 7;
    match request.extract().await {
        Some(size) => size + usize::from(is_short),
        None => 0,
    }
}

#[visible_async]
async fn panics_on_one_path(n: usize) -> usize {
    let response = Request(load("response").await);
    if n == 2 {
        let size = response.0.into_bytes().len();
        tick("broken").await;
        panic!("response was {size}");
    }
    response.0.touch("again");
    tick("fine").await;
    response.method()
}

trait IntoBytes {
    fn into_bytes(self) -> Vec<u8>;
}

impl IntoBytes for Log {
    fn into_bytes(self) -> Vec<u8> {
        self.name().as_bytes().to_vec()
    }
}

struct Pipe(Log, usize);

impl Pipe {
    fn poll_write(self: std::pin::Pin<&mut Self>, more: &mut Log) -> usize {
        more.touch("written");
        let this = self.get_mut();
        this.1 += 1;
        this.1
    }
    fn poll_ready(&mut self) -> usize {
        self.1 += 1;
        self.0.len()
    }
}

#[visible_async]
async fn pinned_and_polled() -> usize {
    let (first, second) = (Pipe(log("first"), 1), Pipe(log("second"), 2));
    tokio::pin!(first);
    tokio::pin!(second);
    let size = first.poll_write(&mut log("temporary"));
    tick("one").await;
    let more = second.poll_ready();
    tick("two").await;
    size + more
}

#[allow(dead_code, reason = "shown or dropped")]
struct Sized2(Log, usize);
impl Sized2 {
    fn err(&self, n: usize) -> usize {
        self.0.len() + n
    }
}

#[visible_async]
async fn own_method_with_a_name_of_std(p: Sized2) -> usize {
    let n = load("x").await.len();
    if n > 100 {
        return p.err(n);
    }
    let m = p.err(2);
    tick("mid").await;
    m
}

#[derive(Debug)]
#[allow(dead_code, reason = "shown or dropped")]
struct Record {
    meta: Log,
    size: Log,
    kind: usize,
}

async fn record() -> Result<Record, ReadError> {
    let meta = fail("meta", false).await?;
    Ok(Record { meta, size: log("size"), kind: 3 })
}

fn strip(meta: Log) -> Log {
    event("strip");
    let _ = meta;
    log("stripped")
}

#[visible_async]
async fn field_from_itself() -> Result<Record, ReadError> {
    let mut result = record().await?;
    result.meta = strip(result.meta);
    Ok(result)
}

#[visible_async]
async fn rest_of_a_record() -> Result<Record, ReadError> {
    let r = record().await?;
    let size = match r.kind {
        #[cfg(unix)]
        3 => log("three"),
        _ => {
            return Ok(r);
        }
    };
    Ok(Record { size, ..r })
}

trait Shape: std::fmt::Debug {}
#[derive(Debug)]
#[allow(dead_code, reason = "shown or dropped")]
struct Square(Log);
impl Shape for Square {}
#[derive(Debug)]
#[allow(dead_code, reason = "shown or dropped")]
struct Circle(Log);
impl Shape for Circle {}

#[visible_async]
async fn boxed_trait_object(fine: bool) -> Result<Box<dyn Shape>, ReadError> {
    let id = fail("id", !fine).await?;
    Ok(Box::new(Square(id)))
}

fn publish(file: Log, path: &str) -> Result<usize, usize> {
    event(path);
    if file.len() > 2 { Ok(1) } else { Err(2) }
}

#[visible_async]
async fn moves_in_arms_of_a_closure(file: Log, mode: usize) -> usize {
    let path = String::from("path");
    run(move || {
        let (file, name) = (file, log("staged"));
        let err = match path.len() {
            4 => match mode {
                1 => publish(file, &path).err(),
                2 => publish(file, name.name()).err(),
                _ => None,
            },
            _ => Some(9),
        };
        err.unwrap_or(path.len())
    })
    .await
}

async fn run(f: impl FnOnce() -> usize) -> usize {
    tick("run").await;
    f()
}

#[visible_async]
async fn slice_of_trait_objects() -> usize {
    let dir = log("dir");
    let all: &[std::sync::Arc<dyn Shape>] =
        &[std::sync::Arc::new(Square(log("a"))), std::sync::Arc::new(Circle(load("b").await))];
    let mut n = 0;
    for each in all {
        tick("each").await;
        n += format!("{each:?}").len();
    }
    n + dir.len()
}

#[derive(Debug)]
struct Builder(Log, usize);
impl Builder {
    fn header(self, n: usize) -> Self {
        event("header");
        Builder(self.0, self.1 + n)
    }
    async fn send_retry(self, n: usize) -> usize {
        tick("sent").await;
        self.1 + n
    }
}

#[visible_async]
async fn builder_is_renewed(more: bool) -> usize {
    let n = load("n").await.len();
    let mut builder = Builder(log("builder"), n);
    if more {
        builder = builder.header(2);
    }
    let size = builder.send_retry(2).await;
    tick("then").await;
    let mut second = Builder(log("second"), n);
    second = second.header(2);
    let size2: usize = second.send_retry(1).await;
    tick("then").await;
    size + size2
}

#[allow(dead_code, reason = "shown or dropped")]
struct Waiter(Log);
impl Waiter {
    fn set_value(self, n: usize) {
        event(format!("set {n}"));
    }
}

#[visible_async]
async fn moved_where_it_returns(fine: bool) -> usize {
    let guard = Waiter(log("g"));
    let n = match fail("fail", !fine).await {
        Ok(n) => n.len(),
        Err(_) => {
            guard.set_value(1);
            return 3;
        }
    };
    tick("mid").await;
    match n {
        0 => {
            guard.set_value(2);
            tick("a").await;
            1
        }
        _ => {
            guard.set_value(3);
            tick("b").await;
            2
        }
    }
}
