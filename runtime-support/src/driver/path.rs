//! [`assert_states!`](crate::assert_states).
use alloc::{format, string::String, vec::Vec};
use core::{fmt::Write as _, time::Duration};

use super::{DriveError, Driver};
use crate::Visible;

/// Runs a machine to its end, and asserts which states it goes through: all of them, also where what is awaited is ready at once, from the
/// first, and each anew that is entered anew. A poll that changes nothing adds nothing. Gives what the machine has returned: `None` if the
/// path ends in `Panicked`.
///
/// Waits up to a second for a wake from elsewhere.
///
/// ```
/// use visible_async::{assert_states, driver::pending_n_times, visible_async};
///
/// #[visible_async]
/// async fn fill() -> u32 {
///     let mut total = std::future::ready(1).await;
///     for n in 0..2 {
///         total += pending_n_times(3, n).await;
///     }
///     total
/// }
///
/// let total = assert_states!(fill(), [Start, AwaitReady, AwaitPendingNTimes, AwaitPendingNTimes, Done]);
/// assert_eq!(total, Some(2));
/// ```
///
/// # Panics
/// If it goes another way: both paths are told, and where they part; names that are of no state; and an error, as of [`Driver::run`].
#[macro_export]
macro_rules! assert_states {
    ($machine:expr, [$($state:ident),* $(,)?] $(,)?) => {
        $crate::driver::check_states($machine, &[$(::core::stringify!($state)),*])
    };
}

/// What [`assert_states!`](crate::assert_states) calls.
#[doc(hidden)]
#[track_caller]
pub fn check_states<F: Visible>(machine: F, expected: &[&str]) -> Option<F::Output> {
    let mut driver = Driver::new(machine).patience(Duration::from_secs(1));
    let (start, about) = (driver.state().name, driver.description());
    let unknown: Vec<_> = expected.iter().filter_map(|name| DriveError::find(about, name).err()).collect();
    let error = driver.run().err();
    let mut path = driver.history().path();
    if path.is_empty() {
        path.push(start);
    }
    let panicked = matches!(error, Some(DriveError::Panicked { .. }));
    if unknown.is_empty() && path == expected && (error.is_none() || panicked) {
        return driver.output();
    }
    let mut text = format!("`{}` goes another way\n{}", about.function, difference(expected, &path));
    for error in unknown.into_iter().chain(error) {
        let _ = write!(text, "\n{error}");
    }
    panic!("{text}")
}

/// Both paths in columns, with the first difference marked.
fn difference(expected: &[&str], path: &[&str]) -> String {
    let rows = expected.len().max(path.len());
    let differs = |row: &usize| expected.get(*row) != path.get(*row);
    let first = (0..rows).find(differs);
    let width = expected.iter().map(|name| name.len()).max().unwrap_or(0).max("expected".len());
    let mut text = format!("     {:width$}  real", "expected");
    for row in 0..rows {
        let mark = if first == Some(row) { ">" } else { " " };
        let name = |names: &[&str]| names.get(row).map_or("-", |name| *name).into();
        let (wanted, real): (String, String) = (name(expected), name(path));
        let _ = write!(text, "\n{mark}{row:>3} {wanted:width$}  {real}");
    }
    text
}
