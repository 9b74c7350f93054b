//! The stepper without a terminal: keys from a text, and the picture as one.
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::crossterm::event::KeyCode;
use std::fmt::Debug;
use visible_async::VisibleFuture;

use super::keys::{Going, Stepper};
use super::picture::{Source, draw};

/// Presses the keys of a text, of which a line's end is Enter; whether they quit.
pub fn press(stepper: &mut Stepper<impl VisibleFuture<Output: Debug>>, keys: &str) -> Going {
    let mut keys = keys.chars().map(|key| if key == '\n' { KeyCode::Enter } else { KeyCode::Char(key) });
    if keys.any(|key| stepper.press(key) == Going::Quit) { Going::Quit } else { Going::On }
}

/// The picture, with its colours.
pub fn picture(source: Source, stepper: &Stepper<impl VisibleFuture<Output: Debug>>, (width, height): (u16, u16)) -> Buffer {
    let Ok(mut terminal) = Terminal::new(TestBackend::new(width, height));
    let Ok(drawn) = terminal.draw(|frame| draw(frame, source, &stepper.seen, &stepper.ui));
    drawn.buffer.clone()
}

/// Its letters, a line each.
pub fn text(picture: &Buffer) -> String {
    let width = usize::from(picture.area.width);
    let row = |cells: &[Cell]| cells.iter().map(Cell::symbol).collect::<String>();
    picture.content.chunks(width).map(|cells| format!("{}\n", row(cells).trim_end())).collect()
}
