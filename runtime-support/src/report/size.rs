//! How large a machine is, and why: [`SizeReport`].
use core::fmt::{self, Write};

use super::{Inside, Live};
use crate::{Description, StateInfo, Visible, columns, diagram::heading, tree::short};

/// The heads of the columns.
const HEADS: [&str; 5] = ["state", "offset", "bytes", "local", "type"];

/// How large a machine is, and which local in which state makes it so: where each live local is in each state.
///
/// It is of the type of the machine, not of what it does at the moment, and it runs nothing of it. It is worked out when it is asked for: a
/// function that is not asked for it gets nothing more, and no machine gets a byte. With `#[visible_async(report)]` it says what rustc's own machine
/// for the same function would take. `{}` is a table. Nothing allocates but, with the feature `alloc`, room for one machine at a time (else that
/// is on the stack).
///
/// ```
/// use visible_async::{SizeReport, visible_async};
///
/// #[visible_async(report)]
/// async fn total(list: [u8; 64]) -> usize {
///     let count = std::future::ready(1_u64).await;
///     list.len() + count as usize
/// }
///
/// let report = SizeReport::of(&total([0; 64]));
/// assert!(report.rustc().is_some_and(|bytes| report.size() <= bytes), "{report}");
/// let largest = report.largest().expect("there are locals");
/// assert_eq!((largest.local, largest.bytes), (Some("list"), 64));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SizeReport(Inside);

/// Some bytes of a machine in a state: a row of a [`SizeReport`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SizeRow {
    /// The state.
    pub state: StateInfo,
    /// The live local that is there. None: the tag (the machine's first byte), flags, what is kept for locals of other states, and what alignment
    /// leaves.
    pub local: Option<&'static str>,
    /// The name of its type, as [`core::any::type_name`] gives it; empty if there is no local.
    pub type_name: &'static str,
    /// Where it begins, in bytes from the beginning of the machine.
    pub offset: usize,
    /// How many bytes it takes.
    pub bytes: usize,
}

impl SizeRow {
    /// Where it ends.
    const fn end(&self) -> usize {
        self.offset + self.bytes
    }
}

impl SizeReport {
    /// Of this machine, in whatever state it is, also through a reference, a box or a pin.
    pub fn of(machine: &(impl Visible + ?Sized)) -> Self {
        SizeReport(machine.inside())
    }

    /// What is known of the machine before it runs.
    #[must_use]
    pub const fn description(&self) -> &'static Description {
        self.0.description
    }

    /// The size of the machine, in bytes.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.0.size
    }

    /// The size of rustc's own machine for the same function, in bytes. Only a function with `#[visible_async(report)]` knows it, and one that keeps
    /// rustc's machine.
    #[must_use]
    pub const fn rustc(&self) -> Option<usize> {
        self.0.rustc
    }

    /// What is where in each state in which the machine can rest; of each state in the order of the offsets, without what follows its last local.
    pub fn rows(&self) -> impl Iterator<Item = SizeRow> + use<> {
        let inside = self.0;
        inside.states().flat_map(move |state| rows(inside, state))
    }

    /// The largest local of the state that needs the most bytes, the first of several; none if the machine holds nothing.
    #[must_use]
    pub fn largest(&self) -> Option<SizeRow> {
        let state = self.rows().reduce(|a, b| if b.end() > a.end() { b } else { a })?.state;
        let locals = self.rows().filter(|row| row.state == state && row.local.is_some());
        locals.reduce(|a, b| if b.bytes > a.bytes { b } else { a })
    }
}

/// Those of a state.
fn rows(inside: Inside, state: StateInfo) -> impl Iterator<Item = SizeRow> {
    let (mut last, mut end, mut next) = (None, 0, None::<SizeRow>);
    core::iter::from_fn(move || {
        let row = match next.take() {
            Some(row) => row,
            None => {
                let numbered = inside.live(state).enumerate().map(|(at, live)| ((live.field.offset, at), live));
                let (key, live) = numbered.filter(|(key, _)| Some(*key) > last).min_by_key(|(key, _)| *key)?;
                last = Some(key);
                row(live)
            }
        };
        if row.offset > end {
            let before = SizeRow { state, local: None, type_name: "", offset: end, bytes: row.offset - end };
            (next, end) = (Some(row), row.offset);
            return Some(before);
        }
        end = end.max(row.end());
        Some(row)
    })
}

fn row(Live { state, local, field }: Live) -> SizeRow {
    SizeRow { state, local: Some(local), type_name: field.type_name, offset: field.offset, bytes: field.bytes }
}

/// What stands in a column; the state only where it begins.
fn cell(row: &SizeRow, column: usize, out: &mut dyn Write) -> fmt::Result {
    match column {
        0 if row.offset == 0 => out.write_str(row.state.name),
        0 => Ok(()),
        1 => write!(out, "{}", row.offset),
        2 => write!(out, "{}", row.bytes),
        3 => out.write_str(row.local.unwrap_or("-")),
        _ => short(row.type_name, out),
    }
}

/// A table, and what follows from it.
impl fmt::Display for SizeReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} bytes", heading(self.description()), self.size())?;
        match self.rustc() {
            Some(rustc) => writeln!(f, ", {rustc} by rustc")?,
            None => f.write_char('\n')?,
        }
        let Some(largest) = self.largest() else { return Ok(()) };
        let mark = |row: &SizeRow| if *row == largest { '>' } else { ' ' };
        columns::table(f, HEADS, || self.rows().map(|row| (mark(&row), row)), &cell)?;
        let (state, local) = (largest.state.name, largest.local.unwrap_or_default());
        writeln!(f, "{state} is the largest state, and `{local}` the largest local there: {} bytes", largest.bytes)
    }
}
