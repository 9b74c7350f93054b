//! `finish` and `or_default` consume by their names; these borrow, and `log` must live on to the end of its block.
use visible_async::visible_async;

struct Log(String);

// What a macro declares is not seen, as the file's own `&self` would be.
macro_rules! declare {
    ($name:ident($($receiver:tt)*) $body:block) => {
        fn $name($($receiver)*) -> usize $body
    };
}

impl Log {
    declare!(finish(&self) { self.0.len() });
    declare!(or_default(&mut self) { self.0.pop().map_or(0, char::len_utf8) });
}

impl Drop for Log {
    fn drop(&mut self) {}
}

struct Holder {
    log: Log,
}

async fn pause() {}

#[visible_async]
async fn local(log: Log) -> usize {
    let length = log.finish();
    pause().await;
    length
}

#[visible_async]
async fn changed(mut log: Log) -> usize {
    let length = log.or_default();
    pause().await;
    length
}

#[visible_async]
async fn field(holder: Holder) -> usize {
    let length = holder.log.finish();
    pause().await;
    length
}

#[visible_async]
async fn in_a_block(log: Log) -> usize {
    let later = async { log.finish() };
    pause().await;
    later.await
}

#[visible_async]
async fn as_written(log: Log) -> usize {
    let length = (&log).finish();
    pause().await;
    length
}

fn main() {}
