//! What is known of a machine before it runs: [`Description`].
use core::fmt;

/// What a state is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StateKind {
    /// Not polled yet.
    Start,
    /// A suspension point: the machine rests here while the awaited future is pending.
    Suspended,
    /// The head of a loop, or where branches meet: the machine passes through, and never rests here.
    Passed,
    /// It has returned.
    Done,
    /// A panic has left it; also what it shows while it runs.
    Panicked,
    /// The machine is rustc's own, which shows nothing.
    Opaque,
}

/// What is known of one state of a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StateInfo {
    /// The name of the state: `Start`, `AwaitFetch`, `Done`, `Panicked`; `Opaque` where the machine is rustc's own.
    pub name: &'static str,
    /// Its number, in the order of the source.
    pub index: u8,
    /// What it is for.
    pub kind: StateKind,
    /// The source file of the function.
    pub file: &'static str,
    /// The line of the `.await` that the machine is suspended at; 0 in a state that is no suspension point.
    pub line: u32,
    /// The column of the `.await`, from 1; 0 in a state that is no suspension point.
    pub column: u32,
    /// The source text of the awaited expression; empty in a state that is no suspension point.
    pub text: &'static str,
    /// The names of the locals that may be alive in it, in the order of declaration, and last the awaited future.
    pub locals: &'static [&'static str],
}

impl StateInfo {
    /// Whether nothing follows: it has returned or panicked.
    #[must_use]
    pub const fn is_terminal(&self) -> bool {
        matches!(self.kind, StateKind::Done | StateKind::Panicked)
    }
}

/// `AwaitFetch at src/main.rs:12:20: fetch(url).await`
impl fmt::Display for StateInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        if self.kind == StateKind::Suspended {
            write!(f, " at {}:{}:{}: {}.await", self.file, self.line, self.column, self.text)?;
        }
        Ok(())
    }
}

/// Why a machine goes from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum On {
    /// The machine is polled for the first time, or what it awaits is ready, and it goes on.
    Ready,
    /// A loop begins again.
    Again,
    /// A `break` has left a loop or block.
    Break,
    /// `?` has returned an error or `None`.
    Question,
    /// `return`, or the end of the function.
    Return,
}

impl fmt::Display for On {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            On::Ready => "ready",
            On::Again => "again",
            On::Break => "break",
            On::Question => "?",
            On::Return => "return",
        })
    }
}

/// One way from a state to another. Besides, each state in which a machine can rest may be left by dropping the machine, and by a panic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Transition {
    /// The state that is left.
    pub from: StateInfo,
    /// The state that is entered.
    pub to: StateInfo,
    /// Why.
    pub on: On,
}

/// A state in emitted code: what [`StateInfo`] says but for its number and file.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    name: &'static str,
    kind: StateKind,
    place: (u32, u32),
    text: &'static str,
    locals: &'static [&'static str],
}

impl Row {
    /// A state that is no suspension point.
    const fn plain(name: &'static str, kind: StateKind, locals: &'static [&'static str]) -> Row {
        Row { name, kind, place: (0, 0), text: "", locals }
    }

    /// The state of this number.
    const fn state(&self, index: u8, file: &'static str) -> StateInfo {
        let Row { name, kind, place: (line, column), text, locals } = *self;
        StateInfo { name, index, kind, file, line, column, text, locals }
    }
}

/// Not polled yet.
pub const fn start(name: &'static str, locals: &'static [&'static str]) -> Row {
    Row::plain(name, StateKind::Start, locals)
}

/// A suspension point.
pub const fn suspended(name: &'static str, text: &'static str, place: (u32, u32), locals: &'static [&'static str]) -> Row {
    Row { name, kind: StateKind::Suspended, place, text, locals }
}

/// A pass-through state.
pub const fn passed(name: &'static str, locals: &'static [&'static str]) -> Row {
    Row::plain(name, StateKind::Passed, locals)
}

/// The two ends.
const ENDS: [Row; 2] = [Row::plain("Done", StateKind::Done, &[]), Row::plain("Panicked", StateKind::Panicked, &[])];

/// The one state of a machine of rustc's own.
const OPAQUE: Row = Row::plain("Opaque", StateKind::Opaque, &[]);

/// What is known of a machine before it runs: its states, and which may follow which. It is a constant of the function.
///
/// ```
/// use visible_async::{VisibleFuture, visible_async};
///
/// #[visible_async]
/// async fn double(n: u32) -> u32 {
///     let n = std::future::ready(n).await;
///     n * 2
/// }
///
/// let description = double(2).description();
/// assert_eq!(description.function, "double");
/// let names: Vec<_> = description.states().map(|state| state.name).collect();
/// assert_eq!(names, ["Start", "AwaitReady", "Done", "Panicked"]);
/// let ways: Vec<_> = description.transitions().map(|way| (way.from.name, way.to.name)).collect();
/// assert_eq!(ways, [("Start", "AwaitReady"), ("AwaitReady", "Done")]);
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub struct Description {
    /// The name of the function.
    pub function: &'static str,
    /// The path of its module.
    pub module: &'static str,
    /// Its source file, as the compiler was told.
    pub file: &'static str,
    rows: &'static [Row],
    ways: &'static [(u8, u8, On)],
}

impl Description {
    /// For emitted code: `rows` by their tags, without the ends.
    #[doc(hidden)]
    pub const fn new(
        (function, module, file): (&'static str, &'static str, &'static str),
        rows: &'static [Row],
        ways: &'static [(u8, u8, On)],
    ) -> Self {
        Description { function, module, file, rows, ways }
    }

    /// Of a machine of rustc's own.
    pub(crate) const OPAQUE: &'static Description =
        &Description { function: "an async fn", module: "", file: "", rows: &[OPAQUE], ways: &[] };

    /// The state of such a machine.
    pub(crate) const OPAQUE_STATE: StateInfo = OPAQUE.state(0, "");

    /// The number of states but for the two ends.
    pub(crate) const fn len(&self) -> u8 {
        self.rows.len() as u8
    }

    /// Whether the machine is rustc's own, of which nothing is known.
    #[must_use]
    pub const fn is_opaque(&self) -> bool {
        matches!(self.rows, [Row { kind: StateKind::Opaque, .. }])
    }

    /// The state with this number: none is above that of `Panicked`.
    #[must_use]
    pub fn state(&self, index: u8) -> Option<StateInfo> {
        self.row(index).map(|row| row.state(index, self.file))
    }

    /// Where the state with this number is described.
    fn row(&self, index: u8) -> Option<&'static Row> {
        let (at, ends) = (usize::from(index), if self.is_opaque() { &[][..] } else { &ENDS[..] });
        self.rows.get(at).or_else(|| ends.get(at.wrapping_sub(self.rows.len())))
    }

    /// The state of a machine that has this tag.
    pub(crate) fn of(&self, tag: u8) -> StateInfo {
        match self.row(tag) {
            Some(row) => row.state(tag, self.file),
            None => Self::OPAQUE_STATE,
        }
    }

    /// The states, by their numbers: last the two ends, `Done` and `Panicked`.
    pub fn states(&self) -> impl Iterator<Item = StateInfo> {
        (0..=u8::MAX).map_while(|index| self.state(index))
    }

    /// Those that a machine can be seen in: it passes through the others.
    pub(crate) fn seen(&self) -> impl Iterator<Item = StateInfo> {
        self.states().filter(|state| state.kind != StateKind::Passed)
    }

    /// The state of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<StateInfo> {
        self.states().find(|state| state.name == name)
    }

    /// What may follow what, by the states that are left. States that are passed through are left out: the way goes on behind them.
    pub fn transitions(&self) -> impl Iterator<Item = Transition> {
        self.ways.iter().filter_map(|(from, to, on)| Some(Transition { from: self.state(*from)?, to: self.state(*to)?, on: *on }))
    }
}
