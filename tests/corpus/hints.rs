// What the file at hand tells of methods, where another type is meant; references that methods take by value; awaits among tokens.
use visible_async_test_support::prelude::*;

cases! {
    other_type_of_the_names();
    same_type_of_the_names();
    lent_again_in_a_loop(3);
    lent_again("some words here");
    awaited_among_tokens();
    closure_beside_a_reference("to");
    other_type_in_a_leaf();
    finished_after_updates();
    same_name_with_other_arguments();
}

trait Service: Sized {
    async fn add(self, more: usize) -> usize;
    async fn hello(self, name: &str) -> usize;
    fn count(self) -> usize;
}

struct Server(Log);

impl Service for Server {
    async fn add(self, more: usize) -> usize {
        tick("add").await;
        self.0.len() + more
    }
    async fn hello(self, name: &str) -> usize {
        tick("hello").await;
        self.0.len() + name.len()
    }
    fn count(self) -> usize {
        event("count");
        self.0.len()
    }
}

macro_rules! client {
    ($($name:ident($($arg:ident: $ty:ty),*)),*) => {
        struct Client(Log);

        impl Client {
            $(fn $name<'c>(&'c self, $($arg: $ty),*) -> impl std::future::Future<Output = usize> + use<'c> {
                let size = self.0.len() $(+ $arg.to_string().len())*;
                async move {
                    tick(stringify!($name)).await;
                    size
                }
            })*
        }

        impl Drop for Client {
            fn drop(&mut self) {
                event(format!("client {} is gone", self.0.name()));
            }
        }
    };
}

client!(add(more: usize), hello(name: &str), count(), halt(now: bool));

#[visible_async]
async fn other_type_of_the_names() -> usize {
    let client = Client(load("client").await);
    let beside = log("beside");
    let first = client.add(1).await;
    let count = client.count().await;
    let second = client.hello("name").await;
    tick("after").await;
    first + second + count + beside.len()
}

#[visible_async]
async fn same_type_of_the_names() -> usize {
    let server = Server(load("server").await);
    let other = Server(load("other").await);
    let beside = log("beside");
    let first = server.add(1).await;
    let second = other.hello("name").await;
    let last = Server(log("last")).count();
    tick("after").await;
    first + second + last + beside.len()
}

trait Rows: Sized {
    fn until<F: FnMut(usize) -> bool>(self, keep: F) -> Until<Self, F>;
    async fn row(&mut self) -> Option<usize>;
}

struct Table(usize);

impl Rows for Table {
    fn until<F: FnMut(usize) -> bool>(self, keep: F) -> Until<Self, F> {
        Until(self, keep)
    }
    async fn row(&mut self) -> Option<usize> {
        tick("row").await;
        self.0 = self.0.checked_sub(1)?;
        Some(self.0)
    }
}

impl<R: Rows> Rows for &mut R {
    fn until<F: FnMut(usize) -> bool>(self, keep: F) -> Until<Self, F> {
        Until(self, keep)
    }
    async fn row(&mut self) -> Option<usize> {
        (**self).row().await
    }
}

struct Until<R, F>(R, F);

impl<R: Rows, F: FnMut(usize) -> bool> Until<R, F> {
    async fn next_row(&mut self) -> Result<Option<usize>, Log> {
        let row = self.0.row().await;
        Ok(row.filter(|row| (self.1)(*row)))
    }
}

#[visible_async]
async fn sum_of(rows: &mut Table, limit: Log) -> Result<usize, Log> {
    let mut sum = 0;
    while let Some(row) = rows.until(|row| row + 9 > limit.len()).next_row().await? {
        sum += row;
    }
    Ok(sum)
}

#[visible_async]
async fn lent_again_in_a_loop(count: usize) -> Result<usize, Log> {
    sum_of(&mut Table(count), log("limit")).await
}

#[visible_async]
async fn lent_again(text: &'static str) -> usize {
    let mut sizes = Vec::new();
    tick("before").await;
    for word in text.split(' ') {
        sizes.push(word.len());
        tick("word").await;
    }
    let found = text.char_indices().filter(|(_, letter)| letter.is_whitespace()).count();
    tick("after").await;
    sizes.len() + found
}

macro_rules! check {
    ($value:expr, $pat:pat if $guard:expr) => {
        match $value {
            $pat if $guard => event("checked"),
            _ => event("not checked"),
        }
    };
}

#[visible_async]
async fn awaited_among_tokens() -> usize {
    let client = Client(log("client"));
    let first = client.add(1);
    let second = client.hello("name");
    check!(first.await, ref size if *size > 3);
    tick("between").await;
    check!(second.await, ref size if *size > 300);
    client.0.len()
}

struct Keys(Log);

impl Keys {
    fn inner(self) -> Log {
        event("inner");
        self.0
    }
}

struct Lock(Log);

impl Lock {
    fn inner(&self) -> &Log {
        &self.0
    }
}

async fn respond(to: &str, make: impl FnOnce() -> Result<usize, Log>) -> Result<usize, Log> {
    tick(to).await;
    make()
}

fn sized(text: &str, size: &mut usize) {
    *size += text.len();
}

#[visible_async]
async fn closure_beside_a_reference(to: &'static str) -> Result<usize, Log> {
    let keys = Keys(load("keys").await);
    let lock = Lock(load("lock").await);
    let size = respond(to, || {
        let mut size = keys.inner().len();
        sized(to, &mut size);
        Ok(size)
    })
    .await?;
    let more = respond(to, || Ok(lock.inner().len() + to.len())).await?;
    tick("after").await;
    Ok(size + more)
}

macro_rules! equals {
    ($value:expr, $pat:pat) => {
        match $value {
            $pat => event("equal"),
            _ => event("not equal"),
        }
    };
}

#[visible_async]
async fn other_type_in_a_leaf() -> usize {
    let client = Client(load("client").await);
    let beside = log("beside");
    equals!(client.count().await, 6);
    equals!(client.count().await, 7);
    tick("after").await;
    beside.len()
}

struct Digest(Log);

impl Digest {
    fn update(&mut self, more: &str) {
        self.0.grow(more);
    }
    fn finish(&mut self) -> Result<&str, Log> {
        event("digest");
        Ok(self.0.name())
    }
}

struct Hashing(Log);

trait Finishes {
    fn update(&mut self, more: &str);
    fn finish(self) -> Log;
}

impl Finishes for Hashing {
    fn update(&mut self, more: &str) {
        self.0.grow(more);
    }
    fn finish(self) -> Log {
        event("hashed");
        self.0
    }
}

#[visible_async]
async fn finished_after_updates() -> Result<usize, Log> {
    let mut digest = Digest(load("digest").await);
    let mut other = Hashing(log("other"));
    digest.update("+");
    other.update("-");
    let found = digest.finish()?;
    tick("digest").await;
    let size = found.len();
    let last = other.finish();
    tick("after").await;
    Ok(size + last.len())
}

struct Both {
    inner: Client,
    outer: Client,
}

impl Both {
    #[expect(dead_code, reason = "what tells of the name")]
    fn halt(self) -> usize {
        self.inner.0.len() + self.outer.0.len()
    }
}

#[visible_async]
async fn same_name_with_other_arguments() -> usize {
    let both = Both { inner: Client(log("inner")), outer: Client(log("outer")) };
    let size = both.inner.halt(true).await;
    tick("between").await;
    let size = size + both.outer.halt(false).await;
    tick("after").await;
    size
}
