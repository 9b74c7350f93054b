//! What the keys do: [`Stepper`].
use ratatui::crossterm::event::KeyCode;
use std::fmt::Debug;
use visible_async::VisibleFuture;
use visible_async::driver::{Cancelled, Clock, DriveError, Driver, Stop};

use super::seen::Seen;

/// The keys, as the picture names them.
pub const HELP: &str = "s step  r run  u until  t let time pass  c cancel  n new  ↑↓ scroll  q quit";

/// What a key press may lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Going {
    On,
    Quit,
}

/// What the picture shows beside the machine.
#[derive(Default)]
pub struct Ui {
    /// The name that has been typed so far, while one is asked for.
    pub asking: Option<String>,
    /// What the last key has led to.
    pub message: String,
    /// How many lines of the tree are above the picture.
    pub scroll: u16,
}

/// Drives a machine by keys.
pub struct Stepper<F: VisibleFuture> {
    make: Box<dyn Fn(&Clock) -> F>,
    clock: Clock,
    driver: Option<Driver<F>>,
    /// A line with what the machine has returned.
    output: String,
    pub seen: Seen,
    pub ui: Ui,
}

impl<F: VisibleFuture<Output: Debug>> Stepper<F> {
    /// `make` makes the machine, whose time is that of the clock.
    pub fn new(make: impl Fn(&Clock) -> F + 'static) -> Self {
        let (make, clock) = (Box::new(make), Clock::new());
        let driver = Driver::new(make(&clock));
        let (seen, ui) = (Seen::of(&driver), Ui { message: "not polled yet".into(), ..Ui::default() });
        Stepper { make, clock, driver: Some(driver), output: String::new(), seen, ui }
    }

    /// A key is pressed.
    pub fn press(&mut self, key: KeyCode) -> Going {
        match (self.ui.asking.take(), key) {
            (Some(name), key) => self.asked(name, key),
            (None, KeyCode::Char('q')) => return Going::Quit,
            (None, KeyCode::Char('s')) => self.drive(|driver| Ok(driver.step()?.to_string())),
            (None, KeyCode::Char('r')) => self.drive(run),
            (None, KeyCode::Char('u')) => self.ui.asking = Some(String::new()),
            (None, KeyCode::Char('t')) => self.wait(),
            (None, KeyCode::Char('c')) => self.cancel(),
            (None, KeyCode::Char('n')) => self.renew(),
            (None, KeyCode::Down) => self.ui.scroll = self.ui.scroll.saturating_add(1),
            (None, KeyCode::Up) => self.ui.scroll = self.ui.scroll.saturating_sub(1),
            _ => {}
        }
        Going::On
    }

    /// A key while the name of a state is asked for.
    fn asked(&mut self, mut name: String, key: KeyCode) {
        match key {
            KeyCode::Enter => return self.drive(|driver| Ok(driver.run_until(name.trim())?.to_string())),
            KeyCode::Esc => return,
            KeyCode::Backspace => drop(name.pop()),
            KeyCode::Char(letter) => name.push(letter),
            _ => {}
        }
        self.ui.asking = Some(name);
    }

    /// Does this with the machine, and looks at it afterwards.
    fn drive(&mut self, act: impl FnOnce(&mut Driver<F>) -> Result<String, DriveError>) {
        let Some(driver) = &mut self.driver else { return self.dropped() };
        self.ui.message = act(driver).unwrap_or_else(|error| error.to_string());
        self.ui.scroll = 0;
        self.look();
    }

    fn look(&mut self) {
        let Some(driver) = &mut self.driver else { return };
        if let Some(output) = driver.output() {
            self.output = format!("\n    returns {output:?}");
        }
        self.seen = Seen::of(driver);
        self.seen.tree += &self.output;
    }

    fn dropped(&mut self) {
        self.ui.message = "it has been dropped: n makes a new one".into();
    }

    /// Time passes until the next future is due.
    fn wait(&mut self) {
        self.ui.message = match self.clock.advance_to_next() {
            Some(time) => format!("{time:?} later"),
            None => "nobody waits for the clock".into(),
        };
        self.look();
    }

    fn cancel(&mut self) {
        let Some(driver) = self.driver.take() else { return self.dropped() };
        let Cancelled { state, .. } = driver.cancel();
        self.ui.message = format!("dropped in {state}");
        self.seen.dropped = true;
    }

    fn renew(&mut self) {
        self.driver = Some(Driver::new((self.make)(&self.clock)));
        self.ui = Ui { message: "a new one".into(), ..Ui::default() };
        self.output.clear();
        self.look();
    }
}

/// Runs the machine until it has returned, or waits for something else.
fn run<F: VisibleFuture>(driver: &mut Driver<F>) -> Result<String, DriveError> {
    Ok(match driver.run()? {
        Stop::At(state) => format!("has come to {state}"),
        _ => driver.history().last().map_or_else(String::new, ToString::to_string),
    })
}
