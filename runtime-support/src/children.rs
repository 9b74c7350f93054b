//! The machines that a machine polls, whatever is between them: a `join!`, a `select!`, a `FuturesUnordered`, a future of someone else's.
//! Without the feature `children` the hooks of this file are empty.
//!
//! [`enter`] puts a machine that is polled on a stack of this thread, for as long as it runs: the one below it is its parent. What it says
//! when it is suspended is kept in a table of the process, by the place of its state, until it ends or is dropped. The table has copies of a
//! tag and of what is static, so that nobody reads a machine there: one may run on another thread meanwhile. A place in the table is not
//! taken by something else: what has been polled is pinned, so it stays there until it is dropped, which takes it off the table first. Where
//! someone breaks that promise, a state that is no longer true is told, and nothing worse.
//!
//! A child counts where the parent is suspended at the point at which it polled that child last.
#[cfg(not(feature = "children"))]
pub use off::{Entered, enter, enter_opaque, gone};
#[cfg(feature = "children")]
pub use on::{Child, enter, enter_opaque, gone};
#[cfg(feature = "children")]
pub(crate) use on::{Shown, children};

#[cfg(not(feature = "children"))]
mod off {
    use crate::Description;

    pub struct Entered;

    // It costs nothing.
    const _: () = assert!(size_of::<Entered>() == 0 && !core::mem::needs_drop::<Entered>());

    #[inline(always)]
    pub const fn enter<S>(_state: *mut S, _description: &'static Description) -> Entered {
        Entered
    }

    #[inline(always)]
    pub const fn enter_opaque<S>(_state: *mut S, _description: &'static Description) -> Entered {
        Entered
    }

    #[inline(always)]
    pub const fn gone<S>(_state: *const S) {}

    impl Entered {
        #[inline(always)]
        pub const fn rests(self) {}
    }
}

#[cfg(feature = "children")]
mod on {
    use alloc::{
        collections::{BTreeMap, btree_map},
        vec::Vec,
    };
    use core::{
        cell::RefCell,
        fmt::{self, Write},
    };
    use std::{
        sync::{Mutex, PoisonError},
        thread_local,
    };

    use crate::{Description, StateInfo, tree::Indented};

    /// A machine that runs.
    #[derive(Clone, Copy)]
    struct Frame {
        place: usize,
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
    struct Entry {
        /// The place of the machine that has polled it last, and the tag of that.
        parent: Option<(usize, u8)>,
        description: &'static Description,
        /// None while it runs.
        tag: Option<u8>,
        /// Greater than that of a machine that was polled for the first time before it.
        order: u64,
    }

    #[derive(Default)]
    struct Table {
        entries: BTreeMap<usize, Entry>,
        polled: u64,
    }

    static TABLE: Mutex<Table> = Mutex::new(Table { entries: BTreeMap::new(), polled: 0 });

    thread_local! {
        static RUNNING: RefCell<Vec<Frame>> = const { RefCell::new(Vec::new()) };
        static SHOWN: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
    }

    /// No code of others runs in `act`.
    fn table<R>(act: impl FnOnce(&mut Table) -> R) -> R {
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
        begin(Frame { place: state.addr(), tag: Some(state.cast_const().cast()) }, description)
    }

    /// The same for one of rustc's own.
    pub fn enter_opaque<S>(state: *mut S, description: &'static Description) -> Entered {
        begin(Frame { place: state.addr(), tag: None }, description)
    }

    fn begin(frame: Frame, description: &'static Description) -> Entered {
        let parent = running(|frames| {
            let parent = frames.last().map(|parent| (parent.place, parent.tag()));
            frames.push(frame);
            parent
        });
        let parent = parent.flatten();
        table(|table| match table.entries.entry(frame.place) {
            btree_map::Entry::Occupied(mut known)
                if known.get().parent.map(|(place, _)| place) == parent.map(|(place, _)| place) =>
            {
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
            table(|table| table.entries.entry(place).and_modify(|entry| entry.tag = Some(tag)));
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
        table(|table| table.entries.remove(&state.addr()));
    }

    /// A machine that another one polls: see [`View::children`](crate::View::children). It is what the machine was when it was asked for.
    #[derive(Clone, Copy)]
    pub struct Child {
        place: usize,
        entry: Entry,
    }

    /// The machines that the one whose state is there, with this tag, has polled last where it is suspended, as they were polled first.
    pub fn children(place: usize, tag: u8) -> Vec<Child> {
        let mut found: Vec<Child> = table(|table| {
            let theirs = table.entries.iter().filter(|(_, entry)| entry.parent == Some((place, tag)));
            theirs.map(|(place, entry)| Child { place: *place, entry: *entry }).collect()
        });
        found.sort_by_key(|child| child.entry.order);
        found
    }

    impl Child {
        /// What is known of its function.
        #[must_use]
        pub const fn description(&self) -> &'static Description {
            self.entry.description
        }

        /// The state that it was suspended in; none if it ran.
        #[must_use]
        pub fn state(&self) -> Option<StateInfo> {
            self.entry.tag.map(|tag| self.entry.description.of(tag))
        }

        /// The machines that it polls.
        #[must_use]
        pub fn children(&self) -> Vec<Child> {
            self.entry.tag.map(|tag| children(self.place, tag)).unwrap_or_default()
        }

        /// It, and below it those that it polls, but for those that are in the tree already.
        fn branch(&self, f: &mut dyn Write) -> fmt::Result {
            let shown = Shown::begin(self.place);
            write!(f, "{self:?}")?;
            for child in shown.others(self.children()) {
                f.write_char('\n')?;
                child.branch(&mut Indented::after_line(f))?;
            }
            Ok(())
        }
    }

    /// `fetch(AwaitConnect at src/main.rs:12:30: connect(&url).await)`; `{:#?}` has those below it that it polls.
    impl fmt::Debug for Child {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match (f.alternate(), self.state()) {
                (true, _) => self.branch(f),
                (false, Some(state)) => write!(f, "{}({state})", self.entry.description.function),
                (false, None) => write!(f, "{}(<running>)", self.entry.description.function),
            }
        }
    }

    /// A machine that is being written, in a tree.
    pub struct Shown(usize);

    impl Shown {
        /// The one whose state is there.
        pub fn begin(place: usize) -> Self {
            let mark = SHOWN.try_with(|shown| {
                let mut shown = shown.borrow_mut();
                shown.push(place);
                shown.len() - 1
            });
            Shown(mark.unwrap_or_default())
        }

        /// Writes below the machine what it polls, of which nothing has been written as yet.
        pub fn write(&self, children: Vec<Child>, f: &mut dyn Write) -> fmt::Result {
            self.others(children).into_iter().try_for_each(|child| {
                f.write_char('\n')?;
                child.branch(&mut Indented::after_line(f))
            })
        }

        fn others(&self, mut children: Vec<Child>) -> Vec<Child> {
            let seen = SHOWN.try_with(|shown| shown.borrow().clone()).unwrap_or_default();
            children.retain(|child| !seen.contains(&child.place));
            children
        }
    }

    /// With the first one of the tree all are forgotten.
    impl Drop for Shown {
        fn drop(&mut self) {
            if self.0 == 0 {
                let _ = SHOWN.try_with(|shown| shown.borrow_mut().clear());
            }
        }
    }
}
