// Found in published crates.
use visible_async_test_support::prelude::*;

cases! {
    stream_of_its_own(log("a"), log("b"));
    try_stream_of_its_own(log("a"));
    panics_on_one_path(1);
    panics_on_one_path(2);
    pinned_and_polled();
    extracted(Request(log("request")));
}

mod async_stream {
    macro_rules! stream {
        ($($body:tt)*) => { async move { $($body)* } };
    }
    macro_rules! try_stream {
        ($($body:tt)*) => { async move { let value = { $($body)* }; Ok::<_, ReadError>(value) } };
    }
    pub(super) use {stream, try_stream};
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

#[visible_async]
async fn try_stream_of_its_own(a: Log) -> Result<usize, ReadError> {
    tick("first").await;
    let size = async_stream::try_stream! {
        let page = fail("page", false).await?;
        page.len() + a.len()
    }
    .await?;
    tick("last").await;
    Ok(size)
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
