//! What is told of one poll: [`Step`].
use alloc::{string::String, vec::Vec};
use core::fmt;

use crate::{Description, StateInfo, trace};

/// What became of a machine that was polled.
///
/// ```
/// # use visible_async::{driver::{Driver, Outcome, pending_n_times}, visible_async};
/// # #[visible_async]
/// # async fn fetch() -> u32 {
/// #     let address = pending_n_times(1, 2).await;
/// #     pending_n_times(1, address * 2).await
/// # }
/// let mut driver = Driver::new(fetch());
/// driver.run()?;
/// let outcomes: Vec<_> = driver.history().iter().map(|step| step.outcome.clone()).collect();
/// assert_eq!(outcomes, [Outcome::Pending, Outcome::Pending, Outcome::Ready]);
/// # Ok::<(), visible_async::driver::DriveError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It waits.
    Pending,
    /// It has returned: [`Driver::output`](super::Driver::output) has the value.
    Ready,
    /// A panic with this message has left it: [`Driver::resume`](super::Driver::resume) lets it go on.
    Panicked(String),
}

/// A machine went from a state to another: the one that is driven, or one that it has polled. Machines that were awaited are told if they
/// are annotated.
///
/// ```
/// # use visible_async::{driver::{Driver, pending_n_times}, visible_async};
/// # #[visible_async]
/// # async fn fetch() -> u32 { pending_n_times(1, 2).await }
/// #[visible_async]
/// async fn serve() -> u32 {
///     fetch().await
/// }
/// let step = Driver::new(serve()).step()?;
/// let told: Vec<_> = step.moved.iter().map(|moved| (moved.depth, moved.function, moved.to.name)).collect();
/// assert_eq!(told, [(0, "serve", "AwaitFetch"), (1, "fetch", "AwaitPendingNTimes")]);
/// # Ok::<(), visible_async::driver::DriveError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Moved {
    /// 0 of the machine that is driven, 1 of one that it awaits, and so on.
    pub depth: usize,
    /// The name of its function.
    pub function: &'static str,
    /// The path of the function's module.
    pub module: &'static str,
    /// The state that was left.
    pub from: StateInfo,
    /// The state that was entered.
    pub to: StateInfo,
}

impl Moved {
    pub(super) fn of(moved: trace::Moved) -> Option<Self> {
        let trace::Moved { depth, description, from, to } = moved;
        let Description { function, module, .. } = *description;
        Some(Moved { depth, function, module, from: description.state(from)?, to: description.state(to)? })
    }
}

/// One poll of a machine, told by [`Driver::step`](super::Driver::step).
///
/// ```
/// use visible_async::{driver::{Driver, Outcome, pending_n_times}, visible_async};
///
/// #[visible_async]
/// async fn fetch() -> u8 {
///     std::future::ready(()).await;
///     pending_n_times(1, 7).await
/// }
///
/// let step = Driver::new(fetch()).step()?;
/// assert_eq!((step.left.name, step.entered.name), ("Start", "AwaitPendingNTimes"));
/// assert_eq!(step.passed.iter().map(|state| state.name).collect::<Vec<_>>(), ["AwaitReady"]);
/// assert_eq!((step.outcome, step.woken), (Outcome::Pending, 1));
/// # Ok::<(), visible_async::driver::DriveError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Step {
    /// From 1.
    pub number: usize,
    /// The state before.
    pub left: StateInfo,
    /// The suspension points whose futures were ready at once, in order.
    pub passed: Vec<StateInfo>,
    /// The state afterwards; the state before if what the machine awaits is still pending.
    pub entered: StateInfo,
    /// Whether it is still where it was.
    pub stayed: bool,
    /// How all machines moved that were polled, in order.
    pub moved: Vec<Moved>,
    /// How often it was woken since the poll before.
    pub woken_before: usize,
    /// How often it was woken while it was polled.
    pub woken: usize,
    /// What became of it.
    pub outcome: Outcome,
}

impl Step {
    /// The states that were entered, in order: those that were passed, and the last. None if it has stayed where it was.
    pub fn reached(&self) -> impl Iterator<Item = StateInfo> {
        let last = (!self.stayed).then_some(self.entered);
        self.passed.iter().copied().chain(last)
    }
}

/// `3: AwaitFill -> AwaitSend -> Done (ready)`, and below, what the machines did that it awaits
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.number, self.left.name)?;
        for state in self.reached() {
            write!(f, " -> {}", state.name)?;
        }
        match &self.outcome {
            Outcome::Pending if self.stayed => f.write_str(" (still pending")?,
            Outcome::Pending => f.write_str(" (pending")?,
            Outcome::Ready => f.write_str(" (ready")?,
            Outcome::Panicked(message) => write!(f, " (panicked: {message}")?,
        }
        match (self.woken, &self.outcome) {
            (0, Outcome::Pending) => f.write_str(", not woken yet)")?,
            (0, _) => f.write_str(")")?,
            (1, _) => f.write_str(", woken)")?,
            (times, _) => write!(f, ", woken {times} times)")?,
        }
        for moved in self.moved.iter().filter(|moved| moved.depth > 0) {
            write!(f, "\n{:1$}", "", 3 + 2 * moved.depth)?;
            write!(f, "{}: {} -> {}", moved.function, moved.from.name, moved.to.name)?;
        }
        Ok(())
    }
}
