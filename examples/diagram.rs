//! A machine before it runs, as a table, for Mermaid and for Graphviz; then after each poll, as a table. Given a path, writes a picture
//! there: `cargo run --example diagram -- fetch.svg`.
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use visible_async::{VisibleFuture, visible_async};

type Error = Box<dyn std::error::Error>;

/// Is pending once.
async fn pause() {
    let mut polled = false;
    std::future::poll_fn(|_| if std::mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

async fn connect(url: &str) -> Result<Vec<u8>, Error> {
    pause().await;
    Ok(url.as_bytes().to_vec())
}

async fn fill(page: &mut Vec<u8>, byte: u8) {
    pause().await;
    page.push(byte);
}

#[visible_async]
async fn fetch(url: String, n: u8) -> Result<usize, Error> {
    let mut page = connect(&url).await?;
    for i in 0..n {
        fill(&mut page, i).await;
    }
    Ok(page.len() + url.len())
}

fn main() -> Result<(), Error> {
    let mut machine = pin!(fetch("https://example.org".to_string(), 2));
    let diagram = machine.description().diagram();
    println!("{}\n{}\n{}", diagram.table(), diagram.mermaid(), diagram.dot());
    if let Some(path) = std::env::args().nth(1) {
        std::fs::write(path, diagram.svg())?;
    }
    let mut context = Context::from_waker(Waker::noop());
    for polls in 0.. {
        println!("after {polls} polls: {}", diagram.at(machine.state()).table());
        if machine.state().is_terminal() {
            break;
        }
        if let Poll::Ready(length) = machine.as_mut().poll(&mut context) {
            println!("fetched: {}", length?);
        }
    }
    Ok(())
}
