//! Runs each function in its two forms by the same plans and compares all that can be seen from outside.
use crate::support::*;
use std::any::Any;
use std::collections::BTreeSet;
use std::fmt::Debug;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake, Waker};

/// A future whose result is known by its `Debug` form only.
pub trait Subject {
    fn poll_text(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<String>;
    fn size(&self) -> usize;
}

struct Boxed<F>(F);

impl<F: Future<Output: Debug>> Subject for Boxed<F> {
    fn poll_text(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<String> {
        // SAFETY: the only field is pinned with the whole.
        let inner = unsafe { self.map_unchecked_mut(|it| &mut it.0) };
        inner.poll(cx).map(|output| format!("{output:?}"))
    }
    fn size(&self) -> usize {
        size_of_val(&self.0)
    }
}

pub type Started = Pin<Box<dyn Subject>>;
pub type Start = fn() -> Started;

pub fn subject<F: Future<Output: Debug> + 'static>(future: F) -> Started {
    Box::pin(Boxed(future))
}

/// One function: its name and how to start either form.
pub struct Entry {
    pub name: &'static str,
    pub plain: Start,
    pub visible: Start,
}

struct Wakes(AtomicUsize);

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// What a run showed.
#[derive(PartialEq)]
struct Seen {
    log: Vec<String>,
    polls: usize,
    /// The number of events before the future was dropped.
    before_drop: usize,
    /// The numbers of the values that were never dropped.
    leaked: BTreeSet<u32>,
}

impl Seen {
    /// The log without the drops of these values.
    fn without(&self, forgotten: &BTreeSet<u32>) -> Vec<&str> {
        let is_drop = |line: &str| {
            let number = line.strip_prefix("drop ").and_then(|rest| rest.rsplit(':').nth(1)?.rsplit('#').next()?.parse().ok());
            number.is_some_and(|number: u32| forgotten.contains(&number))
        };
        self.log.iter().map(String::as_str).filter(|line| !is_drop(line)).collect()
    }
}

/// Whether the forms differ only in that rustc's forgets values which ours drops, after a destructor has panicked.
///
/// A value that is finished, but not yet in a variable, is nobody's while the temporaries of its expression are dropped: the
/// result of a function, the value of a `break`, an operand that is a block. If one of these drops panics, rustc leaks it:
/// `fn f() -> (Log, u8) { (Log::new("leaked"), Panics.guard().value()) }`. Ours has such a value in a variable of its own.
fn forgotten(plan: Plan, plain: &Seen, visible: &Seen) -> bool {
    let Some(event) = plan.panic_at.checked_sub(1).and_then(|at| plain.log.get(at)) else {
        return false;
    };
    let in_drop = ["drop ", "unguard ", "unlock "].iter().any(|word| event.starts_with(word));
    let forgotten: BTreeSet<u32> = plain.leaked.difference(&visible.leaked).copied().collect();
    in_drop
        && !forgotten.is_empty()
        && visible.leaked.is_subset(&plain.leaked)
        && plain.polls == visible.polls
        && plain.without(&forgotten) == visible.without(&forgotten)
}

fn panic_text(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().cloned();
    let text = text.or_else(|| payload.downcast_ref::<&str>().map(|text| text.to_string()));
    format!("== panic: {}", text.unwrap_or_default())
}

fn push(line: String) {
    world(|world| world.log.push(line));
}

/// Calls it and logs the panic that comes out of it.
fn guarded<T>(call: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(call))
        .map_err(|payload| push(panic_text(&*payload)))
        .ok()
}

fn run(start: Start, plan: Plan) -> Seen {
    world(|world| {
        *world = World {
            plan,
            ..World::default()
        }
    });
    let wakes = Arc::new(Wakes(AtomicUsize::new(0)));
    let mut seen = Seen {
        log: Vec::new(),
        polls: 0,
        before_drop: 0,
        leaked: BTreeSet::new(),
    };
    if let Some(mut future) = guarded(start) {
        seen.polls = drive(future.as_mut(), plan, &wakes);
        push(format!(
            "== drop, {} wakes",
            wakes.0.load(Ordering::Relaxed)
        ));
        seen.before_drop = world(|world| world.log.len());
        guarded(|| drop(future));
    }
    world(|world| {
        seen.log = std::mem::take(&mut world.log);
        seen.leaked = std::mem::take(&mut world.live);
    });
    seen
}

/// Polls until the plan, the result or a panic ends it; gives the number of polls.
fn drive(mut future: Pin<&mut dyn Subject>, plan: Plan, wakes: &Arc<Wakes>) -> usize {
    let waker = Waker::from(wakes.clone());
    for polls in 0..5_000 {
        if plan.cancel_after == Some(polls) {
            return polls;
        }
        push(format!(
            "== poll {}, {} wakes",
            polls + 1,
            wakes.0.load(Ordering::Relaxed)
        ));
        match guarded(|| future.as_mut().poll_text(&mut Context::from_waker(&waker))) {
            Some(Poll::Pending) => {}
            Some(Poll::Ready(output)) => {
                push(format!("== ready: {output}"));
                return polls + 1;
            }
            None => return polls + 1,
        }
    }
    push("== never ends".to_owned());
    5_000
}

/// Compares the two forms by plans of one kind after another, and keeps the first difference.
struct Judge<'a> {
    entry: &'a Entry,
    runs: usize,
    /// The runs in which rustc's form forgot a value.
    forgotten: usize,
    kinds: Vec<&'static str>,
    first: Option<String>,
}

impl Judge<'_> {
    /// Gives what rustc's form showed.
    fn compare(&mut self, kind: &'static str, plan: Plan) -> Seen {
        let plain = run(self.entry.plain, plan);
        let visible = run(self.entry.visible, plan);
        self.runs += 1;
        let differ = plain != visible;
        if differ && forgotten(plan, &plain, &visible) {
            self.forgotten += 1;
        } else if differ {
            if !self.kinds.contains(&kind) {
                self.kinds.push(kind);
            }
            if self.first.is_none() {
                self.first = Some(difference(kind, plan, &plain, &visible));
            }
        }
        plain
    }

    fn all(&mut self) {
        for seed in 0..5 {
            for pending in 0..4 {
                let plan = Plan {
                    seed,
                    pending,
                    ..Plan::default()
                };
                let seen = self.compare("completion", plan);
                if pending % 2 == 1 {
                    self.cancel(plan, seen.polls);
                }
                if pending == 1 && seed < 3 {
                    self.panics(plan, 1..=seen.log.len());
                }
            }
        }
    }

    fn cancel(&mut self, plan: Plan, polls: usize) {
        for after in 0..polls.min(60) {
            let plan = Plan {
                cancel_after: Some(after),
                ..plan
            };
            let seen = self.compare("cancellation", plan);
            if plan.seed == 0 {
                self.panics(plan, seen.before_drop + 1..=seen.log.len());
            }
        }
    }

    fn panics(&mut self, plan: Plan, events: std::ops::RangeInclusive<usize>) {
        let stride = events.clone().count() / 150 + 1;
        for panic_at in events.step_by(stride) {
            let plan = Plan { panic_at, ..plan };
            let kind = if plan.cancel_after.is_some() {
                "panic in cancellation"
            } else {
                "panic"
            };
            self.compare(kind, plan);
        }
    }
}

fn difference(kind: &str, plan: Plan, plain: &Seen, visible: &Seen) -> String {
    let leaks = format!("  leaked: {:?}, {:?}\n", plain.leaked, visible.leaked);
    let (plain, visible) = (&plain.log, &visible.log);
    let at = plain
        .iter()
        .zip(visible)
        .take_while(|(a, b)| a == b)
        .count();
    let mut text = format!("{kind}, {plan:?}\n");
    for line in &plain[at.saturating_sub(6)..at.min(plain.len())] {
        text += &format!("      {line}\n");
    }
    for (form, log) in [("rustc", plain), ("visible", visible)] {
        for line in log.iter().skip(at).take(4) {
            text += &format!("  {form:>7} {line}\n");
        }
    }
    text + &leaks
}

/// Takes the number of the first function to run; writes one line per event that the parent reads.
pub fn main(entries: &[Entry]) {
    std::panic::set_hook(Box::new(|_| {}));
    let first = std::env::args()
        .nth(1)
        .map_or(0, |text| text.parse().expect("a number"));
    for (number, entry) in entries.iter().enumerate().skip(first) {
        println!("begin {number} {}", entry.name);
        let mut judge = Judge {
            entry,
            runs: 0,
            forgotten: 0,
            kinds: Vec::new(),
            first: None,
        };
        judge.all();
        world(|world| *world = World::default());
        let sizes = ((entry.plain)().size(), (entry.visible)().size());
        match judge.first {
            Some(text) => println!("differ {} {:?}\n{text}end", entry.name, judge.kinds),
            None => println!("same {} {} {} {} {}", entry.name, judge.runs, sizes.0, sizes.1, judge.forgotten),
        }
    }
}
