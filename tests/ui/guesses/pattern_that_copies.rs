//! A pattern that binds every field is taken to move the local; one of a type with a drop of its own only copies.
use visible_async::visible_async;

struct Ticket {
    number: u32,
}

impl Drop for Ticket {
    fn drop(&mut self) {}
}

async fn pause() {}

#[visible_async]
async fn bound() -> u32 {
    let ticket = Ticket { number: 1 };
    let Ticket { number } = ticket;
    pause().await;
    number
}

#[visible_async]
async fn matched(ticket: Ticket) -> u32 {
    let number = match ticket {
        Ticket { number: 0 } => 0,
        Ticket { number } => number,
    };
    pause().await;
    number
}

#[visible_async]
async fn in_a_leaf(ticket: Ticket, text: String) -> usize {
    let length = text.trim().to_string().chars().rev().count() + {
        let Ticket { number } = ticket;
        plus(&String::from("temporary"), pause().await).len() + number as usize
    };
    pause().await;
    length
}

fn plus(text: &str, (): ()) -> &str {
    text
}

struct Pair {
    first: Ticket,
    second: String,
}

#[visible_async]
async fn inside(pair: Pair) -> usize {
    let Pair { first: Ticket { number }, second } = pair;
    pause().await;
    number as usize + second.len()
}

#[visible_async]
async fn inside_an_arm(pair: Option<(Pair, u32)>) -> usize {
    let number = match pair {
        Some((Pair { first: Ticket { number }, second }, other)) => number + other + second.len() as u32,
        None => 0,
    };
    pause().await;
    number as usize
}

struct Seal;

impl Drop for Seal {
    fn drop(&mut self) {}
}

#[visible_async]
async fn beside_a_unit(pair: (String, Seal)) -> usize {
    let length = match pair {
        (text, Seal) => text.len(),
    };
    pause().await;
    length
}

#[visible_async]
async fn by_reference(ticket: Ticket) -> u32 {
    let Ticket { number } = &ticket;
    pause().await;
    *number
}

#[visible_async]
async fn at_the_end() -> u32 {
    pause().await;
    let ticket = Ticket { number: 1 };
    let Ticket { number } = ticket;
    number
}

fn main() {}
