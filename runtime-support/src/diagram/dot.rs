//! A diagram for Graphviz.
use core::fmt::{self, Write};

use super::{BESIDES, Diagram, label::Label, ways::Ways};
use crate::{StateInfo, StateKind};

/// Beyond as many states Graphviz takes minutes for curves from each to `Done`, and draws straight lines.
const CURVED: usize = 40;

/// The view.
pub(super) struct Dot(pub(super) Diagram);

impl fmt::Display for Dot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Dot(diagram) = self;
        let function = diagram.description.function;
        writeln!(f, "digraph \"{function}\" {{\n    label=\"{function}\\n{BESIDES}\"")?;
        f.write_str("    node [shape=box, style=rounded, fontname=\"monospace\"]\n")?;
        if diagram.states().count() > CURVED {
            f.write_str("    graph [splines=line, nslimit=1]\n")?;
        }
        for state in diagram.states() {
            node(state, diagram.marks(&state), f)?;
            for (to, reasons) in Ways::new(diagram.description, state).iter() {
                writeln!(f, "    {} -> {} [label=\"{reasons}\"]", state.name, to.name)?;
            }
        }
        f.write_str("}\n")
    }
}

/// A state; what begins has a point before it, `Done` a double border, `Panicked` a dashed one.
fn node(state: StateInfo, marked: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let StateInfo { name, line, text, kind, .. } = state;
    if matches!(kind, StateKind::Start | StateKind::Opaque) {
        writeln!(f, "    \"\" [shape=point]\n    \"\" -> {name}")?;
    }
    write!(f, "    {name} [label=\"{name}")?;
    if kind == StateKind::Suspended {
        write!(f, "\\n{}\\nline {line}", Label { text, escape })?;
    }
    f.write_str("\"")?;
    match kind {
        StateKind::Done => f.write_str(", peripheries=2")?,
        StateKind::Panicked if marked => f.write_str(", style=\"rounded,dashed,filled\"")?,
        StateKind::Panicked => f.write_str(", style=\"rounded,dashed\"")?,
        _ => {}
    }
    if marked {
        f.write_str(if kind == StateKind::Panicked { "" } else { ", style=\"rounded,filled\"" })?;
        f.write_str(", fillcolor=\"#ffd866\"")?;
    }
    f.write_str("]\n")
}

/// In a quoted string, where entities of HTML mean something.
fn escape(c: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match c {
        '"' => f.write_str("\\\""),
        '\\' => f.write_str("\\\\"),
        '&' => f.write_str("&amp;"),
        c => f.write_char(c),
    }
}
