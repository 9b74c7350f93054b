//! The runtime of a generated crate: an event log, values and futures that write to it, choices, injected panics.
//!
//! Whatever a generated function does is an event. Events are numbered, so that a run can be made to panic at any of
//! them, and everything random (which way a condition goes) depends on the number of choices made before only.
use crate::helpers::{Guard, GuardMut, Pair};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::future::Future;
use std::ops::{Add, AddAssign};
use std::pin::Pin;
use std::task::{Context, Poll};

/// How one run is to go.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plan {
    /// Decides every choice.
    pub seed: u64,
    /// How often a leaf is pending: 0, 1, 2, or 3 for a number that depends on the leaf's name.
    pub pending: u32,
    /// The number of the event that panics; 0 for none.
    pub panic_at: usize,
    /// Drop the future after so many polls.
    pub cancel_after: Option<usize>,
}

#[derive(Default)]
pub struct World {
    pub plan: Plan,
    pub log: Vec<String>,
    pub panicked: bool,
    pub choices: u64,
    pub ids: u32,
    pub live: BTreeSet<u32>,
}

thread_local! {
    static WORLD: RefCell<World> = RefCell::default();
}

pub fn world<T>(use_it: impl FnOnce(&mut World) -> T) -> T {
    WORLD.with(|world| use_it(&mut world.borrow_mut()))
}

/// No generated function is that long; a machine that goes in circles is.
const EVENT_LIMIT: usize = 20_000;

pub fn event(text: String) {
    let panics = world(|world| {
        world.log.push(text.clone());
        let number = world.log.len();
        let due = number == world.plan.panic_at || number > EVENT_LIMIT;
        let panics = due && !world.panicked && !std::thread::panicking();
        world.panicked |= panics;
        panics
    });
    if panics {
        panic!("injected at `{text}`");
    }
}

/// A number that depends on the seed and on how many choices came before; `None` when there were so many that loops
/// should end.
fn choice() -> Option<u64> {
    world(|world| {
        world.choices += 1;
        let mut x = (world.plan.seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
            ^ world.choices.wrapping_mul(0xD134_2543_DE82_EF95);
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (world.choices < 40).then_some(x ^ (x >> 31))
    })
}

fn chosen<T: std::fmt::Debug>(name: &str, value: T) -> T {
    event(format!("{name} = {value:?}"));
    value
}

/// Either way.
pub fn flag(name: &str) -> bool {
    let value = choice().is_some_and(|x| x % 2 == 0);
    chosen(name, value)
}

/// Whether a loop goes on; false in the end.
pub fn again(name: &str) -> bool {
    let value = choice().is_some_and(|x| x % 5 > 1);
    chosen(name, value)
}

/// Whether a loop is to be left; true in the end.
pub fn stop(name: &str) -> bool {
    let value = choice().is_none_or(|x| x % 5 > 2);
    chosen(name, value)
}

/// A small number.
pub fn num(name: &str) -> u32 {
    let value = choice().map_or(0, |x| x % 4) as u32;
    chosen(name, value)
}

/// The next item of an endless stream that ends after a while.
pub fn next(name: &str) -> Option<Log> {
    again(name).then(|| Log::new(name))
}

/// A value whose creation, uses and drop are events. Not `Copy`, not `Clone`.
pub struct Log {
    name: String,
    id: u32,
    pub count: u32,
}

impl Log {
    pub fn new(name: &str) -> Log {
        event(format!("new {name}"));
        let id = world(|world| {
            world.ids += 1;
            world.live.insert(world.ids);
            world.ids
        });
        Log {
            name: name.to_owned(),
            id,
            count: 1,
        }
    }
    pub fn used(&self, how: &str) -> u32 {
        let stale = world(|world| !world.live.contains(&self.id));
        event(format!(
            "{how} {self:?}{}",
            if stale { " AFTER ITS DROP" } else { "" }
        ));
        self.count
    }
    pub fn get(&self) -> u32 {
        self.used("get")
    }
    pub fn bump(&mut self) -> u32 {
        self.count = (self.count + 1) % 8;
        self.used("bump")
    }
    pub fn tag(&self) -> String {
        self.used("tag");
        format!("{}:{}", self.name, self.count)
    }
    /// Consumes, and says so by its name.
    pub fn into_value(self) -> u32 {
        self.used("into_value")
    }
    /// Consumes, and the name doesn't say so.
    pub fn finish(self) -> u32 {
        self.used("finish")
    }
    /// Borrows, and its name tells nothing.
    pub fn stir(&mut self, n: u32) -> u32 {
        self.count = (self.count + n) % 8;
        self.used("stir")
    }
    /// Gives another, and its name tells nothing.
    pub fn peer(&self, n: u32) -> Log {
        self.used("peer");
        Log::new("peer").with(n)
    }
    /// Consumes, and its name tells nothing.
    pub fn onward(self, n: u32) -> Log {
        self.used("onward");
        Log::new("onward").with(n)
    }
    /// A builder's method.
    pub fn with(mut self, n: u32) -> Log {
        self.count = (self.count + n) % 8;
        self.used("with");
        self
    }
    pub fn into_pair(self, name: &str) -> Pair {
        self.used("into_pair");
        Pair {
            a: self,
            b: Log::new(name),
        }
    }
    pub fn guard(&self) -> Guard<'_> {
        self.used("guard");
        Guard(self)
    }
    pub fn lock(&mut self) -> GuardMut<'_> {
        self.used("lock");
        GuardMut(self)
    }
    pub async fn read(&self) -> u32 {
        leaf("read", ()).await;
        self.used("read")
    }
    pub async fn write(&mut self, n: u32) -> u32 {
        leaf("write", ()).await;
        self.count = (self.count + n) % 8;
        self.used("write")
    }
    pub async fn into_committed(self) -> Log {
        leaf("into_committed", ()).await;
        self.used("into_committed");
        self
    }
    pub async fn commit(self) -> u32 {
        leaf("commit", ()).await;
        self.used("commit")
    }
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}#{}:{}", self.name, self.id, self.count)
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        let live = world(|world| world.live.remove(&self.id));
        event(format!(
            "drop {self:?}{}",
            if live { "" } else { " A SECOND TIME" }
        ));
    }
}

impl Default for Log {
    fn default() -> Log {
        Log::new("default")
    }
}

impl PartialEq for Log {
    fn eq(&self, other: &Log) -> bool {
        self.used("eq") == other.used("eq")
    }
}

impl Add<u32> for Log {
    type Output = Log;
    fn add(self, n: u32) -> Log {
        self.with(n)
    }
}

impl AddAssign<u32> for Log {
    fn add_assign(&mut self, n: u32) {
        self.count = (self.count + n) % 8;
        self.used("add_assign");
    }
}

/// A future that is pending as often as the plan says, then gives its value.
pub struct Leaf<T> {
    name: &'static str,
    value: Option<T>,
    left: u32,
}

pub fn leaf<T: Unpin>(name: &'static str, value: T) -> Leaf<T> {
    let left = match world(|world| world.plan.pending) {
        3 => name.bytes().map(u32::from).sum::<u32>() % 3,
        fixed => fixed,
    };
    Leaf {
        name,
        value: Some(value),
        left,
    }
}

impl<T: Unpin> Future for Leaf<T> {
    type Output = T;
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        event(format!("poll {}", self.name));
        if self.left > 0 {
            self.left -= 1;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(
            self.value
                .take()
                .expect("a leaf is not polled after its end"),
        )
    }
}

impl<T> Drop for Leaf<T> {
    fn drop(&mut self) {
        event(format!("drop leaf {}", self.name));
    }
}
