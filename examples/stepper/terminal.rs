//! The stepper in a terminal: reads keys, and draws.
use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, KeyCode, KeyModifiers};
use std::fmt::Debug;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind, set_hook, take_hook};
use std::sync::{Mutex, PoisonError};
use visible_async::VisibleFuture;

use super::keys::{Going, Stepper};
use super::picture::{Source, draw};

/// Lets keys drive a machine until `q` or Ctrl-C is pressed.
pub fn run(source: Source, mut stepper: Stepper<impl VisibleFuture<Output: Debug>>) -> io::Result<()> {
    with_terminal(|terminal| {
        loop {
            terminal.draw(|frame| draw(frame, source, &stepper.seen, &stepper.ui))?;
            let event = event::read()?;
            let Some(key) = event.as_key_press_event() else { continue };
            let going = match (key.modifiers.contains(KeyModifiers::CONTROL), key.code) {
                (true, KeyCode::Char('c')) => Going::Quit,
                (true, _) => Going::On,
                (false, key) => stepper.press(key),
            };
            if going == Going::Quit {
                return Ok(());
            }
        }
    })
}

/// Gives the terminal back as it was, also on a panic. What a panic says would be written over the picture: it is kept until then, and of a
/// machine that panics the driver tells.
fn with_terminal(run: impl FnOnce(&mut DefaultTerminal) -> io::Result<()>) -> io::Result<()> {
    static SAID: Mutex<String> = Mutex::new(String::new());
    let hook = take_hook();
    // It sets a hook of its own.
    let mut terminal = ratatui::try_init()?;
    set_hook(Box::new(|info| *SAID.lock().unwrap_or_else(PoisonError::into_inner) = info.to_string()));
    let ran = catch_unwind(AssertUnwindSafe(|| run(&mut terminal)));
    ratatui::restore();
    set_hook(hook);
    ran.unwrap_or_else(|panic| {
        eprintln!("{}", SAID.lock().unwrap_or_else(PoisonError::into_inner));
        resume_unwind(panic)
    })
}
