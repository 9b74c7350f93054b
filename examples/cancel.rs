//! Drops a suspended machine after each number of polls in turn, and prints what is dropped when.
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use visible_async::{VisibleFuture, visible_async};

/// Says when it is dropped.
struct Noisy(&'static str);

impl Drop for Noisy {
    fn drop(&mut self) {
        println!("  drop {}", self.0);
    }
}

/// Is pending once.
async fn pause() {
    let mut polled = false;
    std::future::poll_fn(|_| if std::mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

#[visible_async]
async fn transfer(_request: Noisy, permit: Noisy) -> &'static str {
    let _connection = Noisy("connection");
    pause().await;
    {
        let _lock = Noisy("lock");
        pause().await;
    }
    drop(permit);
    pause().await;
    "sent"
}

/// Polls `machine` at most `polls` times, then drops it.
fn poll_and_drop(machine: impl VisibleFuture<Output = &'static str>, polls: usize) -> bool {
    let mut machine = pin!(machine);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..polls {
        if let Poll::Ready(result) = machine.as_mut().poll(&mut context) {
            println!("  result: {result}");
            return true;
        }
    }
    let state = machine.state();
    println!("  cancelled in {}, line {}: {}", state.name, state.line, state.text);
    false
}

fn main() {
    for polls in 0.. {
        println!("dropped after {polls} polls");
        if poll_and_drop(transfer(Noisy("request"), Noisy("permit")), polls) {
            break;
        }
    }
}
