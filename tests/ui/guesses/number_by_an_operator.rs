//! A local beside an operator may be of a type of the user's: it is evaluated first, and dies first if the call panics.
use std::ops::Add;
use visible_async::visible_async;

struct Weight(usize);

impl Add<usize> for Weight {
    type Output = usize;
    fn add(self, other: usize) -> usize {
        self.0 + other
    }
}

trait Peek {
    fn relay(&self) {}
}

async fn pause() {}

fn both(weight: Weight, size: usize) -> usize {
    weight.0 + size
}

struct Held(String);

impl Held {
    fn relay(self) -> usize {
        self.0.len()
    }
}

impl Peek for Weight {}

#[visible_async]
async fn moved_before_a_call(alone: bool, weight: Weight, held: Held) -> usize {
    let later = String::new();
    pause().await;
    let size = if alone { weight + 1 } else { both(weight, held.relay()) };
    pause().await;
    size + later.len()
}

fn main() {}
