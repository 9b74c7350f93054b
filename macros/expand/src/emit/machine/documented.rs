//! The states of a function in its documentation: a table, and a diagram for Mermaid.
//!
//! The runtime draws the same of a machine (`runtime-support/src/diagram/`); `tests/rustdoc.rs` holds the two equal.
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use proc_macro2::{Literal, Span, TokenStream};

use super::known::{Known, Row};
use crate::flow::{SegKind, Way};

/// How many characters of a text are shown.
const WIDTH: usize = 60;

const BESIDES: &str = "In each state the machine may also panic, or be dropped.";

/// Text, in pieces: behind each but the last the number of the line goes in where a span is.
#[derive(Default)]
struct Pieces {
    before: Vec<(String, Span)>,
    last: String,
}

impl Pieces {
    fn push(&mut self, text: &str) {
        self.last.push_str(text);
    }

    fn line(&mut self, span: Span) {
        self.before.push((std::mem::take(&mut self.last), span));
    }

    /// An expression for the text.
    fn tokens(&self) -> TokenStream {
        let last = literal(&self.last);
        if self.before.is_empty() {
            return ours!(#last);
        }
        let before = self.before.iter().map(|(text, span)| {
            let (text, line) = (literal(text), quote::quote_spanned!(*span=> ::core::line!()));
            ours!(#text, #line,)
        });
        ours!(::core::concat!(#(#before)* #last))
    }
}

/// A string literal that one can read: raw, with its line ends.
fn literal(text: &str) -> Literal {
    let hashes = (1..).map(|count| "#".repeat(count)).find(|hashes| !text.contains(&format!("\"{hashes}"))).unwrap_or_default();
    let raw = format!("r{hashes}\"{text}\"{hashes}").parse::<Literal>();
    let mut literal = raw.unwrap_or_else(|_| Literal::string(text));
    literal.set_span(Span::mixed_site());
    literal
}

/// The value of the attribute `doc`: a section for the end of the user's own text, with a diagram if it is to have one.
//
// Output:
//     # States
//
//     | state | awaits | holds | then |
//     | --- | --- | --- | --- |
//     | `Start` | | `url` | ready: `AwaitConnect` |
//     ..
pub(super) fn doc(known: &Known, with_diagram: bool) -> TokenStream {
    let mut text = Pieces::default();
    text.push("\n# States\n\n");
    table(known, &mut text);
    if with_diagram {
        text.push("\n```mermaid\n");
        mermaid(known, &mut text);
        text.push("```\n");
    } else {
        text.push(&format!("\n{BESIDES}\n"));
    }
    text.tokens()
}

/// The names of the states that are shown, by their numbers; last the two ends.
fn names(known: &Known) -> BTreeMap<u8, &str> {
    let rows = known.rows.iter().map(|row| (row.kind.rests(), &*row.name));
    let all = rows.chain([(true, "Done"), (true, "Panicked")]).enumerate();
    all.filter(|(_, (rests, _))| *rests).map(|(at, (_, name))| (at as u8, name)).collect()
}

/// What may follow a state, each once, and why.
//
// Output: `(2, "ready"), (3, "?, return")`
fn ways(known: &Known, from: u8) -> Vec<(u8, String)> {
    let mut reasons = BTreeMap::<u8, BTreeSet<Way>>::new();
    for (_, to, way) in known.ways.iter().filter(|(of, ..)| *of == from) {
        reasons.entry(*to).or_default().insert(*way);
    }
    let joined = |ways: BTreeSet<Way>| ways.into_iter().map(reason).collect::<Vec<_>>().join(", ");
    reasons.into_iter().map(|(to, ways)| (to, joined(ways))).collect()
}

const fn reason(way: Way) -> &'static str {
    match way {
        Way::Ready => "ready",
        Way::Again => "again",
        Way::Break => "break",
        Way::Question => "?",
        Way::Return => "return",
    }
}

fn table(known: &Known, out: &mut Pieces) {
    let names = names(known);
    out.push("| state | awaits | holds | then |\n| --- | --- | --- | --- |\n");
    for (at, name) in &names {
        let row = known.rows.get(usize::from(*at));
        let awaits = row.and_then(|row| row.awaits.as_ref()).map(|(text, _)| code(&shown(text)));
        let holds: Vec<String> = row.iter().flat_map(|row| &row.locals).map(|local| code(local)).collect();
        let then = ways(known, *at).into_iter().map(|(to, reasons)| format!("{reasons}: `{}`", names[&to]));
        let cells = [code(name), awaits.unwrap_or_default(), holds.join(", "), then.collect::<Vec<_>>().join("<br>")];
        out.push(&format!("| {} |\n", cells.join(" | ")));
    }
}

/// A text as code in a cell of a table: what ends one of these is written by its number, and then so is all that means something.
fn code(text: &str) -> String {
    if !text.contains(['|', '`', '\\']) {
        return format!("`{text}`");
    }
    let mut out = String::from("<code>");
    for c in text.chars() {
        let _ = if c.is_ascii() && !c.is_ascii_alphanumeric() && c != ' ' {
            write!(out, "&#{};", u32::from(c))
        } else {
            write!(out, "{c}")
        };
    }
    out + "</code>"
}

fn mermaid(known: &Known, out: &mut Pieces) {
    out.push(&format!("---\ntitle: \"{}\"\n---\nstateDiagram-v2\n", known.function));
    let names = names(known);
    for (at, name) in &names {
        match known.rows.get(usize::from(*at)) {
            Some(row) => node(row, out),
            None if *name == "Done" => out.push("    Done --> [*]\n"),
            None => out.push(&format!("    {name}\n    note right of {name}: {BESIDES}\n")),
        }
        for (to, reasons) in ways(known, *at) {
            out.push(&format!("    {name} --> {}: {reasons}\n", names[&to]));
        }
    }
}

fn node(Row { name, kind, awaits, .. }: &Row, out: &mut Pieces) {
    match awaits {
        Some((text, span)) => {
            let text: String = shown(text).chars().map(escaped).collect();
            out.push(&format!("    state \"{name}<br/>{text}<br/>line "));
            out.line(*span);
            out.push(&format!("\" as {name}\n"));
        }
        None if *kind == SegKind::Start => out.push(&format!("    [*] --> {name}\n")),
        None => {}
    }
}

/// What might mean something to Mermaid or to HTML is written by its number; what means something to Markdown has a backslash before it.
fn escaped(c: char) -> String {
    match c {
        ' ' | '.' | ',' | '(' | ')' | '=' | '/' | '+' | '?' | '!' | '_' | '-' => c.to_string(),
        '\\' | '*' | '~' | '`' | '[' => format!("#92;#{};", u32::from(c)),
        c if c.is_ascii() && !c.is_ascii_alphanumeric() => format!("#{};", u32::from(c)),
        c => c.to_string(),
    }
}

/// A text of the source on one line: what can't be seen, or turns the text around, is replaced; what is too long is cut.
fn shown(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let seen = |c: char| match c {
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    let chars: Vec<char> = line.chars().map(seen).collect();
    if chars.len() <= WIDTH { chars.into_iter().collect() } else { chars[..WIDTH - 1].iter().chain(&['…']).collect() }
}
