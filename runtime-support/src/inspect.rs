//! What can be seen of a machine: its live locals, and the machine itself without the type of its output.
use core::{any::Any, fmt};

use crate::{
    Visible,
    description::{Description, StateInfo},
    owns::Owns,
    tree,
};

/// A machine that is looked at, whatever its output: what [`VisibleFuture`](crate::VisibleFuture) shows, as a value of one type.
///
/// ```
/// use visible_async::{View, visible_async};
///
/// #[visible_async]
/// async fn double(n: u32) -> u32 {
///     std::future::ready(n).await * 2
/// }
///
/// #[visible_async]
/// async fn name() -> &'static str {
///     std::future::ready("name").await
/// }
///
/// let (double, name) = (double(2), name());
/// let names = [View::of(&double), View::of(&name)].map(|machine| machine.description().function);
/// assert_eq!(names, ["double", "name"]);
/// ```
#[derive(Clone, Copy)]
pub struct View<'a>(&'a dyn Erased);

impl<'a> View<'a> {
    /// Of this machine.
    pub fn of(machine: &'a impl Visible) -> Self {
        View(machine)
    }

    /// The state that the machine is in.
    #[must_use]
    pub fn state(&self) -> StateInfo {
        self.0.erased_state()
    }

    /// As [`VisibleFuture::description`](crate::VisibleFuture::description).
    #[must_use]
    pub fn description(&self) -> &'static Description {
        self.0.erased_description()
    }

    /// As [`VisibleFuture::locals`](crate::VisibleFuture::locals).
    pub fn locals(&self, see: &mut dyn FnMut(Local<'a>)) {
        self.0.erased_locals(see);
    }

    /// The machines that this one has polled and that are pending, in the order in which it began to: also those inside a `join!`, a `select!`,
    /// a `FuturesUnordered` or a `dyn Future`. Under the feature `children`; without it `{:#?}` has those alone that the types of the locals tell.
    ///
    /// ```
    /// use std::{future::Future, pin::pin, task::{Context, Waker}};
    /// use visible_async::{View, visible_async};
    ///
    /// #[visible_async]
    /// async fn part(n: u32) -> u32 {
    ///     std::future::pending::<()>().await;
    ///     n
    /// }
    ///
    /// #[visible_async]
    /// async fn whole() -> u32 {
    ///     let (one, two) = futures::join!(part(1), part(2));
    ///     one + two
    /// }
    ///
    /// let mut machine = pin!(whole());
    /// assert!(machine.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    /// let children = View::of(&machine).children();
    /// let names: Vec<_> = children.iter().map(|child| (child.description().function, child.state().unwrap().name)).collect();
    /// assert_eq!(names, [("part", "AwaitPending"), ("part", "AwaitPending")]);
    /// assert!(children.iter().all(|child| child.is_awaited()));
    /// ```
    #[cfg(feature = "children")]
    #[must_use]
    pub fn children(&self) -> alloc::vec::Vec<crate::Child> {
        self.polls().children()
    }

    #[cfg(feature = "children")]
    pub(crate) fn polls(&self) -> crate::children::Polls<'a> {
        self.0.erased_polls()
    }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A machine without its output.
trait Erased: fmt::Debug {
    fn erased_state(&self) -> StateInfo;
    fn erased_description(&self) -> &'static Description;
    fn erased_locals<'a>(&'a self, see: &mut dyn FnMut(Local<'a>));
    #[cfg(feature = "children")]
    fn erased_polls(&self) -> crate::children::Polls<'_>;
}

impl<F: Visible> Erased for F {
    fn erased_state(&self) -> StateInfo {
        self.state_info()
    }

    fn erased_description(&self) -> &'static Description {
        self.describe()
    }

    fn erased_locals<'a>(&'a self, see: &mut dyn FnMut(Local<'a>)) {
        self.look(see);
    }

    #[cfg(feature = "children")]
    fn erased_polls(&self) -> crate::children::Polls<'_> {
        self.polls()
    }
}

/// A local that is alive in a suspended machine.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Local<'a> {
    /// Its name in the source; that of a temporary is made up of what it stands for.
    pub name: &'static str,
    /// The name of its type, as [`core::any::type_name`] gives it.
    pub type_name: &'static str,
    /// Its size in bytes.
    pub size: usize,
    /// Whether it is the future that the machine waits for.
    pub awaited: bool,
    /// What it is.
    pub value: Value<'a>,
    pub(crate) any: Option<Whole<'a>>,
    /// What its machine polls.
    #[cfg(feature = "children")]
    pub(crate) polls: crate::children::Polls<'a>,
}

impl<'a> Local<'a> {
    /// The value itself, if it is shown, and a `T`.
    #[must_use]
    pub fn downcast_ref<T: Owns>(&self) -> Option<&'a T> {
        self.any?.0.downcast_ref()
    }
}

/// `page: Vec<u8> = [1]`, and of a machine its tree: as in the `{:#?}` of the machine that it is a local of.
impl fmt::Display for Local<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tree::leaf(self, f)
    }
}

/// A value whose type owns all that it reaches.
#[derive(Clone, Copy)]
pub struct Whole<'a>(pub(crate) &'a dyn Any);

impl fmt::Debug for Whole<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

/// What a local is.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Value<'a> {
    /// Its type is `Debug`.
    Debug(&'a dyn fmt::Debug),
    /// It is a machine that can be looked at itself, or a pointer to one.
    Machine(View<'a>),
    /// Something else in the machine may have borrowed it exclusively: nobody may look at it now.
    Borrowed,
    /// It is not used again, and may have borrowed what is gone by now.
    Unused,
    /// It is mentioned again, but it could not be proven that it is used, so it may have borrowed what is gone by now: the await stands in
    /// a macro, or another local has the same name there.
    Unproven,
    /// A part of it was moved out.
    Parted,
    /// Its type is not `Debug`.
    Hidden,
}

/// As the value itself, or `<borrowed>`, `<unused>`, `<unproven>`, `<in parts>`, `..`.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Debug(value) => value.fmt(f),
            Value::Machine(machine) => machine.fmt(f),
            Value::Borrowed => f.write_str("<borrowed>"),
            Value::Unused => f.write_str("<unused>"),
            Value::Unproven => f.write_str("<unproven>"),
            Value::Parted => f.write_str("<in parts>"),
            Value::Hidden => f.write_str(".."),
        }
    }
}
