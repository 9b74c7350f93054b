//! A method of `String` is taken for std's; one of a trait may come before it, and give what is no plain data.
#![allow(unused_variables)]
use visible_async::visible_async;

struct Held;

impl Drop for Held {
    fn drop(&mut self) {}
}

trait Trim {
    fn trim(&self) -> Held;
    fn lines(&self) -> std::vec::IntoIter<Held>;
}

impl Trim for String {
    fn trim(&self) -> Held {
        Held
    }

    fn lines(&self) -> std::vec::IntoIter<Held> {
        vec![Held].into_iter()
    }
}

async fn pause() {}

#[visible_async]
async fn let_bound() {
    let word = String::from("word");
    let held = word.trim();
    pause().await;
}

#[visible_async]
async fn in_a_loop(text: String) {
    for (at, line) in text.lines().enumerate() {
        pause().await;
    }
}

#[visible_async]
async fn with_its_type() {
    let word = String::from("word");
    let held: Held = word.trim();
    pause().await;
}

#[visible_async]
async fn not_suspended() {
    pause().await;
    let word = String::from("word");
    let held = word.trim();
}

fn main() {}
