//! `spend` consumes, which its name does not tell.
use visible_async::visible_async;

struct Ticket(String);

impl Ticket {
    // As the file's own `self` it would be seen.
    fn spend(self: Self) -> usize {
        self.0.len()
    }
}

async fn pause() {}

#[visible_async]
async fn local(ticket: Ticket) -> usize {
    let length = ticket.spend();
    pause().await;
    length
}

#[visible_async]
async fn as_written(ticket: Ticket) -> usize {
    let length = { ticket }.spend();
    pause().await;
    length
}

fn main() {}
