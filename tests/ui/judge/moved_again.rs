//! What has been moved and is used again is told once, whatever it was moved to; as is what is moved out of a list.
use std::future::ready;
use visible_async::visible_async;

struct Name {
    text: String,
}

fn take<T>(_: T) {}

async fn keep(_: String) {}

#[visible_async]
async fn argument(text: String) -> usize {
    take(text);
    ready(()).await;
    text.len()
}

#[visible_async]
async fn twice(text: String) {
    ready(()).await;
    take(text);
    take(text);
}

#[visible_async]
async fn awaited(text: String) {
    keep(text).await;
    keep(text).await;
}

#[visible_async]
async fn in_a_loop(text: String) {
    for _ in 0..3 {
        ready(()).await;
        take(text);
    }
}

#[visible_async]
async fn field(text: String) -> usize {
    let name = Name { text };
    ready(()).await;
    take(name);
    text.len()
}

#[visible_async]
async fn assigned(text: String) -> String {
    let mut last = String::new();
    ready(()).await;
    last = text;
    ready(()).await;
    last + &text
}

#[visible_async]
async fn added(text: String) -> String {
    let more = text + "more";
    ready(()).await;
    more + &text
}

#[visible_async]
async fn branch(text: String, early: bool) -> usize {
    let first = if early { text } else { ready(String::new()).await };
    ready(first).await.len() + text.len()
}

#[visible_async]
async fn listed(text: String) -> usize {
    let list = [text];
    let both = (text, 1);
    ready(list).await.len() + both.1
}

#[visible_async]
async fn exclusive(text: &mut String) {
    take(text);
    ready(()).await;
    text.clear();
}

#[visible_async]
async fn generic<T: ToString>(value: T) -> String {
    take(value);
    ready(()).await;
    value.to_string()
}

#[visible_async]
async fn captured(text: String) -> usize {
    let length = async move { text.len() };
    length.await + text.len()
}

#[visible_async]
async fn captured_in_a_loop(text: String) {
    for _ in 0..3 {
        ready(()).await;
        std::thread::spawn(move || take(text));
    }
}

#[visible_async]
async fn element(list: Vec<String>) -> usize {
    ready(()).await;
    take(list[0]);
    let second = list[ready(1).await];
    ready(list).await.len() + second.len()
}

fn main() {}
