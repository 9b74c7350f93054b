//! A method gets a shared reference by value: it can't lend the reference itself for longer than the statement.
use visible_async::visible_async;

struct Text(String);

trait Lend {
    fn lend(&self) -> &Self;
    fn length(&self) -> usize;
}

impl Lend for &Text {
    fn lend(&self) -> &Self {
        self
    }
    fn length(&self) -> usize {
        self.0.len()
    }
}

async fn pause() {}

#[visible_async]
async fn lent(text: &Text) -> usize {
    let lent = text.lend();
    pause().await;
    lent.length()
}

#[visible_async]
async fn lent_by_name(text: &Text) -> usize {
    let lent = (&text).lend();
    pause().await;
    lent.length()
}

#[visible_async]
async fn within_the_statement(text: &Text) -> usize {
    let length = text.lend().length();
    pause().await;
    length
}

fn main() {}
