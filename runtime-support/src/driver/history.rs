//! All steps of a driver: [`History`].
use alloc::vec::Vec;
use core::{fmt, ops::Deref};

use super::Step;

/// The steps of a driver, as data and as text: one line a step.
///
/// ```
/// use visible_async::{driver::{Driver, pending_n_times}, visible_async};
///
/// #[visible_async]
/// async fn fetch() -> u8 {
///     pending_n_times(1, 7).await
/// }
///
/// let mut driver = Driver::new(fetch());
/// driver.run()?;
/// assert_eq!(driver.history().len(), 2);
/// assert_eq!(driver.history().path(), ["Start", "AwaitPendingNTimes", "Done"]);
/// let text = "1: Start -> AwaitPendingNTimes (pending, woken)\n2: AwaitPendingNTimes -> Done (ready)\n";
/// assert_eq!(driver.history().to_string(), text);
/// # Ok::<(), visible_async::driver::DriveError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History(pub(super) Vec<Step>);

impl History {
    /// The names of all states that were entered, from the first that was left.
    #[must_use]
    pub fn path(&self) -> Vec<&'static str> {
        let first = self.0.first().map(|step| step.left.name);
        first.into_iter().chain(self.0.iter().flat_map(Step::reached).map(|state| state.name)).collect()
    }
}

impl Deref for History {
    type Target = [Step];

    fn deref(&self) -> &[Step] {
        &self.0
    }
}

impl fmt::Display for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|step| writeln!(f, "{step}"))
    }
}
