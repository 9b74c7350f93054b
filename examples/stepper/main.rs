//! Steps through a machine in the terminal: the source with the await that it waits at, its locals and what it awaits, the steps.
//! `cargo run --example stepper`; without a terminal it plays some keys, and prints the pictures as text.
use std::io::{self, IsTerminal};

mod keys;
mod machine;
mod picture;
mod play;
mod seen;
mod terminal;

use keys::Stepper;
use picture::Source;

const SOURCE: Source = Source { file: "examples/stepper/machine.rs", text: include_str!("machine.rs") };

/// The keys that are played without a terminal, a picture after each part.
const PLAYED: [&str; 4] = ["s", "uAwaitRead\n", "r", "tsc"];

fn main() -> io::Result<()> {
    let mut stepper = Stepper::new(|clock| machine::fetch(clock.clone(), "localhost".to_string()));
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        return terminal::run(SOURCE, stepper);
    }
    for keys in PLAYED {
        play::press(&mut stepper, keys);
        println!("{}\n{}", keys.trim_end(), play::text(&play::picture(SOURCE, &stepper, (110, 30))));
    }
    Ok(())
}
