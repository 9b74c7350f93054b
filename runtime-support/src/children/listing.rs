//! What of the children of a machine its tree tells: those that are not in it already, as locals or inside of these.
use alloc::vec::Vec;
use core::{
    cell::RefCell,
    fmt::{self, Write},
    ptr,
};
use std::thread_local;

use super::{
    child::{self, Child},
    node::Node,
    running::Own,
};
use crate::{Local, View, tree::Indented};

/// What a machine polls, for as long as it is looked at.
#[derive(Clone, Copy)]
pub struct Polls<'a>(Option<&'a Node>);

impl<'a> Polls<'a> {
    /// Nobody knows.
    pub const NONE: Self = Polls(None);

    pub fn of(own: &'a Own) -> Self {
        Polls(own.node())
    }

    pub(crate) fn children(self) -> Vec<Child> {
        self.0.map(child::all).unwrap_or_default()
    }
}

impl fmt::Debug for Polls<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

/// The machines that are in the text that this thread writes. They are borrowed meanwhile, so that each keeps its node.
#[derive(Default)]
struct Written {
    depth: usize,
    nodes: Vec<*const Node>,
}

thread_local! {
    static WRITTEN: RefCell<Written> = RefCell::default();
}

fn with<R>(act: impl FnOnce(&mut Written) -> R) -> Option<R> {
    WRITTEN.try_with(|written| written.try_borrow_mut().ok().map(|mut written| act(&mut written))).ok().flatten()
}

/// A part of that text.
struct Part {
    since: usize,
}

impl Part {
    fn begin() -> Self {
        let since = with(|written| {
            written.depth += 1;
            written.nodes.len()
        });
        Part { since: since.unwrap_or_default() }
    }

    /// Whether it has this machine in it.
    fn has(&self, child: &Child) -> bool {
        with(|written| written.nodes[self.since..].contains(&child.node())).unwrap_or_default()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        with(|written| {
            written.depth -= 1;
            if written.depth == 0 {
                written.nodes.clear();
            }
        });
    }
}

/// A machine that is written, with its locals.
pub struct Listing<'a> {
    polls: Polls<'a>,
    part: Part,
}

impl<'a> Listing<'a> {
    pub fn of(machine: View<'a>) -> Self {
        let (polls, part) = (machine.polls(), Part::begin());
        if let Some(node) = polls.0 {
            with(|written| written.nodes.push(ptr::from_ref(node)));
        }
        Listing { polls, part }
    }

    /// Writes what it does not wait for where it is; and what it waits for, if what is `awaited` has not been told, as of rustc's own machine.
    pub fn rest(&self, awaited: bool, f: &mut dyn Write) -> fmt::Result {
        let told = |child: &Child| (awaited && child.is_awaited()) || self.part.has(child);
        let mut rest = self.polls.children().into_iter().filter(|child| !told(child));
        rest.try_for_each(|child| below(&child, f))
    }
}

/// Writes a local, and below what is awaited the machines that are polled in it.
pub fn awaited(local: &Local<'_>, f: &mut dyn Write, leaf: impl FnOnce(&mut dyn Write) -> fmt::Result) -> fmt::Result {
    let part = Part::begin();
    leaf(f)?;
    let children = if local.awaited { local.polls.children() } else { Vec::new() };
    children.iter().filter(|child| child.is_awaited() && !part.has(child)).try_for_each(|child| below(child, f))
}

/// Writes a child on a line of its own, moved in.
pub fn below(child: &Child, f: &mut dyn Write) -> fmt::Result {
    f.write_char('\n')?;
    child.tree(&mut Indented { inner: f, begins: true })
}
