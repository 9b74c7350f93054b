//! A diagram as a picture.
use core::fmt::{self, Write};

use self::place::{Edge, Node, Picture, Side};
use super::{
    BESIDES, Diagram,
    label::{Label, plain},
};
use crate::{StateInfo, StateKind};

mod place;

/// How wide a character of the texts in the states is, and one of the other texts, in tenths of a pixel.
const WIDE: i32 = 85;
const NARROW: i32 = 68;

/// The radius of a way's corners.
const ROUND: i32 = 6;

/// The view.
pub(super) struct Svg(pub(super) Diagram);

impl fmt::Display for Svg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Svg(diagram) = self;
        let picture = Picture::new(diagram);
        let (width, height) = (picture.width.max(pixels(BESIDES, NARROW) + 40), picture.height);
        writeln!(
            f,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"monospace\" font-size=\"14\">"
        )?;
        let function = Label { text: diagram.description.function, escape };
        writeln!(f, "<title>{function}</title>")?;
        f.write_str(
            "<defs><marker id=\"head\" markerWidth=\"9\" markerHeight=\"8\" refX=\"8\" refY=\"4\" orient=\"auto\">\
             <path d=\"M0 0 L9 4 L0 8 z\"/></marker></defs>\n",
        )?;
        writeln!(f, "<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>")?;
        writeln!(f, "<text x=\"20\" y=\"28\" font-size=\"16\" font-weight=\"bold\">{function}</text>")?;
        writeln!(f, "<text x=\"20\" y=\"{}\" font-size=\"11\" fill=\"#666\">{BESIDES}</text>", height - 16)?;
        picture.nodes.iter().try_for_each(|node| boxed(&picture, node, diagram.marks(&node.state), f))?;
        picture.edges.iter().try_for_each(|edge| way(&picture, edge, f))?;
        f.write_str("</svg>\n")
    }
}

/// A state.
fn boxed(picture: &Picture, node: &Node, marked: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Node { state, top, height, .. } = node;
    let (left, width, middle) = (picture.left, picture.column, picture.left + picture.column / 2);
    if matches!(state.kind, StateKind::Start | StateKind::Opaque) {
        writeln!(f, "<circle cx=\"{middle}\" cy=\"{}\" r=\"5\"/>", top - 28)?;
        arrow(f, format_args!("M{middle} {} V{top}", top - 24))?;
    }
    let fill = if marked { "#ffd866" } else { "#f6f8fa" };
    let dash = if state.kind == StateKind::Panicked { " stroke-dasharray=\"5 4\"" } else { "" };
    writeln!(
        f,
        "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{fill}\" stroke=\"#000\"{dash}/>"
    )?;
    if state.kind == StateKind::Done {
        let (left, top, width, height) = (left + 3, top + 3, width - 6, height - 6);
        writeln!(
            f,
            "<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"4\" fill=\"none\" stroke=\"#000\"/>"
        )?;
    }
    let suspended = state.kind == StateKind::Suspended;
    let base = top + height / 2 + if suspended { -4 } else { 5 };
    let name = state.name;
    writeln!(f, "<text x=\"{middle}\" y=\"{base}\" text-anchor=\"middle\" font-weight=\"bold\">{name}</text>")?;
    if suspended {
        let (base, line, text) = (base + 18, state.line, Label { text: state.text, escape });
        writeln!(f, "<text x=\"{middle}\" y=\"{base}\" text-anchor=\"middle\">{line}: {text}</text>")?;
    }
    Ok(())
}

/// A way from one state to another, with its reasons.
fn way(picture: &Picture, edge: &Edge, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let reasons = edge.reasons;
    let Some((side, lane)) = edge.lane else {
        let middle = picture.left + picture.column / 2;
        let (top, bottom) = picture.gap(edge);
        arrow(f, format_args!("M{middle} {top} V{bottom}"))?;
        return writeln!(f, "<text x=\"{}\" y=\"{}\" font-size=\"11\">{reasons}</text>", middle + 8, (top + bottom) / 2 + 3);
    };
    let (out, back) = (picture.exit(edge), picture.entry(edge));
    let down = if back > out { ROUND } else { -ROUND };
    let (start, turn, label, anchor) = match side {
        Side::Right => (picture.left + picture.column, -ROUND, 6, "start"),
        Side::Left => (picture.left, ROUND, -6, "end"),
    };
    arrow(
        f,
        format_args!(
            "M{start} {out} H{} Q{lane} {out} {lane} {} V{} Q{lane} {back} {} {back} H{start}",
            lane + turn,
            out + down,
            back - down,
            lane + turn
        ),
    )?;
    let (x, y) = (start + label, out - 3);
    writeln!(f, "<text x=\"{x}\" y=\"{y}\" font-size=\"11\" text-anchor=\"{anchor}\">{reasons}</text>")
}

/// A line with a head.
fn arrow(f: &mut fmt::Formatter<'_>, path: fmt::Arguments<'_>) -> fmt::Result {
    writeln!(f, "<path d=\"{path}\" fill=\"none\" stroke=\"#000\" marker-end=\"url(#head)\"/>")
}

/// How wide the texts of a state are.
fn width(state: &StateInfo) -> i32 {
    let text = match state.kind {
        StateKind::Suspended => pixels(format_args!("{}: {}", state.line, plain(state.text)), WIDE),
        _ => 0,
    };
    text.max(pixels(state.name, WIDE))
}

/// How wide a text is.
fn pixels(text: impl fmt::Display, character: i32) -> i32 {
    let characters = alloc::format!("{text}").chars().count();
    i32::try_from(characters).unwrap_or(i32::MAX / 1000) * character / 10
}

/// What means something in SVG.
fn escape(c: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match c {
        '<' => f.write_str("&lt;"),
        '>' => f.write_str("&gt;"),
        '&' => f.write_str("&amp;"),
        c => f.write_char(c),
    }
}
