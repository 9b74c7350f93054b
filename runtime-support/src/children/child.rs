//! A machine that another polls: [`Child`].
use alloc::{sync::Arc, vec::Vec};
use core::fmt::{self, Write};

use super::{listing, node::Node};
use crate::{Description, StateInfo, writing::Writing};

/// A machine that has been polled and is pending, as it was at some moment: of [`View::children`](crate::View::children) or [`roots`], under
/// the feature `children`. It is not held, and may have gone on, or be gone.
///
/// `{:?}` is one line, `{:#?}` the tree of its children. With the feature `serde` it is `Serialize`: its function, its state (none while it
/// runs), whether it is awaited, and its children.
#[derive(Clone)]
pub struct Child {
    node: Arc<Node>,
    at: Option<StateInfo>,
    awaited: bool,
}

/// Those of a machine. While that runs they come and go: then it has none.
pub fn all(node: &Node) -> Vec<Child> {
    let Some(tag) = node.tag() else { return Vec::new() };
    let child = |child: Arc<Node>| {
        let at = child.at();
        Child { node: child, at: at.map(|at| node.description.of(at)), awaited: at == Some(tag) }
    };
    node.children().into_iter().map(child).collect()
}

/// The machines of the process that are pending and that no machine has polled last, in the order in which they were first: one for each
/// task that runs a machine. What these poll are their children. Under the feature `children`.
///
/// ```
/// use std::{future::{Future, pending}, pin::pin, task::{Context, Waker}};
/// use visible_async::visible_async;
///
/// #[visible_async]
/// async fn connect() {
///     pending().await
/// }
///
/// #[visible_async]
/// async fn serve() {
///     connect().await;
/// }
///
/// let mut task = Box::pin(serve());
/// assert!(task.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
/// // From wherever, and without the task:
/// let roots = visible_async::roots();
/// assert_eq!(roots[0].description().function, "serve");
/// assert!(format!("{:#?}", roots[0]).contains("\n    connect(AwaitPending at "));
/// drop(task);
/// assert!(visible_async::roots().is_empty());
/// ```
#[must_use]
pub fn roots() -> Vec<Child> {
    Node::roots().into_iter().map(|node| Child { node, at: None, awaited: true }).collect()
}

impl Child {
    /// What is known of it before it runs.
    #[must_use]
    pub fn description(&self) -> &'static Description {
        self.node.description
    }

    /// The state that it is in; none while it is being polled.
    #[must_use]
    pub fn state(&self) -> Option<StateInfo> {
        self.node.tag().map(|tag| self.node.description.of(tag))
    }

    /// Whether its parent is in the state in which it polled it last, or it has none. Else that waits for something else, and this does not go on.
    #[must_use]
    pub const fn is_awaited(&self) -> bool {
        self.awaited
    }

    /// The state of its parent in which that polled it last; none if it was at no await.
    #[must_use]
    pub const fn polled_at(&self) -> Option<StateInfo> {
        self.at
    }

    /// The machines that it has polled itself, as [`View::children`](crate::View::children) tells them.
    #[must_use]
    pub fn children(&self) -> Vec<Child> {
        all(&self.node)
    }

    pub(super) fn node(&self) -> *const Node {
        Arc::as_ptr(&self.node)
    }

    /// `fetch(AwaitConnect at ..)`, `last polled at AwaitSelect: fetch(<running>)`
    fn line(&self, f: &mut dyn Write) -> fmt::Result {
        match self.at {
            _ if self.awaited => {}
            Some(at) => write!(f, "last polled at {}: ", at.name)?,
            None => f.write_str("polled between awaits: ")?,
        }
        f.write_str(self.description().function)?;
        match self.state() {
            Some(state) => write!(f, "({state})"),
            None => f.write_str("(<running>)"),
        }
    }

    /// With its children below it.
    pub(super) fn tree(&self, f: &mut dyn Write) -> fmt::Result {
        let Some(_writing) = Writing::begin() else { return f.write_str("..") };
        self.line(f)?;
        let mut children = self.children();
        // As where the types tell of the machine: first what it waits for.
        children.sort_by_key(|child| !child.awaited);
        children.iter().try_for_each(|child| listing::below(child, f))
    }
}

impl fmt::Debug for Child {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() { self.tree(f) } else { self.line(f) }
    }
}

/// As its `{:#?}`.
impl fmt::Display for Child {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tree(f)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Child {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let writing = Writing::begin();
        let children = if writing.is_some() { self.children() } else { Vec::new() };
        let mut fields = serializer.serialize_struct("Child", 4)?;
        fields.serialize_field("function", self.description().function)?;
        fields.serialize_field("state", &self.state())?;
        fields.serialize_field("awaited", &self.awaited)?;
        fields.serialize_field("children", &children[..])?;
        fields.end()
    }
}
