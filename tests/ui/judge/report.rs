//! With `report` rustc checks the body once more, and says the same in the same words: so it says it once.
use visible_async::visible_async;

#[visible_async(report)]
async fn wrong_type(text: &str) -> usize {
    let length: u8 = text.len();
    std::future::ready(length).await;
    missing(length)
}

#[visible_async(report)]
async fn wrong_borrow(mut text: String) -> usize {
    let first = &text;
    std::future::ready(()).await;
    text.push('x');
    first.len()
}

fn main() {
    drop((wrong_type(""), wrong_borrow(String::new())));
}
