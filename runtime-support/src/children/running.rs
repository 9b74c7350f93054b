//! The machines that run on this thread, each in the poll of the one before it.
use alloc::{sync::Arc, vec::Vec};
use core::{cell::RefCell, mem, task::Poll};
use std::thread_local;

use super::node::Node;
use crate::Description;

/// What a machine keeps of itself and its children, once it rests.
#[derive(Debug)]
pub struct Own(Option<Arc<Node>>);

impl Own {
    #[inline(always)]
    pub const fn new() -> Self {
        Own(None)
    }

    pub(super) fn node(&self) -> Option<&Node> {
        self.0.as_deref()
    }

    /// The machine is gone, or has ended: nobody sees it from now on.
    #[inline]
    pub fn end(&mut self) {
        if let Some(node) = self.0.take() {
            node.end();
        }
    }
}

/// It leaves with its machine, and before what comes after it there.
impl Drop for Own {
    #[inline]
    fn drop(&mut self) {
        self.end();
    }
}

/// A machine that runs.
struct Frame {
    node: Option<Arc<Node>>,
    description: &'static Description,
    tag: *const u8,
    /// The suspension point of its leaf future that is being polled.
    point: Option<u8>,
}

impl Frame {
    /// The state that it polls something in.
    fn at(&self) -> Option<u8> {
        // SAFETY: `Running` takes the frame off the stack before `Machine::poll` returns, or is left by a panic; until then that has the state, at
        // this address, whose first byte is the tag (of an `Opaque`, a static). It is on this thread, in what it polls: nothing writes the tag while this reads.
        let tag = self.point.unwrap_or_else(|| unsafe { *self.tag });
        (tag < self.description.len()).then_some(tag)
    }
}

thread_local! {
    static RUNNING: RefCell<Vec<Frame>> = const { RefCell::new(Vec::new()) };
}

fn with<R>(act: impl FnOnce(&mut Vec<Frame>) -> R) -> Option<R> {
    RUNNING.try_with(|frames| frames.try_borrow_mut().ok().map(|mut frames| act(&mut frames))).ok().flatten()
}

/// A machine runs while this lives. A panic that drops it ends the machine.
pub struct Running<'o> {
    own: &'o mut Own,
    /// The frames below its own, if it has one.
    below: Option<usize>,
    /// The first byte is the tag.
    tag: *const u8,
}

/// The machine whose state is there runs.
#[inline]
pub fn enter<'o, S>(own: &'o mut Own, state: *mut S, description: &'static Description) -> Running<'o> {
    let tag = state.cast_const().cast::<u8>();
    let below = with(|frames| {
        let node = own.0.take();
        if let Some(node) = &node {
            node.run();
        }
        frames.push(Frame { node, description, tag, point: None });
        frames.len() - 1
    });
    Running { own, below, tag }
}

impl Running<'_> {
    /// The machine rests if it is pending, and has ended else.
    #[inline]
    pub fn leave<T>(mut self, polled: &Poll<T>) {
        if polled.is_ready() {
            return;
        }
        // SAFETY: as in `Frame::at`: this is still in the machine's poll.
        let tag = unsafe { *self.tag };
        let below = self.below.take();
        let rested = with(|frames| {
            let frame = below.and_then(|below| taken(frames, below, self.tag));
            let parent = frames.last_mut();
            let Frame { node, description, .. } = frame?;
            let node = node.unwrap_or_else(|| Node::new(description));
            node.rest(tag);
            node.polled_by(parent.map(|parent| {
                let at = parent.at();
                (&*parent.node.get_or_insert_with(|| Node::new(parent.description)), at)
            }));
            Some(node)
        });
        // Without a stack it is nobody's child.
        *self.own = Own(rested.flatten());
        mem::forget(self);
    }
}

/// Takes the frame off the stack that stands on so many, if it is there: whoever changes stacks within a poll may have left it elsewhere.
fn taken(frames: &mut Vec<Frame>, below: usize, tag: *const u8) -> Option<Frame> {
    frames.get(below).filter(|frame| core::ptr::eq(frame.tag, tag))?;
    frames.truncate(below + 1);
    frames.pop()
}

impl Drop for Running<'_> {
    #[inline]
    fn drop(&mut self) {
        let node = self.below.and_then(|below| with(|frames| taken(frames, below, self.tag)?.node)).flatten();
        *self.own = Own(node);
        self.own.end();
    }
}

fn top(act: impl FnOnce(&mut Frame)) {
    with(|frames| frames.last_mut().map(act));
}

/// A machine polls what it awaits, in a slot.
#[inline]
pub fn reached() {
    top(|frame| frame.point = None);
}

/// The leaf future of a machine polls one of its suspension points, or is back at that one.
#[inline]
pub fn point(tag: u8) {
    top(|frame| frame.point = Some(tag));
}
