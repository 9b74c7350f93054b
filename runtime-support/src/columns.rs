//! Tables for a terminal, whose columns are padded by the number of characters.
use core::fmt::{self, Write};

/// Counts characters.
struct Count(usize);

impl Write for Count {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.chars().count();
        Ok(())
    }
}

/// What stands in a column of a row.
pub type Cell<'c, R> = &'c dyn Fn(&R, usize, &mut dyn Write) -> fmt::Result;

/// Writes the heads of the columns, and the rows, each with the mark in front of it. `rows` are gone through twice.
pub fn table<R, I: Iterator<Item = (char, R)>, const N: usize>(
    out: &mut fmt::Formatter<'_>,
    heads: [&str; N],
    rows: impl Fn() -> I,
    cell: Cell<'_, R>,
) -> fmt::Result {
    let mut widths = heads.map(str::len);
    for (_, row) in rows() {
        for (column, widest) in widths.iter_mut().enumerate() {
            *widest = (*widest).max(width(|out| cell(&row, column, out))?);
        }
    }
    Line { out, widths }.write(' ', |column, out| out.write_str(heads[column]))?;
    rows().try_for_each(|(mark, row)| Line { out, widths }.write(mark, |column, out| cell(&row, column, out)))
}

/// How wide a cell is, in characters.
fn width(cell: impl FnOnce(&mut dyn Write) -> fmt::Result) -> Result<usize, fmt::Error> {
    let mut count = Count(0);
    cell(&mut count)?;
    Ok(count.0)
}

/// A line of a table.
struct Line<'a, 'f, const N: usize> {
    /// Where to.
    out: &'a mut fmt::Formatter<'f>,
    /// How wide the columns are.
    widths: [usize; N],
}

impl<const N: usize> Line<'_, '_, N> {
    /// Writes it, without spaces at its end; `mark` stands in front.
    fn write(self, mark: char, cell: impl Fn(usize, &mut dyn Write) -> fmt::Result) -> fmt::Result {
        self.out.write_char(mark)?;
        let mut padding = 1;
        for (column, widest) in self.widths.into_iter().enumerate() {
            let width = width(|out| cell(column, out))?;
            if width > 0 {
                write!(self.out, "{:padding$}", "")?;
                cell(column, self.out)?;
                padding = 0;
            }
            padding += widest + 2 - width;
        }
        self.out.write_char('\n')
    }
}
