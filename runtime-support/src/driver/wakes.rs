//! A waker that counts: [`Wakes`]; and wakes that a driver simulates.
use alloc::{sync::Arc, task::Wake, vec::Vec};
use core::{mem, task::Waker, time::Duration};
use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use super::{DriveError, Driver, Step};
use crate::Visible;

/// How often a waker has woken.
#[derive(Default)]
struct Count(Mutex<usize>, Condvar);

impl Count {
    fn lock(&self) -> MutexGuard<'_, usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        *self.lock() += 1;
        self.1.notify_all();
    }
}

/// The wakes of one machine.
pub struct Wakes {
    count: Arc<Count>,
    waker: Waker,
}

impl Wakes {
    pub fn new() -> Self {
        let count = Arc::<Count>::default();
        let waker = Waker::from(Arc::clone(&count));
        Wakes { count, waker }
    }

    pub const fn waker(&self) -> &Waker {
        &self.waker
    }

    /// How many wakes have come since it was last asked.
    pub fn take(&self) -> usize {
        mem::take(&mut *self.count.lock())
    }

    /// How many have come; they still count.
    pub fn count(&self) -> usize {
        *self.count.lock()
    }

    /// Whether somebody else has the waker.
    pub fn is_kept(&self) -> bool {
        Arc::strong_count(&self.count) > 2
    }

    /// Waits until it is woken, so long at most, and no longer than somebody has the waker. Whether it is.
    pub fn wait(&self, patience: Duration) -> bool {
        /// To notice in time that the waker is gone.
        const LOOK: Duration = Duration::from_millis(10);
        let start = Instant::now();
        let mut count = self.count.lock();
        while *count == 0 && self.is_kept() {
            let Some(left) = patience.checked_sub(start.elapsed()).filter(|left| !left.is_zero()) else { break };
            count = self.count.1.wait_timeout(count, left.min(LOOK)).unwrap_or_else(PoisonError::into_inner).0;
        }
        *count > 0
    }
}

impl<F: Visible> Driver<F> {
    /// Polls the machine though nobody has woken it, with another waker than before: wakes that were due are gone, and the futures in it
    /// have to wake the new one from now on.
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
    /// assert_eq!(driver.poll_unwoken()?.woken_before, 0);
    /// # Ok::<(), visible_async::driver::DriveError>(())
    /// ```
    ///
    /// # Errors
    /// As [`step`](Driver::step).
    pub fn poll_unwoken(&mut self) -> Result<Step, DriveError> {
        self.wakes = Wakes::new();
        self.step()
    }

    /// Wakes the machine twice, and polls it once for each wake: an executor may do so. It is one step if the machine ends with it.
    ///
    /// ```
    /// # use visible_async::{driver::{Driver, pending_n_times}, visible_async};
    /// # #[visible_async]
    /// # async fn fetch() -> u32 {
    /// #     let address = pending_n_times(1, 2).await;
    /// #     pending_n_times(1, address * 2).await
    /// # }
    /// let steps = Driver::new(fetch()).wake_twice()?;
    /// assert_eq!((steps.len(), steps[0].woken_before), (2, 2));
    /// # Ok::<(), visible_async::driver::DriveError>(())
    /// ```
    ///
    /// # Errors
    /// As [`step`](Driver::step).
    pub fn wake_twice(&mut self) -> Result<Vec<Step>, DriveError> {
        self.wakes.waker().wake_by_ref();
        self.wakes.waker().wake_by_ref();
        let mut steps = Vec::from([self.step()?]);
        if !self.ended {
            steps.push(self.step()?);
        }
        Ok(steps)
    }
}
