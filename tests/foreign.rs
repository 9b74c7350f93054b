//! Attributes of other crates that want to see an `async fn`: they stand below ours.
use visible_async::visible_async;

#[visible_async]
#[tokio::test]
async fn test_of_tokio() {
    tokio::task::yield_now().await;
}

#[visible_async]
#[tracing::instrument(skip(text))]
async fn traced(text: &str, n: usize) -> usize {
    tokio::task::yield_now().await;
    text.len() + n
}

#[async_trait::async_trait]
trait Source {
    async fn next(&mut self, step: &u8) -> u8;
}

struct Count(u8);

#[visible_async]
#[async_trait::async_trait]
impl Source for Count {
    async fn next(&mut self, step: &u8) -> u8 {
        tokio::task::yield_now().await;
        self.0 += step;
        self.0
    }
}

#[tokio::test]
async fn run_all() {
    assert_eq!(traced("abc", 1).await, 4);
    let source: &mut dyn Source = &mut Count(1);
    assert_eq!(source.next(&2).await, 3);
}
