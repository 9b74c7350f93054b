//! An `Option` of a number is taken to be std's, so `Copy`: nothing is dropped at the end of its scope.
use visible_async::visible_async;

pub struct Option<T>(T);

impl<T> Drop for Option<T> {
    fn drop(&mut self) {}
}

async fn pause() {}

#[visible_async]
async fn held(_number: Option<u32>) {
    pause().await;
}

#[visible_async]
async fn not_plain(_text: std::option::Option<String>) {
    pause().await;
}

fn main() {}
