//! A waker that counts: [`Wakes`].
use alloc::{sync::Arc, task::Wake};
use core::{mem, task::Waker, time::Duration};
use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

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
