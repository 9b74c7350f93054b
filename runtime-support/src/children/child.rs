//! What the table tells: [`Child`], and the part of a tree that it gives.
use alloc::vec::Vec;
use core::{
    cell::RefCell,
    fmt::{self, Write},
};
use std::thread_local;

use super::running::{Entry, Place, table};
use crate::{Description, StateInfo, tree::Indented};

thread_local! {
    /// The machines that the tree at hand has already.
    static SHOWN: RefCell<Vec<Place>> = const { RefCell::new(Vec::new()) };
}

/// A machine that has been polled, as [`View::children`](crate::View::children) and [`roots`] tell of it: what it was when it was asked for.
///
/// `{:?}` is one line, `{:#?}` the tree of those that it polls.
#[derive(Clone, Copy)]
pub struct Child {
    place: Place,
    entry: Entry,
}

/// The machines that the one whose state is there, where it has this tag, has polled last where it is suspended, as they were polled first.
pub fn children(place: Place, tag: u8) -> Vec<Child> {
    known_by(Some((place, tag)))
}

fn known_by(parent: Option<(Place, u8)>) -> Vec<Child> {
    let mut found: Vec<Child> = table(|table| {
        let theirs = table.entries.iter().filter(|(_, entry)| entry.parent == parent);
        theirs.map(|(place, entry)| Child { place: *place, entry: *entry }).collect()
    });
    found.sort_by_key(|child| child.entry.order);
    found
}

/// All machines of the process that have been polled, and last by no other machine, until they end or are dropped: one for each task that
/// runs a machine. They are in the order in which they were polled first; those that they poll are their children.
///
/// ```
/// use std::{future::{Future, pending}, task::{Context, Waker}};
/// use visible_async::visible_async;
///
/// #[visible_async]
/// async fn wait() {
///     pending().await
/// }
///
/// #[visible_async]
/// async fn serve() {
///     wait().await;
/// }
///
/// let mut task = Box::pin(serve());
/// assert!(task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
/// // From wherever, without the task:
/// let stuck = visible_async::roots();
/// assert_eq!(stuck.iter().map(|root| root.description().function).collect::<Vec<_>>(), ["serve"]);
/// assert!(format!("{:#?}", stuck[0]).contains("wait(AwaitPending at "));
/// drop(task);
/// assert!(visible_async::roots().is_empty());
/// ```
#[must_use]
pub fn roots() -> Vec<Child> {
    known_by(None)
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
    pub fn begin(place: Place) -> Self {
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
