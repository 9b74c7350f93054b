//! `spend` consumes, which its name does not tell, behind an operand that would have to be dropped first.
use visible_async::visible_async;

struct Ticket(String);

impl Ticket {
    // As the file's own `self` it would be seen.
    fn spend(self: Self) -> usize {
        self.0.len()
    }
}

async fn pause() {}

fn total(name: String, spent: usize) -> usize {
    name.len() + spent
}

#[visible_async]
async fn local(ticket: Ticket) -> usize {
    let length = total(String::from("first"), ticket.spend());
    pause().await;
    length
}

#[visible_async]
async fn as_written(ticket: Ticket) -> usize {
    let length = total(String::from("first"), { ticket }.spend());
    pause().await;
    length
}

fn main() {}
