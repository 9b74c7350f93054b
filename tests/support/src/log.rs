//! The event log of this thread. Every event has a running number; when it equals the number to panic at, the event panics,
//! so that a panic can be put at any place a program can see.
use std::cell::RefCell;

#[derive(Default)]
struct Recorder {
    lines: Vec<String>,
    count: usize,
    panic_at: Option<usize>,
    pending: u32,
}

thread_local! {
    static RECORDER: RefCell<Recorder> = RefCell::default();
}

/// Empties the log and sets what the next run does: how often each leaf is pending, and at which event to panic.
pub fn start(pending: u32, panic_at: Option<usize>) {
    RECORDER.set(Recorder { panic_at, pending, ..Recorder::default() });
}

/// Ends the run: the whole log.
#[must_use]
pub fn finish() -> Vec<String> {
    RECORDER.take().lines
}

/// The number of events so far.
#[must_use]
pub fn count() -> usize {
    RECORDER.with_borrow(|recorder| recorder.count)
}

/// How often a leaf future is pending in this run.
#[must_use]
pub fn pending() -> u32 {
    RECORDER.with_borrow(|recorder| recorder.pending)
}

/// A line of the harness itself: no number, never panics.
pub fn note(text: impl Into<String>) {
    RECORDER.with_borrow_mut(|recorder| recorder.lines.push(text.into()));
}

/// Logs an event.
///
/// # Panics
/// When its number is the one to panic at, unless the thread is panicking already: that would abort.
pub fn event(text: impl Into<String>) {
    let text = text.into();
    let due = RECORDER.with_borrow_mut(|recorder| {
        recorder.count += 1;
        recorder.lines.push(text.clone());
        recorder.panic_at == Some(recorder.count)
    });
    assert!(!due || std::thread::panicking(), "injected at: {text}");
}

/// Logs that an operand was evaluated, and gives it back.
pub fn ev<T>(name: &str, value: T) -> T {
    event(format!("eval {name}"));
    value
}
