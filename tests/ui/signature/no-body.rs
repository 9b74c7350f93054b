use visible_async::visible_async;

trait Source {
    #[visible_async]
    async fn next(&mut self) -> u8;
}

struct One;

impl Source for One {
    async fn next(&mut self) -> u8 {
        1
    }
}

fn main() {
    drop(One.next());
}
