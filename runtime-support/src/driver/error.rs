//! Why a driver does not go on: [`DriveError`].
use alloc::{boxed::Box, string::String, vec::Vec};
use core::{error::Error, fmt, time::Duration};

use crate::{Description, StateInfo, StateKind};

/// Why a driver does not go on.
///
/// ```
/// use visible_async::{driver::Driver, visible_async};
///
/// #[visible_async]
/// async fn stuck() {
///     std::future::pending().await
/// }
///
/// let error = Driver::new(stuck()).run().unwrap_err().to_string();
/// assert!(error.starts_with("`stuck` is never woken again: it is pending in AwaitPending at "), "{error}");
/// let error = Driver::new(stuck()).run_until("AwaitPendign").unwrap_err();
/// assert_eq!(error.to_string(), "`stuck` has no state AwaitPendign that it could be seen in: these are Start, AwaitPending, Done, Panicked");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DriveError {
    /// The machine has no such state, or passes through it without waiting for anything.
    UnknownState {
        /// The name of the function.
        function: &'static str,
        /// The name that was asked for.
        name: String,
        /// The names that there are.
        known: Vec<&'static str>,
    },
    /// It was asked to go on after its end.
    Ended {
        /// The name of the function.
        function: &'static str,
        /// `Done` or `Panicked`.
        state: Box<StateInfo>,
        /// How many steps it took.
        steps: usize,
    },
    /// The machine has returned `Pending`, nobody has woken it, and nobody has its waker.
    LostWake {
        /// The name of the function.
        function: &'static str,
        /// Where it waits.
        state: Box<StateInfo>,
    },
    /// Nobody has woken it as yet, but somebody has its waker: a clock, or a thread.
    Waiting {
        /// The name of the function.
        function: &'static str,
        /// Where it waits.
        state: Box<StateInfo>,
        /// How long the driver waited.
        patience: Duration,
    },
    /// It ended without having reached the state that was asked for.
    NotReached {
        /// The name of the function.
        function: &'static str,
        /// The name of the state; of a condition, "such a state".
        wanted: String,
        /// Where it ended.
        state: Box<StateInfo>,
    },
    /// A panic has left it.
    Panicked {
        /// The name of the function.
        function: &'static str,
        /// Where it had waited before.
        left: Box<StateInfo>,
        /// The message.
        message: String,
    },
    /// It was polled as often as the limit allows.
    TooLong {
        /// The name of the function.
        function: &'static str,
        /// Where it waits.
        state: Box<StateInfo>,
        /// The limit.
        polls: usize,
    },
}

impl DriveError {
    /// The state of this name, in which the machine can be seen.
    pub(super) fn find(description: &Description, name: &str) -> Result<StateInfo, DriveError> {
        let seen = || description.seen();
        seen().find(|state| state.name == name).ok_or_else(|| DriveError::UnknownState {
            function: description.function,
            name: name.into(),
            known: seen().map(|state| state.name).collect(),
        })
    }
}

impl fmt::Display for DriveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DriveError::UnknownState { function, name, known } => {
                let known = known.join(", ");
                write!(f, "`{function}` has no state {name} that it could be seen in: these are {known}")
            }
            DriveError::Ended { function, state, steps } => {
                let how = if state.kind == StateKind::Panicked { "panicked" } else { "returned" };
                write!(f, "`{function}` has {how} already, at step {steps}")
            }
            DriveError::LostWake { function, state } => {
                write!(
                    f,
                    "`{function}` is never woken again: it is pending in {state}, but nobody has woken it, or has its waker"
                )
            }
            DriveError::Waiting { function, state, patience } => {
                let after = if patience.is_zero() { String::new() } else { alloc::format!(" for {patience:?}") };
                write!(
                    f,
                    "`{function}` waits in {state}: somebody has its waker, but nobody has woken it{after} (see `Driver::patience`)"
                )
            }
            DriveError::NotReached { function, wanted, state } => {
                write!(f, "`{function}` has not come to {wanted} before its end in {state}")
            }
            DriveError::Panicked { function, left, message } => {
                write!(f, "`{function}` panicked, polled in {left}: {message}")
            }
            DriveError::TooLong { function, state, polls } => {
                write!(f, "`{function}` is still pending in {state} after {polls} polls")
            }
        }
    }
}

impl Error for DriveError {}
