//! `spend` consumes, which its name does not tell, behind an operand that would have to be dropped first, or an argument that
//! waits: cancelled there, what is moved is dropped before locals that are declared later. And on a field that gets a new value.
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
    declare!(spend_on(self, _: ()) { self.0.len() });
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
async fn waits(ticket: Ticket) -> usize {
    let name = String::from("later");
    let length = ticket.spend_on(pause().await);
    length + name.len()
}

#[visible_async]
async fn comes_back(mut row: (Ticket, String)) -> usize {
    let length = row.0.spend();
    pause().await;
    row.0 = Ticket(String::from("new"));
    pause().await;
    length + row.1.len()
}

#[visible_async]
async fn nothing_later(ticket: Ticket) -> usize {
    ticket.spend_on(pause().await)
}

#[visible_async]
async fn as_written(ticket: Ticket) -> usize {
    let length = total(String::from("first"), { ticket }.spend());
    pause().await;
    length
}

fn main() {}
