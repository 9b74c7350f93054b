//! A diagram as a table.
use core::fmt::{self, Write};

use super::{BESIDES, Diagram, label::plain, ways::Ways};
use crate::{Description, StateInfo, StateKind, columns};

/// The heads of the columns.
const HEADS: [&str; 5] = ["state", "where", "awaits", "holds", "then"];

/// How wide the locals of a state may be before they go on in another line.
const WIDTH: usize = 32;

/// The view.
pub(super) struct Table(pub(super) Diagram);

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Table(diagram) = self;
        let lines = |state: StateInfo| {
            let row = Row::new(diagram, state);
            let mark = move |line| if line == 0 && diagram.marks(&state) { '>' } else { ' ' };
            (0..row.height()).map(move |line| (mark(line), (row.clone(), line)))
        };
        writeln!(f, "{}", Heading(diagram.description))?;
        columns::table(f, HEADS, || diagram.states().flat_map(lines), &|(row, line): &(Row, usize), column, out| {
            row.cell(column, *line, out)
        })?;
        writeln!(f, "{BESIDES}")
    }
}

/// `fetch in client::net`
pub(super) struct Heading(pub(super) &'static Description);

impl fmt::Display for Heading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Heading(Description { function, module, .. }) = self;
        f.write_str(function)?;
        if module.is_empty() { Ok(()) } else { write!(f, " in {module}") }
    }
}

/// What is said of a state, in one line or more.
#[derive(Clone)]
struct Row {
    state: StateInfo,
    ways: Ways,
}

impl Row {
    fn new(diagram: &Diagram, state: StateInfo) -> Self {
        Row { state, ways: Ways::new(diagram.description, state) }
    }

    /// The number of its lines.
    fn height(&self) -> usize {
        wrapped(self.state.locals).count().max(self.ways.iter().count()).max(1)
    }

    /// What stands in a line of a column.
    fn cell(&self, column: usize, line: usize, out: &mut dyn Write) -> fmt::Result {
        let state = &self.state;
        let suspended = state.kind == StateKind::Suspended;
        match (column, line) {
            (0, 0) => out.write_str(state.name),
            (1, 0) if suspended => write!(out, "{}:{}:{}", state.file, state.line, state.column),
            (2, 0) if suspended => write!(out, "{}", plain(state.text)),
            (3, _) => wrapped(state.locals).nth(line).map_or(Ok(()), |locals| listed(locals, out)),
            (4, _) => self.ways.iter().nth(line).map_or(Ok(()), |(to, reasons)| write!(out, "{reasons}: {}", to.name)),
            _ => Ok(()),
        }
    }
}

/// The locals of each line.
fn wrapped(locals: &'static [&'static str]) -> impl Iterator<Item = &'static [&'static str]> {
    let mut rest = locals;
    core::iter::from_fn(move || {
        let mut width = 0;
        let fits = |local: &&&str| {
            width += local.chars().count() + 2;
            width <= WIDTH
        };
        let count = rest.iter().take_while(fits).count().max(1).min(rest.len());
        let (line, others) = rest.split_at(count);
        rest = others;
        (!line.is_empty()).then_some(line)
    })
}

/// `a, b, c`
fn listed(names: &[&str], out: &mut dyn Write) -> fmt::Result {
    for (index, name) in names.iter().enumerate() {
        out.write_str(if index == 0 { "" } else { ", " })?;
        out.write_str(name)?;
    }
    Ok(())
}
