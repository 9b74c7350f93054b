//! One run of one future: poll it to the end, or cancel it after some polls, with or without a panic on the way.
use crate::log::{self, note};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt::Debug;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Once};
use std::task::{Context, Poll, Wake, Waker};

/// What a run does.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plan {
    /// How often each leaf future is pending.
    pub pending: u32,
    /// Cancel after this many polls.
    pub drop_after: Option<usize>,
    /// Panic at the event of this number.
    pub panic_at: Option<usize>,
}

/// What a run did.
pub struct Record {
    /// The whole log: events, results of polls, wakes, panic messages.
    pub lines: Vec<String>,
    /// The state after each poll.
    pub states: Vec<Option<u32>>,
    /// Where it panicked, outside this crate.
    pub locations: Vec<String>,
    /// Events before the future was dropped, and in all.
    pub before_drop: usize,
    pub events: usize,
    /// Polls that were made.
    pub polls: usize,
}

/// More polls than any case needs: a future that never ends is reported, not waited for.
pub const MOST_POLLS: usize = 500;

/// Counts the wakes of one poll: each poll has a waker of its own, so that a wake through an old one is lost.
#[derive(Default)]
struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Runs the future that `make` makes as `plan` says.
pub fn run<F>(plan: &Plan, make: &impl Fn() -> F, state_of: fn(&F) -> Option<u32>) -> Record
where
    F: Future<Output: Debug>,
{
    quiet_panics();
    log::start(plan.pending, plan.panic_at);
    LOCATIONS.set(Vec::new());
    let mut states = Vec::new();
    let (mut polls, mut before_drop) = (0, 0);
    if let Some(mut future) = guarded(|| Box::pin(make())) {
        let last = plan.drop_after.unwrap_or(MOST_POLLS);
        while polls < last {
            polls += 1;
            let pending = poll_once(future.as_mut());
            states.push(state_of(&future));
            if !pending {
                break;
            }
        }
        note(if polls == MOST_POLLS { "never ends" } else { "-- drop the future" });
        before_drop = log::count();
        guarded(|| drop(future));
    }
    let events = log::count();
    QUIET.set(false);
    Record { lines: log::finish(), states, locations: LOCATIONS.take(), before_drop, events, polls }
}

/// Polls once; whether the future is still pending. The result is dropped, as part of the log.
fn poll_once<F: Future<Output: Debug>>(future: Pin<&mut F>) -> bool {
    let wakes = Arc::new(Wakes::default());
    let waker = Waker::from(Arc::clone(&wakes));
    let outcome = guarded(|| future.poll(&mut Context::from_waker(&waker)));
    let woken = wakes.0.load(Ordering::Relaxed);
    match outcome {
        Some(Poll::Pending) => {
            note(format!("-- pending, wakes {woken}"));
            true
        }
        Some(Poll::Ready(value)) => {
            note(format!("-- ready {value:?}, wakes {woken}"));
            guarded(|| drop(value));
            false
        }
        None => false,
    }
}

/// Does `action`; a panic is logged with its message.
fn guarded<T>(action: impl FnOnce() -> T) -> Option<T> {
    QUIET.set(true);
    let result = catch_unwind(AssertUnwindSafe(action));
    QUIET.set(false);
    result.map_err(|payload| note(format!("-- panicked: {}", message(&*payload)))).ok()
}

fn message(payload: &dyn Any) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("(no text)")
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
    static LOCATIONS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Keeps the panics of a run off the screen, and notes where they were: injected ones are all in this crate.
fn quiet_panics() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let loud = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                return loud(info);
            }
            if let Some(place) = info.location().filter(|place| !place.file().contains("support/src")) {
                LOCATIONS.with_borrow_mut(|list| list.push(place.to_string()));
            }
        }));
    });
}
