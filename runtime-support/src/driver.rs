//! The poll driver: polls a machine by hand, one step at a time, and tells which states it goes through. Under the feature `driver`.
//!
//! [`Driver`] is for looking at one machine; [`assert_states!`](crate::assert_states), [`cancel_at_every_await`], [`interleave`] and
//! [`Coverage`] are for tests. A leaf can be [`pending_n_times`], [`panic_at`] a poll, or wait for a [`Clock`]. Leaves of tokio want its
//! runtime: enter it, and let the driver wait for what wakes from there.
//!
//! ```text
//! let runtime = tokio::runtime::Runtime::new()?;
//! let _guard = runtime.enter();
//! Driver::new(nap()).patience(Duration::from_secs(5)).run()?;
//! ```
//!
//! What a test may look like:
//!
//! ```
//! use visible_async::{assert_states, driver::{cancel_at_every_await, pending_n_times}, visible_async};
//!
//! #[visible_async]
//! async fn transfer() -> &'static str {
//!     let connection = pending_n_times(2, "connected").await;
//!     pending_n_times(1, connection).await
//! }
//!
//! // #[test]
//! assert_states!(transfer(), [Start, AwaitPendingNTimes, AwaitPendingNTimes2, Done]);
//! // #[test]
//! cancel_at_every_await(transfer, |report| assert!(report.locals.len() <= 2, "{report}"))?;
//! # Ok::<(), visible_async::driver::DriveError>(())
//! ```
mod block_on;
mod cancel;
mod clock;
mod coverage;
mod error;
mod history;
mod interleave;
mod leaves;
mod machine;
mod path;
mod run;
mod schedule;
mod seen;
mod step;
mod wakes;

pub use block_on::block_on;
pub use cancel::{Cancelled, cancel_at_every_await};
pub use clock::{Clock, Sleep};
pub use coverage::{Coverage, Known};
pub use error::DriveError;
pub use history::History;
pub use interleave::{Boxed, Failure, Orders, boxed, interleave, replay};
pub use leaves::{PanicAt, PendingTimes, panic_at, pending_n_times};
pub use machine::Driver;
#[doc(hidden)]
pub use path::check_states;
pub use run::Stop;
pub use schedule::{Schedule, ScheduleError};
pub use seen::Seen;
pub use step::{Moved, Outcome, Step};
