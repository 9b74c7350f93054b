//! Several machines in every order: [`interleave`].
use alloc::{boxed::Box, format, string::String, vec::Vec};
use core::{error::Error, fmt, panic::AssertUnwindSafe, pin::Pin};
use std::panic::catch_unwind;

use super::{Driver, History, Schedule, machine::message};
use crate::Visible;

/// A machine of whatever function with this output.
pub type Boxed<'a, T> = Pin<Box<dyn Visible<Output = T> + 'a>>;

/// Boxes a machine for [`interleave`].
///
/// ```
/// # use visible_async::{driver::{Boxed, boxed, pending_n_times}, visible_async};
/// # #[visible_async]
/// # async fn fetch() -> u32 { pending_n_times(1, 2).await }
/// let machines: [Boxed<u32>; 2] = [boxed(fetch()), boxed(fetch())];
/// ```
pub fn boxed<'a, F: Visible + 'a>(machine: F) -> Boxed<'a, F::Output> {
    Box::pin(machine)
}

/// After how many polls an order is given up: a machine may wake itself for ever.
const POLLS: usize = 10_000;

/// How many orders were tried.
///
/// ```
/// # use visible_async::{driver::{boxed, interleave, pending_n_times}, visible_async};
/// # #[visible_async]
/// # async fn fetch() -> u32 { pending_n_times(1, 2).await }
/// let make = || [boxed(fetch()), boxed(fetch())];
/// let (all, some) = (interleave(100, make, |_| ())?, interleave(2, make, |_| ())?);
/// assert_eq!((all.tried, all.complete), (6, true));
/// assert_eq!((some.tried, some.complete), (2, false));
/// # Ok::<(), visible_async::driver::Failure>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Orders {
    /// So many.
    pub tried: usize,
    /// Whether these are all.
    pub complete: bool,
}

/// An order that fails.
///
/// ```
/// # use visible_async::{driver::{boxed, interleave, pending_n_times}, visible_async};
/// # #[visible_async]
/// # async fn fetch() -> u32 { pending_n_times(1, 2).await }
/// let failure = interleave(100, || [boxed(fetch())], |outputs| assert_eq!(outputs, [3], "no")).unwrap_err();
/// assert!(failure.to_string().starts_with("polled in the order 0.0: the check panicked: "), "{failure}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// The order, for [`replay`].
    pub schedule: Schedule,
    /// What went wrong.
    pub reason: String,
    /// What each machine did.
    pub histories: Vec<History>,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "polled in the order {}: {}", self.schedule, self.reason)?;
        for (number, history) in self.histories.iter().enumerate() {
            write!(f, "machine {number}:\n{history}")?;
        }
        Ok(())
    }
}

impl Error for Failure {}

/// Polls machines in every order that their wakes allow, `bound` orders at most. `make` makes them anew for each, with what they share;
/// `check` is given what they have returned, and panics if that is wrong. Wakes have to come from the machines themselves.
///
/// ```
/// use std::cell::Cell;
/// use visible_async::{driver::{Schedule, boxed, interleave, pending_n_times, replay}, visible_async};
///
/// #[visible_async]
/// async fn add(total: &Cell<u32>) {
///     let before = total.get();
///     pending_n_times(1, ()).await;
///     total.set(before + 1);
/// }
///
/// let total = Cell::new(0);
/// let make = || {
///     total.set(0);
///     [boxed(add(&total)), boxed(add(&total))]
/// };
/// let failure = interleave(100, make, |_| assert_eq!(total.get(), 2)).unwrap_err();
/// assert_eq!(failure.schedule.to_string(), "0.1.0.1");
///
/// let schedule: Schedule = "0.1.0.1".parse()?;
/// assert!(replay(&schedule, make, |_| assert_eq!(total.get(), 2)).is_err());
/// # Ok::<(), visible_async::driver::ScheduleError>(())
/// ```
///
/// # Errors
/// The first order in which a machine or `check` panics, in which all machines that are left wait and none is woken, or that takes more than
/// 10 000 polls.
///
/// # Panics
/// If `make` does.
pub fn interleave<'a, T, M: IntoIterator<Item = Boxed<'a, T>>>(
    bound: usize,
    mut make: impl FnMut() -> M,
    mut check: impl FnMut(Vec<T>),
) -> Result<Orders, Failure> {
    let mut next = Some(Vec::new());
    let mut tried = 0;
    while let Some(prefix) = next.take().filter(|_| tried < bound) {
        tried += 1;
        let mut order = Order::of(make(), false);
        order.run(&prefix, &mut check)?;
        next = order.sibling();
        if next.is_none() {
            return Ok(Orders { tried, complete: true });
        }
    }
    Ok(Orders { tried, complete: false })
}

/// Polls machines in this order, and goes on with the first that is woken where it ends.
///
/// ```
/// # use visible_async::{driver::{boxed, pending_n_times, replay}, visible_async};
/// # #[visible_async]
/// # async fn fetch() -> u32 { pending_n_times(1, 2).await }
/// let make = || [boxed(fetch()), boxed(fetch())];
/// replay(&"1.0.1".parse().unwrap(), make, |outputs| assert_eq!(outputs, [2, 2]))?;
/// let failure = replay(&"1.1.1".parse().unwrap(), make, |_| ()).unwrap_err();
/// assert!(failure.reason.starts_with("the schedule polls machine 1 then, which "), "{failure}");
/// # Ok::<(), visible_async::driver::Failure>(())
/// ```
///
/// # Errors
/// As [`interleave`]; and if the schedule names a machine that is not there, has ended, or is not woken.
///
/// # Panics
/// If `make` does.
pub fn replay<'a, T, M: IntoIterator<Item = Boxed<'a, T>>>(
    schedule: &Schedule,
    make: impl FnOnce() -> M,
    mut check: impl FnMut(Vec<T>),
) -> Result<(), Failure> {
    Order::of(make(), true).run(&schedule.0, &mut check)
}

/// One order.
struct Order<'a, T> {
    drivers: Vec<Driver<Boxed<'a, T>>>,
    chosen: Vec<usize>,
    /// Which could have been chosen instead.
    others: Vec<Vec<usize>>,
    /// Whether the order was asked for by the user.
    given: bool,
}

impl<'a, T> Order<'a, T> {
    fn of(machines: impl IntoIterator<Item = Boxed<'a, T>>, given: bool) -> Self {
        let drivers = machines.into_iter().map(Driver::new).collect();
        Order { drivers, chosen: Vec::new(), others: Vec::new(), given }
    }

    fn fails(&self, reason: String) -> Failure {
        let histories = self.drivers.iter().map(|driver| driver.history().clone()).collect();
        Failure { schedule: Schedule(self.chosen.clone()), reason, histories }
    }

    /// The machines that can be polled.
    fn woken(&self) -> Vec<usize> {
        let woken = |number: &usize| !self.drivers[*number].has_ended() && self.drivers[*number].is_woken();
        (0..self.drivers.len()).filter(woken).collect()
    }

    /// Where the machines wait that have not ended.
    fn waiting(&self) -> String {
        let waiting = self.drivers.iter().enumerate().filter(|(_, driver)| !driver.has_ended());
        let told = waiting.map(|(number, driver)| {
            let (function, state) = (driver.description().function, driver.state());
            format!("machine {number}, `{function}`, in {state}")
        });
        told.collect::<Vec<_>>().join("; ")
    }

    fn run(&mut self, order: &[usize], check: &mut impl FnMut(Vec<T>)) -> Result<(), Failure> {
        while self.drivers.iter().any(|driver| !driver.has_ended()) {
            let mut woken = self.woken();
            let at = self.chosen.len();
            let number = order.get(at).or(woken.first()).copied();
            let Some(number) = number.filter(|_| !woken.is_empty()) else {
                return Err(self.fails(format!("nobody is woken: {}", self.waiting())));
            };
            if !woken.contains(&number) {
                let given = if self.given { "the schedule" } else { "an earlier order, which `make` does not repeat," };
                return Err(
                    self.fails(format!("{given} polls machine {number} then, which is not there, has ended or is not woken"))
                );
            }
            if at >= POLLS {
                return Err(self.fails(format!("no end after {POLLS} polls: {}", self.waiting())));
            }
            woken.retain(|other| *other > number);
            self.others.push(woken);
            self.chosen.push(number);
            self.drivers[number].step_woken().map_err(|error| self.fails(format!("machine {number}: {error}")))?;
        }
        let outputs = self.drivers.iter_mut().filter_map(Driver::output).collect();
        let checked = catch_unwind(AssertUnwindSafe(|| check(outputs)));
        checked.map_err(|panic| self.fails(format!("the check panicked: {}", message(&*panic))))
    }

    /// The beginning of the next order: the last choice that could have been another.
    fn sibling(&self) -> Option<Vec<usize>> {
        let at = self.others.iter().rposition(|others| !others.is_empty())?;
        Some(self.chosen[..at].iter().copied().chain([self.others[at][0]]).collect())
    }
}
