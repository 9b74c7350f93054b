//! [`Driver`]: polls a machine, one step at a time.
use alloc::{
    borrow::ToOwned,
    boxed::Box,
    string::{String, ToString},
    vec::Vec,
};
use core::{
    any::Any,
    fmt,
    panic::AssertUnwindSafe,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use std::panic::{catch_unwind, resume_unwind};

use super::{DriveError, History, Moved, Outcome, Seen, Step, wakes::Wakes};
use crate::{Description, StateInfo, Visible, trace};

/// Polls a machine by hand: [`step`](Driver::step) by step, or until something is reached ([`run`](Driver::run) and its like).
///
/// ```
/// use visible_async::{driver::{Driver, pending_n_times}, visible_async};
///
/// #[visible_async]
/// async fn total() -> u32 {
///     let mut total = 0;
///     for n in 1..3 {
///         total += pending_n_times(1, n).await;
///     }
///     total
/// }
///
/// let mut driver = Driver::new(total());
/// assert_eq!(driver.state().name, "Start");
/// driver.run_until("AwaitPendingNTimes")?;
/// println!("{:#?}", driver.machine());
/// driver.run()?;
/// assert_eq!(driver.output(), Some(3));
/// # Ok::<(), visible_async::driver::DriveError>(())
/// ```
#[must_use = "it polls when it is told to"]
pub struct Driver<F: Visible> {
    machine: Pin<Box<F>>,
    output: Option<F::Output>,
    panic: Option<Box<dyn Any + Send>>,
    pub(super) ended: bool,
    pub(super) wakes: Wakes,
    pub(super) history: History,
    pub(super) breaks: Vec<StateInfo>,
    pub(super) patience: Duration,
    pub(super) limit: usize,
}

impl<F: Visible> Driver<F> {
    /// Drives a machine, which may have been polled before.
    pub fn new(machine: F) -> Self {
        Driver {
            ended: machine.state_info().is_terminal(),
            machine: Box::pin(machine),
            output: None,
            panic: None,
            wakes: Wakes::new(),
            history: History::default(),
            breaks: Vec::new(),
            patience: Duration::ZERO,
            limit: 100_000,
        }
    }

    /// How long [`run`](Driver::run) and its like wait for a wake from elsewhere, another thread: not at all if this is not called.
    ///
    /// ```
    /// # use visible_async::{driver::{Driver}, visible_async};
    /// # #[visible_async]
    /// # async fn woken_elsewhere(sender: std::sync::mpsc::Sender<std::task::Waker>) {
    /// #     let mut polled = false;
    /// #     let wait = std::future::poll_fn(|cx| {
    /// #         let _ = sender.send(cx.waker().clone());
    /// #         if std::mem::replace(&mut polled, true) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    /// #     });
    /// #     wait.await
    /// # }
    /// let (sender, receiver) = std::sync::mpsc::channel::<std::task::Waker>();
    /// # let thread = std::thread::spawn(move || receiver.recv().map(std::task::Waker::wake));
    /// let mut driver = Driver::new(woken_elsewhere(sender)).patience(std::time::Duration::from_secs(60));
    /// driver.run()?;
    /// # thread.join().unwrap().unwrap();
    /// # Ok::<(), visible_async::driver::DriveError>(())
    /// ```
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// After how many polls [`run`](Driver::run) and its like give up: 100 000 if this is not called.
    pub fn limit(mut self, polls: usize) -> Self {
        self.limit = polls;
        self
    }

    /// The machine, to look at.
    pub fn machine(&self) -> &F {
        &self.machine
    }

    /// As [`Visible::state_info`].
    pub fn state(&self) -> StateInfo {
        self.machine.state_info()
    }

    /// As [`Visible::describe`].
    pub fn description(&self) -> &'static Description {
        self.machine.describe()
    }

    /// The locals that are alive, with their values as text.
    pub fn locals(&self) -> Vec<Seen> {
        Seen::all(&*self.machine)
    }

    /// All steps so far.
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// Whether the machine has been woken since it was polled last; true before the first poll, as a task that begins is polled.
    pub fn is_woken(&self) -> bool {
        self.history.is_empty() || self.wakes.count() > 0
    }

    /// Whether the machine has returned or panicked.
    pub const fn has_ended(&self) -> bool {
        self.ended
    }

    /// What the machine has returned, once.
    pub const fn output(&mut self) -> Option<F::Output> {
        self.output.take()
    }

    /// Lets the panic go on that has left the machine; does nothing if there was none, or it has gone on before.
    ///
    /// ```
    /// # use visible_async::{driver::{Driver, panic_at}, visible_async};
    /// # #[visible_async]
    /// # async fn fails() { panic_at(1).await }
    /// let mut driver = Driver::new(fails());
    /// driver.step()?; // the panic is caught
    /// let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| driver.resume()));
    /// assert!(panic.is_err());
    /// # Ok::<(), visible_async::driver::DriveError>(())
    /// ```
    ///
    /// # Panics
    /// With that panic.
    pub fn resume(&mut self) {
        if let Some(panic) = self.panic.take() {
            resume_unwind(panic);
        }
    }

    /// Polls the machine once, woken or not.
    ///
    /// ```
    /// # use visible_async::{driver::{Driver, pending_n_times}, visible_async};
    /// # #[visible_async]
    /// # async fn fetch() -> u32 {
    /// #     let address = pending_n_times(1, 2).await;
    /// #     pending_n_times(1, address * 2).await
    /// # }
    /// let mut driver = Driver::new(fetch());
    /// assert_eq!(driver.step()?.entered.name, "AwaitPendingNTimes");
    /// assert_eq!(driver.step()?.entered.name, "AwaitPendingNTimes2");
    /// assert_eq!(driver.step()?.entered.name, "Done");
    /// assert_eq!(driver.step().unwrap_err().to_string(), "`fetch` has returned already, at step 3");
    /// # Ok::<(), visible_async::driver::DriveError>(())
    /// ```
    ///
    /// # Errors
    /// [`DriveError::Ended`] if it has returned or panicked before. A panic of this step is no error: it is an [`Outcome`].
    pub fn step(&mut self) -> Result<Step, DriveError> {
        let function = self.description().function;
        if self.ended {
            return Err(DriveError::Ended { function, state: Box::new(self.state()), steps: self.history.len() });
        }
        let (left, woken_before) = (self.state(), self.wakes.take());
        let mut cx = Context::from_waker(self.wakes.waker());
        let machine = self.machine.as_mut();
        let (polled, moves) = trace::record(|| catch_unwind(AssertUnwindSafe(|| machine.poll(&mut cx))));
        let outcome = match polled {
            Ok(Poll::Pending) => Outcome::Pending,
            Ok(Poll::Ready(output)) => {
                self.output = Some(output);
                Outcome::Ready
            }
            Err(panic) => {
                let message = message(&*panic);
                self.panic = Some(panic);
                Outcome::Panicked(message)
            }
        };
        self.ended = outcome != Outcome::Pending;
        let moved: Vec<_> = moves.into_iter().filter_map(Moved::of).collect();
        let step = self.told(left, moved, woken_before, outcome);
        self.history.0.push(step.clone());
        Ok(step)
    }

    fn told(&self, left: StateInfo, moved: Vec<Moved>, woken_before: usize, outcome: Outcome) -> Step {
        let (number, entered, about) = (self.history.len() + 1, self.state(), self.description());
        let own = |moved: &&Moved| moved.depth == 0 && moved.function == about.function && moved.module == about.module;
        let mut passed: Vec<_> = moved.iter().filter(own).map(|moved| moved.to).collect();
        let stayed = passed.pop().is_none() && left == entered;
        Step { number, left, passed, entered, stayed, moved, woken_before, woken: self.wakes.count(), outcome }
    }
}

/// The driver's machine, as text: `{:#?}` is its tree.
impl<F: Visible> fmt::Debug for Driver<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.machine.fmt(f)
    }
}

/// What a panic says.
pub(super) fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().map(ToOwned::to_owned)).unwrap_or_else(|| "(no text)".into())
}
