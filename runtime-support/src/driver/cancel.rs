//! Dropping a machine where it waits: [`Cancelled`], [`cancel_at_every_await`].
use alloc::vec::Vec;
use core::{fmt, time::Duration};

use super::{DriveError, Driver, History, Seen};
use crate::{StateInfo, StateKind, Visible};

/// A machine that was dropped.
///
/// ```
/// # use visible_async::{driver::{Driver, pending_n_times}, visible_async};
/// # #[visible_async]
/// # async fn fetch() -> u32 {
/// #     let address = pending_n_times(1, 2).await;
/// #     pending_n_times(1, address * 2).await
/// # }
/// let mut driver = Driver::new(fetch());
/// driver.step()?;
/// let text = driver.cancel().to_string();
/// assert!(text.starts_with("dropped in AwaitPendingNTimes at "), "{text}");
/// assert!(text.ends_with("1: Start -> AwaitPendingNTimes (pending, woken)\n"), "{text}");
/// # Ok::<(), visible_async::driver::DriveError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cancelled {
    /// The state that it was in.
    pub state: StateInfo,
    /// The locals that were alive, as they were before, in the order in which they were dropped.
    pub locals: Vec<Seen>,
    /// The steps before.
    pub history: History,
}

impl<F: Visible> Driver<F> {
    /// Drops the machine, and tells where it was.
    ///
    /// ```
    /// # use visible_async::{driver::{Driver, pending_n_times}, visible_async};
    /// # #[visible_async]
    /// # async fn fetch() -> u32 {
    /// #     let address = pending_n_times(1, 2).await;
    /// #     pending_n_times(1, address * 2).await
    /// # }
    /// let mut driver = Driver::new(fetch());
    /// driver.run_until("AwaitPendingNTimes2")?;
    /// assert_eq!(driver.cancel().state.name, "AwaitPendingNTimes2");
    /// # Ok::<(), visible_async::driver::DriveError>(())
    /// ```
    ///
    /// # Panics
    /// If a drop in the machine does.
    pub fn cancel(self) -> Cancelled {
        let (state, mut locals) = (self.state(), self.locals());
        // Arguments that no poll has bound yet are dropped as they stand, locals the last one first.
        if state.kind != StateKind::Start {
            locals.reverse();
        }
        let cancelled = Cancelled { state, locals, history: self.history.clone() };
        drop(self);
        cancelled
    }
}

/// Where it was, then what was dropped, in that order, then the steps before, a line each.
impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "dropped in {}", self.state)?;
        self.locals.iter().try_for_each(|local| writeln!(f, "    {local}"))?;
        write!(f, "{}", self.history)
    }
}

/// Runs a machine again and again, and drops it at the first suspension, then at the second, and so on until one has ended before: a loop
/// counts each time. `look` is called after each drop, to see what that has done. Tells how many machines were dropped.
///
/// ```
/// use visible_async::{driver::{cancel_at_every_await, pending_n_times}, visible_async};
///
/// #[visible_async]
/// async fn fill(mut total: u32) -> u32 {
///     for n in 0..2 {
///         total += pending_n_times(1, n).await;
///     }
///     total
/// }
///
/// let mut seen = Vec::new();
/// let dropped = cancel_at_every_await(|| fill(1), |report| seen.push((report.state.name, report.history.len())))?;
/// assert_eq!(dropped, 2);
/// assert_eq!(seen, [("AwaitPendingNTimes", 1), ("AwaitPendingNTimes", 2)]);
/// # Ok::<(), visible_async::driver::DriveError>(())
/// ```
///
/// # Errors
/// As [`Driver::run`], which waits up to a second for a wake from elsewhere, except [`DriveError::Panicked`]: a machine that panics has
/// ended. `TooLong` after 10 000 suspensions.
///
/// # Panics
/// If a drop in the machine does, or `look`.
pub fn cancel_at_every_await<F: Visible>(
    mut make: impl FnMut() -> F,
    mut look: impl FnMut(&Cancelled),
) -> Result<usize, DriveError> {
    for polls in 1.. {
        let mut driver = Driver::new(make()).patience(Duration::from_secs(1)).limit(10_000);
        for _ in 0..polls {
            match driver.step_woken() {
                Err(DriveError::Panicked { .. }) => {}
                step => drop(step?),
            }
            if driver.has_ended() {
                return Ok(polls - 1);
            }
        }
        look(&driver.cancel());
    }
    Ok(0)
}
