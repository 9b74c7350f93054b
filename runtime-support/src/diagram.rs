//! The states of a machine as a picture or a table: [`Diagram`].
use core::fmt;

use crate::{Description, StateInfo};

mod dot;
mod label;
mod mermaid;
#[cfg(feature = "svg")]
mod svg;
mod table;
mod ways;

/// What every picture says once, instead of two more ways from each state.
const BESIDES: &str = "In each state the machine may also panic, or be dropped.";

/// `fetch in client::net`
pub(crate) fn heading(description: &'static Description) -> impl fmt::Display {
    table::Heading(description)
}

/// The states of a machine and what may follow what, to be written as a picture or a table: made by [`Description::diagram`].
///
/// None of the views allocates, but for `svg`. They show the states in which a machine can rest, in the order of the source: a state's name,
/// and at a suspension point the awaited text and its line. White space in that text is one space, and beyond 60 characters it is cut.
/// Between two states there is one way, with all that leads there ([`On`](crate::On)). That each state may also be left by a panic, for
/// `Panicked`, and by dropping the machine, is said once.
///
/// ```
/// use visible_async::{VisibleFuture, visible_async};
///
/// #[visible_async]
/// async fn double(n: u32) -> u32 {
///     std::future::ready(n).await * 2
/// }
///
/// let machine = double(2);
/// println!("{}", machine.description().diagram().at(machine.state()).table());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Diagram {
    description: &'static Description,
    at: Option<StateInfo>,
}

impl Description {
    /// The states as a picture or a table.
    ///
    /// ```
    /// # use visible_async::{VisibleFuture, visible_async};
    /// # #[visible_async]
    /// # async fn double(n: u32) -> u32 {
    /// #     std::future::ready(n).await * 2
    /// # }
    /// let diagram = double(2).description().diagram();
    /// assert!(diagram.mermaid().to_string().contains("Start --> AwaitReady: ready"));
    /// ```
    #[must_use]
    pub fn diagram(&'static self) -> Diagram {
        Diagram { description: self, at: None }
    }
}

impl Diagram {
    /// Marks this state, as the one that a machine is in. One that the function does not have marks nothing.
    ///
    /// ```
    /// # use visible_async::{VisibleFuture, visible_async};
    /// # #[visible_async]
    /// # async fn double(n: u32) -> u32 {
    /// #     std::future::ready(n).await * 2
    /// # }
    /// let machine = double(2);
    /// let table = machine.description().diagram().at(machine.state()).table().to_string();
    /// assert!(table.contains("\n> Start"));
    /// ```
    #[must_use]
    pub fn at(self, state: StateInfo) -> Self {
        Diagram { at: Some(state), ..self }
    }

    /// As a Mermaid `stateDiagram-v2`, which GitHub and others draw; the marked state is of the class `now`.
    ///
    /// ```
    /// # use visible_async::{VisibleFuture, visible_async};
    /// # #[visible_async]
    /// # async fn double(n: u32) -> u32 {
    /// #     std::future::ready(n).await * 2
    /// # }
    /// let mermaid = double(2).description().diagram().mermaid().to_string();
    /// assert!(mermaid.contains("stateDiagram-v2\n    [*] --> Start\n"));
    /// ```
    pub fn mermaid(&self) -> impl fmt::Display + use<> {
        mermaid::Mermaid(*self)
    }

    /// As a graph for Graphviz' `dot`; the marked state is filled.
    ///
    /// ```
    /// # use visible_async::{VisibleFuture, visible_async};
    /// # #[visible_async]
    /// # async fn double(n: u32) -> u32 {
    /// #     std::future::ready(n).await * 2
    /// # }
    /// let dot = double(2).description().diagram().dot().to_string();
    /// assert!(dot.contains("AwaitReady -> Done [label=\"return\"]"));
    /// ```
    pub fn dot(&self) -> impl fmt::Display + use<> {
        dot::Dot(*self)
    }

    /// As a table for a terminal: the states, where they are (file, line and column), what they await, which locals may be alive there, and
    /// what follows when. The marked state has a `>`.
    ///
    /// Columns are padded by the number of characters.
    ///
    /// ```
    /// # use visible_async::{VisibleFuture, visible_async};
    /// # #[visible_async]
    /// # async fn double(n: u32) -> u32 {
    /// #     std::future::ready(n).await * 2
    /// # }
    /// let table = double(2).description().diagram().table().to_string();
    /// let starts = table.lines().map(|line| line.split_whitespace().next().unwrap_or_default());
    /// assert_eq!(starts.take(6).collect::<Vec<_>>(), ["double", "state", "Start", "AwaitReady", "Done", "Panicked"]);
    /// ```
    pub fn table(&self) -> impl fmt::Display + use<> {
        table::Table(*self)
    }

    /// As a picture in SVG, complete with its background: the states from the top down, what goes on further below to the right of them,
    /// what goes back to the left; the marked state is filled. All that enters a state from one side shares a line. Needs the feature `svg`.
    ///
    /// ```
    /// # use visible_async::{VisibleFuture, visible_async};
    /// # #[visible_async]
    /// # async fn double(n: u32) -> u32 {
    /// #     std::future::ready(n).await * 2
    /// # }
    /// let svg = double(2).description().diagram().svg();
    /// assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    /// ```
    #[cfg(feature = "svg")]
    #[must_use]
    pub fn svg(&self) -> alloc::string::String {
        alloc::format!("{}", svg::Svg(*self))
    }

    /// The states that are shown.
    fn states(&self) -> impl Iterator<Item = StateInfo> + use<> {
        self.description.seen()
    }

    /// Whether this is the marked state.
    fn marks(&self, state: &StateInfo) -> bool {
        self.at.as_ref() == Some(state)
    }

    /// The shown state that is marked.
    fn marked(&self) -> Option<StateInfo> {
        self.states().find(|state| self.marks(state))
    }
}
