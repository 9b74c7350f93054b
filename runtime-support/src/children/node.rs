//! What is known of a machine from elsewhere: [`Node`].
use alloc::{
    collections::BTreeMap,
    sync::{Arc, Weak},
    vec::Vec,
};
use core::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::Description;

/// In the place of a tag: the machine is being polled. In that of a parent's tag: it was at no await.
const NONE: u16 = 0x100;

/// A machine as its parent, and whoever looks, may see it at any time.
#[derive(Debug)]
pub struct Node {
    pub description: &'static Description,
    /// Its tag, when it was polled last.
    tag: AtomicU16,
    /// The tag of its parent, when that polled it last.
    at: AtomicU16,
    seat: Mutex<Option<Seat>>,
    children: Mutex<Children>,
}

/// Where it is listed: by its parent, or else with those that have none.
#[derive(Debug)]
struct Seat {
    parent: Option<Weak<Node>>,
    number: usize,
}

/// In the order in which they were first polled.
#[derive(Debug, Default)]
struct Children {
    begun: usize,
    listed: BTreeMap<usize, Weak<Node>>,
}

/// The machines that no machine polls.
static ROOTS: Mutex<Children> = Mutex::new(Children { begun: 0, listed: BTreeMap::new() });

/// Nothing panics while it holds one, so it is whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Node {
    /// Of a machine that runs.
    pub fn new(description: &'static Description) -> Arc<Self> {
        let (tag, at) = (AtomicU16::new(NONE), AtomicU16::new(NONE));
        Arc::new(Node { description, tag, at, seat: Mutex::default(), children: Mutex::default() })
    }

    /// It is being polled.
    pub fn run(&self) {
        self.tag.store(NONE, Ordering::Relaxed);
    }

    /// It rests in the state with this tag.
    pub fn rest(&self, tag: u8) {
        self.tag.store(tag.into(), Ordering::Relaxed);
    }

    /// Its tag, unless it runs.
    pub fn tag(&self) -> Option<u8> {
        u8::try_from(self.tag.load(Ordering::Relaxed)).ok()
    }

    /// The tag of its parent, if that was at an await when it polled this.
    pub fn at(&self) -> Option<u8> {
        u8::try_from(self.at.load(Ordering::Relaxed)).ok()
    }

    /// This one has polled it last, at this await; or no machine has.
    pub fn polled_by(self: &Arc<Self>, parent: Option<(&Arc<Node>, Option<u8>)>) {
        self.at.store(parent.and_then(|(_, at)| at).map_or(NONE, u16::from), Ordering::Relaxed);
        let parent = parent.map(|(parent, _)| parent);
        let known = lock(&self.seat).as_ref().map(|seat| seat.parent.as_ref().map(Weak::as_ptr));
        if known == Some(parent.map(Arc::as_ptr)) {
            return;
        }
        self.end();
        let mut children = lock(parent.map_or(&ROOTS, |parent| &parent.children));
        let number = children.begun;
        children.begun = number.wrapping_add(1);
        children.listed.insert(number, Arc::downgrade(self));
        drop(children);
        *lock(&self.seat) = Some(Seat { parent: parent.map(Arc::downgrade), number });
    }

    /// It is nobody's child from now on.
    pub fn end(&self) {
        let seat = lock(&self.seat).take();
        if let Some(seat) = seat {
            seat.free();
        }
    }

    /// Those that are pending, and that it has polled last.
    pub fn children(&self) -> Vec<Arc<Node>> {
        lock(&self.children).nodes()
    }

    /// Those that are pending, and that no machine has polled last.
    pub fn roots() -> Vec<Arc<Node>> {
        lock(&ROOTS).nodes()
    }
}

impl Children {
    fn nodes(&self) -> Vec<Arc<Node>> {
        self.listed.values().filter_map(Weak::upgrade).collect()
    }
}

impl Seat {
    fn free(self) {
        let parent = self.parent.map(|parent| parent.upgrade());
        let children = match &parent {
            None => &ROOTS,
            Some(Some(parent)) => &parent.children,
            Some(None) => return,
        };
        let gone = lock(children).listed.remove(&self.number);
        drop(gone);
    }
}
