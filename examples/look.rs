//! Looks at a machine wherever it rests: which await it is at, which locals are alive, and what the awaited machine does in its turn.
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use visible_async::{VisibleFuture, visible_async};

#[visible_async]
async fn download(parts: Vec<u32>, into: &mut Vec<String>) -> usize {
    for part in &parts {
        let text = fetch(*part).await;
        into.push(text);
    }
    into.len()
}

#[visible_async]
async fn fetch(part: u32) -> String {
    let mut text = format!("part {part}");
    answer(&mut text).await;
    text
}

#[visible_async]
async fn answer(text: &mut String) {
    Pause(false).await;
    text.push('!');
}

/// Pending once.
#[derive(Debug)]
struct Pause(bool);

impl Future for Pause {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        cx.waker().wake_by_ref();
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// The tree of the machine each time it rests.
fn look() -> String {
    let mut texts = Vec::new();
    let mut machine = pin!(download(vec![1, 2], &mut texts));
    let mut seen = format!("{machine:?}\n{machine:#?}\n");
    while machine.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
        seen += &format!("{machine:#?}\n");
    }
    assert!(machine.state().is_terminal());
    seen + &format!("{machine:#?}\n")
}

fn main() {
    print!("{}", look());
}
