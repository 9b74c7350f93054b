//! A diagram for Mermaid.
use core::fmt::{self, Write};

use super::{BESIDES, Diagram, label::Label, ways::Ways};
use crate::{StateInfo, StateKind};

/// The view.
pub(super) struct Mermaid(pub(super) Diagram);

impl fmt::Display for Mermaid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mermaid(diagram) = self;
        write!(f, "---\ntitle: \"{}\"\n---\nstateDiagram-v2\n", diagram.description.function)?;
        for state in diagram.states() {
            node(state, f)?;
            for (to, reasons) in Ways::new(diagram.description, state).iter() {
                writeln!(f, "    {} --> {}: {reasons}", state.name, to.name)?;
            }
        }
        match diagram.marked() {
            Some(state) => writeln!(f, "    classDef now fill:#ffd866,stroke:#b58900,color:#000\n    class {} now", state.name),
            None => Ok(()),
        }
    }
}

/// A state, with what comes from outside, goes there, or is said of it.
fn node(state: StateInfo, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let StateInfo { name, line, text, .. } = state;
    match state.kind {
        StateKind::Suspended => {
            let text = Label { text, escape };
            writeln!(f, "    state \"{name}<br/>{text}<br/>line {line}\" as {name}")
        }
        StateKind::Done => writeln!(f, "    {name} --> [*]"),
        StateKind::Panicked => writeln!(f, "    {name}\n    note right of {name}: {BESIDES}"),
        _ => writeln!(f, "    [*] --> {name}"),
    }
}

/// What might mean something to Mermaid or to HTML is written by its number; what means something to Markdown has a backslash before it.
fn escape(c: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match c {
        ' ' | '.' | ',' | '(' | ')' | '=' | '/' | '+' | '?' | '!' | '_' | '-' => f.write_char(c),
        '\\' | '*' | '~' | '`' | '[' => write!(f, "#92;#{};", u32::from(c)),
        c if c.is_ascii() && !c.is_ascii_alphanumeric() => write!(f, "#{};", u32::from(c)),
        c => f.write_char(c),
    }
}
