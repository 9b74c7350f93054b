//! `spend` consumes, which its name does not tell, behind an operand that would have to be dropped first.
use visible_async::visible_async;

struct Ticket(String);

// What a macro declares is not seen, as the file's own `self` would be.
macro_rules! declare {
    ($name:ident($($receiver:tt)*) $body:block) => {
        fn $name($($receiver)*) -> usize $body
    };
}

impl Ticket {
    declare!(spend(self) { self.0.len() });
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
