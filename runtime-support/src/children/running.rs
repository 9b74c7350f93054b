//! The machines that run, by thread, and the table of those that have been polled.
use alloc::{
    collections::{BTreeMap, btree_map},
    vec::Vec,
};
use core::cell::RefCell;
use std::{
    sync::{Mutex, PoisonError},
    thread_local,
};

use crate::Description;

/// Where a state is, and how large: what is a part of it may begin where it does, and is smaller.
pub type Place = (usize, usize);

pub fn place<S>(state: *const S) -> Place {
    (state.addr(), size_of::<S>())
}

/// A machine that runs.
#[derive(Clone, Copy)]
struct Frame {
    place: Place,
    /// None if it is rustc's own, which has but one state.
    tag: Option<*const u8>,
}

impl Frame {
    fn tag(self) -> u8 {
        // SAFETY: `Entered` takes the frame off the stack before the poll returns that has put it there, and until then has the state, whose
        // first byte is the tag, at this address. Nothing writes it while this reads: that would be the machine, which waits for this.
        self.tag.map_or(0, |tag| unsafe { *tag })
    }
}

/// A machine that has been polled, and has not ended.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The place of the machine that has polled it last, and the tag of that.
    pub parent: Option<(Place, u8)>,
    pub description: &'static Description,
    /// None while it runs.
    pub tag: Option<u8>,
    /// Greater than that of a machine that was polled for the first time before it.
    pub order: u64,
}

#[derive(Default)]
pub struct Table {
    pub entries: BTreeMap<Place, Entry>,
    polled: u64,
}

static TABLE: Mutex<Table> = Mutex::new(Table { entries: BTreeMap::new(), polled: 0 });

thread_local! {
    static RUNNING: RefCell<Vec<Frame>> = const { RefCell::new(Vec::new()) };
}

/// No code of others runs in `act`.
pub fn table<R>(act: impl FnOnce(&mut Table) -> R) -> R {
    act(&mut TABLE.lock().unwrap_or_else(PoisonError::into_inner))
}

/// None where the thread is about to end.
fn running<R>(act: impl FnOnce(&mut Vec<Frame>) -> R) -> Option<R> {
    RUNNING.try_with(|frames| act(&mut frames.borrow_mut())).ok()
}

/// A machine runs while this lives.
pub struct Entered(Frame);

/// The machine whose state is there runs.
pub fn enter<S>(state: *mut S, description: &'static Description) -> Entered {
    begin(Frame { place: place(state), tag: Some(state.cast_const().cast()) }, description)
}

/// The same for one of rustc's own.
pub fn enter_opaque<S>(state: *const S, description: &'static Description) -> Entered {
    begin(Frame { place: place(state), tag: None }, description)
}

fn begin(frame: Frame, description: &'static Description) -> Entered {
    let parent = running(|frames| {
        let parent = frames.last().map(|parent| (parent.place, parent.tag()));
        frames.push(frame);
        parent
    });
    let parent = parent.flatten();
    table(|table| match table.entries.entry(frame.place) {
        btree_map::Entry::Occupied(mut known) if known.get().parent.map(|(place, _)| place) == parent.map(|(place, _)| place) => {
            let order = known.get().order;
            known.insert(Entry { parent, description, tag: None, order });
        }
        other => {
            table.polled += 1;
            other.insert_entry(Entry { parent, description, tag: None, order: table.polled });
        }
    });
    Entered(frame)
}

impl Entered {
    /// It is suspended.
    pub fn rests(self) {
        let (place, tag) = (self.0.place, self.0.tag());
        core::mem::forget(self);
        running(Vec::pop);
        table(|table| _ = table.entries.entry(place).and_modify(|entry| entry.tag = Some(tag)));
    }
}

/// It has ended, or a panic leaves it.
impl Drop for Entered {
    fn drop(&mut self) {
        running(Vec::pop);
        table(|table| table.entries.remove(&self.0.place));
    }
}

/// The machine whose state is there is dropped.
pub fn gone<S>(state: *const S) {
    table(|table| table.entries.remove(&place(state)));
}
