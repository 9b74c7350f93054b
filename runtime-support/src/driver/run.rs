//! How far a driver goes by itself: to the end, to a state, to a breakpoint.
use alloc::{boxed::Box, string::String};

use super::{DriveError, Driver, Outcome, Step};
use crate::{StateInfo, Visible};

/// Why [`Driver::run`] came back.
///
/// ```
/// # use visible_async::{driver::{Driver, Stop, pending_n_times}, visible_async};
/// # #[visible_async]
/// # async fn fetch() -> u32 {
/// #     let address = pending_n_times(1, 2).await;
/// #     pending_n_times(1, address * 2).await
/// # }
/// assert_eq!(Driver::new(fetch()).run()?, Stop::Done);
/// # Ok::<(), visible_async::driver::DriveError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stop {
    /// The machine has returned.
    Done,
    /// It has come to a state with a breakpoint; it is beyond if what it awaited there was ready at once.
    At(StateInfo),
}

impl<F: Visible> Driver<F> {
    /// Polls the machine whenever it is woken, until it has returned, or has come to a breakpoint.
    ///
    /// ```
    /// use visible_async::{driver::{Driver, Stop, pending_n_times}, visible_async};
    ///
    /// #[visible_async]
    /// async fn twice() {
    ///     pending_n_times(1, ()).await;
    ///     pending_n_times(1, ()).await;
    /// }
    ///
    /// let mut driver = Driver::new(twice());
    /// driver.break_at("AwaitPendingNTimes2")?;
    /// assert!(matches!(driver.run()?, Stop::At(state) if state.name == "AwaitPendingNTimes2"));
    /// assert_eq!(driver.run()?, Stop::Done);
    /// # Ok::<(), visible_async::driver::DriveError>(())
    /// ```
    ///
    /// # Errors
    /// - [`DriveError::LostWake`] if it can't be woken any more
    /// - [`DriveError::Waiting`] if a wake has to come from elsewhere, and did not come in time
    /// - [`DriveError::Panicked`], [`DriveError::TooLong`], and [`DriveError::Ended`] if it had ended before
    pub fn run(&mut self) -> Result<Stop, DriveError> {
        loop {
            let step = self.step_woken()?;
            if let Some(state) = step.reached().find(|state| self.breaks.contains(state)) {
                return Ok(Stop::At(state));
            }
            if self.ended {
                return Ok(Stop::Done);
            }
        }
    }

    /// Polls the machine whenever it is woken, once at least, until it comes to the state of this name, anew if it is there. What it awaits
    /// there may be ready at once: then it is beyond.
    ///
    /// ```
    /// # use visible_async::{driver::{Driver, pending_n_times}, visible_async};
    /// # #[visible_async]
    /// # async fn fetch() -> u32 {
    /// #     let address = pending_n_times(1, 2).await;
    /// #     pending_n_times(1, address * 2).await
    /// # }
    /// let mut driver = Driver::new(fetch());
    /// assert_eq!(driver.run_until("AwaitPendingNTimes2")?.number, 2);
    /// assert!(driver.run_until("Await").unwrap_err().to_string().contains("these are Start, AwaitPendingNTimes, "));
    /// # Ok::<(), visible_async::driver::DriveError>(())
    /// ```
    ///
    /// # Errors
    /// As [`run`](Driver::run); [`DriveError::UnknownState`] and [`DriveError::NotReached`].
    pub fn run_until(&mut self, name: &str) -> Result<Step, DriveError> {
        let wanted = DriveError::find(self.description(), name)?;
        self.until(name, |state| *state == wanted)
    }

    /// As [`run_until`](Driver::run_until), to a state of which this is true.
    ///
    /// ```
    /// # use visible_async::{driver::{Driver, pending_n_times}, visible_async};
    /// # #[visible_async]
    /// # async fn fetch() -> u32 {
    /// #     let address = pending_n_times(1, 2).await;
    /// #     pending_n_times(1, address * 2).await
    /// # }
    /// let step = Driver::new(fetch()).run_until_state(|state| state.text.contains("address"))?;
    /// assert_eq!(step.entered.name, "AwaitPendingNTimes2");
    /// # Ok::<(), visible_async::driver::DriveError>(())
    /// ```
    ///
    /// # Errors
    /// As [`run`](Driver::run), and [`DriveError::NotReached`].
    pub fn run_until_state(&mut self, is_wanted: impl FnMut(&StateInfo) -> bool) -> Result<Step, DriveError> {
        self.until("such a state", is_wanted)
    }

    fn until(&mut self, wanted: &str, mut is_wanted: impl FnMut(&StateInfo) -> bool) -> Result<Step, DriveError> {
        loop {
            let step = self.step_woken();
            let last = match &step {
                Err(DriveError::Panicked { .. }) => self.history.last(),
                step => step.as_ref().ok(),
            };
            if let Some(last) = last.filter(|last| last.reached().any(|state| is_wanted(&state))) {
                return Ok(last.clone());
            }
            let step = step?;
            if self.ended {
                let function = self.description().function;
                return Err(DriveError::NotReached { function, wanted: String::from(wanted), state: Box::new(step.entered) });
            }
        }
    }

    /// [`run`](Driver::run) stops when the machine comes to the state of this name.
    ///
    /// ```
    /// # use visible_async::{driver::{Driver, pending_n_times}, visible_async};
    /// # #[visible_async]
    /// # async fn fetch() -> u32 {
    /// #     let address = pending_n_times(1, 2).await;
    /// #     pending_n_times(1, address * 2).await
    /// # }
    /// let mut driver = Driver::new(fetch());
    /// driver.break_at("AwaitPendingNTimes2")?;
    /// driver.run()?;
    /// assert_eq!(driver.state().name, "AwaitPendingNTimes2");
    /// assert!(driver.break_at("AwaitPendingNTimes3").is_err());
    /// # Ok::<(), visible_async::driver::DriveError>(())
    /// ```
    ///
    /// # Errors
    /// [`DriveError::UnknownState`].
    pub fn break_at(&mut self, name: &str) -> Result<(), DriveError> {
        self.breaks.push(DriveError::find(self.description(), name)?);
        Ok(())
    }

    /// Takes all breakpoints away.
    pub fn clear_breaks(&mut self) {
        self.breaks.clear();
    }

    /// Polls the machine once it is woken.
    pub(super) fn step_woken(&mut self) -> Result<Step, DriveError> {
        let function = self.description().function;
        if !self.ended && !self.is_woken() && !self.wakes.wait(self.patience) {
            let (state, patience, kept) = (Box::new(self.state()), self.patience, self.wakes.is_kept());
            if kept {
                return Err(DriveError::Waiting { function, state, patience });
            }
            // Who has it wakes first, and gives it up then.
            if !self.is_woken() {
                return Err(DriveError::LostWake { function, state });
            }
        }
        if !self.ended && self.history.len() >= self.limit {
            return Err(DriveError::TooLong { function, state: Box::new(self.state()), polls: self.limit });
        }
        let step = self.step()?;
        match step.outcome {
            Outcome::Panicked(message) => Err(DriveError::Panicked { function, left: Box::new(step.left), message }),
            _ => Ok(step),
        }
    }
}
