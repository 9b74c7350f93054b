//! Drives a machine that awaits another, step by step: which states they go through, what is alive where they wait, and the history.
use std::time::Duration;
use visible_async::driver::{Clock, DriveError, Driver, pending_n_times};
use visible_async::visible_async;

/// Connects, which takes two polls.
#[visible_async]
async fn connect(address: &str) -> String {
    let token = pending_n_times(2, 7).await;
    format!("{address} by token {token}")
}

/// Reads one line, at once unless it is the second.
async fn read(clock: &Clock, number: u64) -> String {
    if number == 2 {
        clock.sleep(Duration::from_secs(5)).await;
    }
    format!("line {number}")
}

#[visible_async]
async fn fetch(clock: Clock, address: &str) -> Vec<String> {
    let mut page = vec![connect(address).await];
    for number in 1..=3 {
        let line = read(&clock, number).await;
        page.push(line);
    }
    page
}

fn main() -> Result<(), DriveError> {
    let clock = Clock::new();
    let mut driver = Driver::new(fetch(clock.clone(), "localhost"));
    println!("states: {:?}\n", driver.description().states().map(|state| state.name).collect::<Vec<_>>());

    println!("step {}", driver.step()?);
    println!("{:#?}\n", driver.machine());

    println!("step {}", driver.run_until("AwaitRead")?);
    for local in driver.locals() {
        println!("    {local}");
    }

    match driver.run() {
        Err(error @ DriveError::Waiting { .. }) => println!("\n{error}"),
        other => println!("\n{other:?}"),
    }
    println!("5 s later: {:?}\n", clock.advance_to_next());

    driver.run()?;
    println!("output: {:?}\n\nhistory:\n{}", driver.output(), driver.history());

    let mut other = Driver::new(fetch(clock, "localhost"));
    other.run_until("AwaitRead")?;
    println!("another one, {}", other.cancel());
    Ok(())
}
