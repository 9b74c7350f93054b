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

/// How wide a cell is, in characters.
pub fn width(cell: impl FnOnce(&mut dyn Write) -> fmt::Result) -> Result<usize, fmt::Error> {
    let mut count = Count(0);
    cell(&mut count)?;
    Ok(count.0)
}

/// A line of a table.
pub struct Line<'a, 'f, const N: usize> {
    /// Where to.
    pub out: &'a mut fmt::Formatter<'f>,
    /// How wide the columns are.
    pub widths: [usize; N],
}

impl<const N: usize> Line<'_, '_, N> {
    /// Writes it, without spaces at its end; `mark` stands in front.
    pub fn write(self, mark: char, cell: impl Fn(usize, &mut dyn Write) -> fmt::Result) -> fmt::Result {
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
