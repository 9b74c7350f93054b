//! The picture of a machine: [`draw`], which knows nothing but what it is given.
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Style, Stylize};
use ratatui::text::{Line, Span, Text};
use ratatui::widgets::{Block, Paragraph, Wrap};
use visible_async::StateInfo;

use super::keys::{HELP, Ui};
use super::seen::Seen;

/// A source file.
#[derive(Clone, Copy)]
pub struct Source {
    /// Its path, as the compiler was told.
    pub file: &'static str,
    pub text: &'static str,
}

/// The await that the machine waits at.
pub fn current() -> Style {
    Style::new().black().on_yellow()
}

/// The awaits that the machines wait at which it awaits.
pub fn inner() -> Style {
    Style::new().black().on_cyan()
}

/// Draws all that is to be seen: the source on the left; on the right the locals with the tree of what is awaited, what may follow, and the
/// steps; below, what the last key has led to, and the keys.
pub fn draw(frame: &mut Frame, source: Source, seen: &Seen, ui: &Ui) {
    let [panes, message, keys] =
        Layout::vertical([Constraint::Min(3), Constraint::Length(4), Constraint::Length(1)]).areas(frame.area());
    let [left, right] = Layout::horizontal([Constraint::Fill(1); 2]).areas(panes);
    let ways = u16::try_from(seen.ways.len()).unwrap_or(u16::MAX).clamp(1, 4) + 2;
    let [tree, follow, steps] =
        Layout::vertical([Constraint::Fill(3), Constraint::Length(ways), Constraint::Fill(2)]).areas(right);

    let lines = source_lines(source, seen, usize::from(left.height.saturating_sub(2)));
    frame.render_widget(pane(source.file, lines), left);
    frame.render_widget(pane(&title(seen), &seen.tree[..]).wrap(Wrap { trim: false }).scroll((ui.scroll, 0)), tree);
    frame.render_widget(pane("may follow", seen.ways.join("\n")), follow);
    frame.render_widget(pane("steps", last_lines(&seen.steps, steps)), steps);

    let said = match &ui.asking {
        Some(name) => format!("until which state? {name}_"),
        None => ui.message.clone(),
    };
    frame.render_widget(pane(seen.function, said).wrap(Wrap { trim: false }), message);
    frame.render_widget(Line::from(HELP).dim(), keys);
}

/// Where it is, and whether it is to be polled.
fn title(seen: &Seen) -> String {
    let name = seen.state.name;
    match seen {
        Seen { dropped: true, .. } => format!("dropped in {name}"),
        Seen { state, .. } if state.is_terminal() => name.into(),
        Seen { woken, .. } => format!("{name}, {}woken", if *woken { "" } else { "not " }),
    }
}

fn pane<'a>(title: &str, text: impl Into<Text<'a>>) -> Paragraph<'a> {
    Paragraph::new(text).block(Block::bordered().title(format!(" {title} ")))
}

/// As many of the last lines as there is room for.
fn last_lines(text: &str, area: Rect) -> String {
    let room = usize::from(area.height.saturating_sub(2));
    let lines: Vec<_> = text.lines().collect();
    lines[lines.len().saturating_sub(room)..].join("\n")
}

/// As many lines of the source as there is room for, around the one that counts, with their numbers.
fn source_lines(source: Source, seen: &Seen, room: usize) -> Vec<Line<'static>> {
    let all: Vec<_> = source.text.lines().collect();
    let wanted = usize::try_from(seen.line).unwrap_or(0);
    let first = wanted.saturating_sub(room / 2 + 1).min(all.len().saturating_sub(room));
    let here = |state: &&StateInfo| state.file == source.file;
    let states: Vec<_> = std::iter::once(&seen.state).chain(&seen.inner).filter(here).collect();
    let line = |(at, text): (usize, &&'static str)| source_line(at + 1, text, &states, &seen.state);
    all.iter().enumerate().skip(first).take(room).map(line).collect()
}

/// A line of the source with its number; an await that somebody waits at stands out.
fn source_line(number: usize, text: &'static str, states: &[&StateInfo], outer: &StateInfo) -> Line<'static> {
    let Some(state) = states.iter().find(|state| usize::try_from(state.line) == Ok(number)) else {
        return Line::from(format!("  {number:>4} {}", spaced(text)));
    };
    let (mark, style) = if *state == outer { ("> ", current()) } else { ("- ", inner()) };
    let (before, awaited, after) = split(text, state);
    Line::from(vec![
        Span::from(format!("{mark}{number:>4} {}", spaced(&before))),
        Span::styled(spaced(&awaited), style),
        Span::from(spaced(&after)),
    ])
}

/// What stands before `expression.await`, that itself, and what stands behind it. The expression may have begun on another line.
fn split(line: &str, state: &StateInfo) -> (String, String, String) {
    let keyword = usize::try_from(state.column).unwrap_or(0).saturating_sub(1);
    let (before, rest): (String, String) = (line.chars().take(keyword).collect(), line.chars().skip(keyword).collect());
    let begins =
        before.strip_suffix('.').and_then(|head| head.strip_suffix(state.text)).map_or(keyword, |head| head.chars().count());
    let end = keyword + if rest.starts_with("await") { "await".len() } else { 0 };
    let part = |from: usize, to: usize| line.chars().skip(from).take(to - from).collect();
    (part(0, begins), part(begins, end), line.chars().skip(end).collect())
}

/// A tab has no width of its own.
fn spaced(text: &str) -> String {
    text.replace('\t', "    ")
}
