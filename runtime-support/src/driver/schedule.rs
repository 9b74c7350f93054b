//! The order in which machines are polled: [`Schedule`].
use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::{error::Error, fmt, str::FromStr};

/// Which machine is polled when, by their numbers from 0: `0.1.1.0` as text.
///
/// ```
/// use visible_async::driver::Schedule;
///
/// let schedule: Schedule = "0.1.1.0".parse()?;
/// assert_eq!(schedule.polls(), [0, 1, 1, 0]);
/// assert_eq!(schedule.to_string(), "0.1.1.0");
/// assert_eq!("0.x".parse::<Schedule>().unwrap_err().to_string(), "\"x\" is no number of a machine");
/// # Ok::<(), visible_async::driver::ScheduleError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Schedule(pub(super) Vec<usize>);

impl Schedule {
    /// The numbers.
    #[must_use]
    pub fn polls(&self) -> &[usize] {
        &self.0
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&numbers.join("."))
    }
}

impl FromStr for Schedule {
    type Err = ScheduleError;

    /// The empty text is the empty schedule.
    fn from_str(text: &str) -> Result<Self, ScheduleError> {
        let parts = text.split('.').filter(|_| !text.is_empty());
        parts.map(|part| part.parse().map_err(|_| ScheduleError(part.into()))).collect::<Result<_, _>>().map(Schedule)
    }
}

/// A text is no [`Schedule`].
///
/// ```
/// use visible_async::driver::Schedule;
///
/// assert!("0.1.".parse::<Schedule>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleError(String);

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is no number of a machine", self.0)
    }
}

impl Error for ScheduleError {}
