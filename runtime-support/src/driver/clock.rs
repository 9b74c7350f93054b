//! Time that passes by hand: [`Clock`].
use alloc::{sync::Arc, vec::Vec};
use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll, Waker},
    time::Duration,
};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// When, by whom, and whom to wake.
type Sleeper = (Duration, usize, Waker);

#[derive(Default)]
struct Time {
    now: Duration,
    made: usize,
    sleepers: Vec<Sleeper>,
}

/// A clock that stands still until it is told how much time has passed. Clones are the same clock.
///
/// ```
/// use std::time::Duration;
/// use visible_async::{driver::{Clock, DriveError, Driver}, visible_async};
///
/// #[visible_async]
/// async fn nap(clock: Clock) {
///     clock.sleep(Duration::from_secs(60)).await;
/// }
///
/// let clock = Clock::new();
/// let mut driver = Driver::new(nap(clock.clone()));
/// assert!(matches!(driver.run(), Err(DriveError::Waiting { .. })));
/// clock.advance(Duration::from_secs(60));
/// driver.run()?;
/// # Ok::<(), DriveError>(())
/// ```
#[derive(Clone, Default)]
pub struct Clock(Arc<Mutex<Time>>);

impl Clock {
    /// A clock at 0.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn time(&self) -> MutexGuard<'_, Time> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How much time has passed.
    #[must_use]
    pub fn now(&self) -> Duration {
        self.time().now
    }

    /// How many futures wait for it.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.time().sleepers.len()
    }

    /// Ready when this time has passed from now on, however late it is polled.
    pub fn sleep(&self, time: Duration) -> Sleep {
        let mut clock = self.time();
        clock.made += 1;
        Sleep { until: clock.now.saturating_add(time), number: clock.made, clock: self.clone() }
    }

    /// Lets time pass, and wakes those whose time has come, in order.
    pub fn advance(&self, time: Duration) {
        let mut clock = self.time();
        clock.now = clock.now.saturating_add(time);
        let now = clock.now;
        let (mut due, later): (Vec<Sleeper>, Vec<Sleeper>) = clock.sleepers.drain(..).partition(|sleeper| sleeper.0 <= now);
        clock.sleepers = later;
        drop(clock);
        due.sort_by_key(|(until, number, _)| (*until, *number));
        for (_, _, waker) in due {
            waker.wake();
        }
    }

    /// Lets time pass until the next future is due, and tells how much; `None` if none waits.
    ///
    /// ```
    /// use std::time::Duration;
    /// use visible_async::{driver::{Clock, Driver}, visible_async};
    ///
    /// #[visible_async]
    /// async fn nap(clock: Clock) {
    ///     clock.sleep(Duration::from_secs(60)).await;
    /// }
    ///
    /// let clock = Clock::new();
    /// let mut driver = Driver::new(nap(clock.clone()));
    /// driver.step()?;
    /// assert_eq!(clock.advance_to_next(), Some(Duration::from_secs(60)));
    /// assert!(driver.is_woken());
    /// # Ok::<(), visible_async::driver::DriveError>(())
    /// ```
    pub fn advance_to_next(&self) -> Option<Duration> {
        let next = {
            let clock = self.time();
            clock.sleepers.iter().map(|sleeper| sleeper.0).min()?.saturating_sub(clock.now)
        };
        self.advance(next);
        Some(next)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = self.time();
        write!(f, "Clock({:?}, {} waiting)", time.now, time.sleepers.len())
    }
}

/// Waits for a [`Clock`]: [`Clock::sleep`].
#[must_use = "futures do nothing unless you `.await` or poll them"]
pub struct Sleep {
    until: Duration,
    number: usize,
    clock: Clock,
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut clock = self.clock.time();
        clock.sleepers.retain(|(_, number, _)| *number != self.number);
        if clock.now >= self.until {
            return Poll::Ready(());
        }
        clock.sleepers.push((self.until, self.number, cx.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.clock.time().sleepers.retain(|(_, number, _)| *number != self.number);
    }
}

impl fmt::Debug for Sleep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sleep(until {:?})", self.until)
    }
}
