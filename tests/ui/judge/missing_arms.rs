//! An arm that is missing is told once, wherever the machine matches.
use std::future::ready;
use visible_async::visible_async;

enum Command {
    Say(String),
    Add { n: u32 },
    Quit,
}

struct Worker {
    next: Command,
}

#[visible_async]
async fn arms_that_wait(command: Command) -> u32 {
    match command {
        Command::Say(text) => text.len() as u32 + ready(1).await,
        Command::Add { n } => ready(n).await,
    }
}

#[visible_async]
async fn of_a_field(worker: &Worker) -> u32 {
    match worker.next {
        Command::Say(ref text) => text.len() as u32,
        Command::Add { n } => ready(n).await,
    }
}

#[visible_async]
async fn of_what_is_awaited() -> u32 {
    match ready(Command::Quit).await {
        Command::Say(text) => text.len() as u32,
        Command::Quit => ready(2).await,
    }
}

#[visible_async]
async fn guarded(result: Result<u8, String>) -> u8 {
    let n = match result {
        Ok(n) => n,
        Err(error) if error.is_empty() => return 1,
    };
    ready(n).await
}

#[visible_async]
async fn in_a_loop(commands: Vec<Command>) -> u32 {
    let mut n = 0;
    for command in commands {
        n += match command {
            Command::Say(text) => text.len() as u32,
            Command::Quit => ready(2).await,
        };
    }
    n
}

#[visible_async]
async fn native(worker: Worker) -> u32 {
    ready(()).await;
    match worker.next {
        Command::Say(text) => text.len() as u32,
        Command::Quit => 2,
    }
}

fn main() {}
