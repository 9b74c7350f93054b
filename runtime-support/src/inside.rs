//! The machines inside a value that is none itself, such as `Timeout<F>` or a `Vec` of futures: those that its `Debug` reaches.
//!
//! The value is written with a precision that nobody else uses. What derives `Debug`, as most futures and collections do, hands it on to its
//! parts; a machine that sees it writes its tree between two marks, and all that stands outside of marks is thrown away.
use core::fmt::{self, Debug, Write};

/// No one wants as many digits, with a sign.
const PRECISION: usize = 977;

/// Before the tree of a machine.
const OPEN: &str = "\u{2}visible-async";

/// After it.
const CLOSE: &str = "\u{3}visible-async";

/// Whether a machine is to write its tree between marks.
pub fn is_asked(f: &fmt::Formatter<'_>) -> bool {
    f.sign_plus() && f.precision() == Some(PRECISION)
}

/// Writes a tree between marks.
pub fn answer(f: &mut fmt::Formatter<'_>, tree: impl FnOnce(&mut fmt::Formatter<'_>) -> fmt::Result) -> fmt::Result {
    f.write_str(OPEN)?;
    tree(f)?;
    f.write_str(CLOSE)
}

/// Writes the trees of the machines inside a value, each after a new line; tells whether there are any.
pub fn machines(value: &dyn Debug, f: &mut dyn Write) -> Result<bool, fmt::Error> {
    let mut marked = Marked { inner: f, depth: 0, found: false };
    write!(marked, "{value:+.PRECISION$?}")?;
    Ok(marked.found)
}

/// Passes on what stands between marks.
struct Marked<'a> {
    inner: &'a mut dyn Write,
    depth: usize,
    found: bool,
}

impl Write for Marked<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        match text {
            OPEN => {
                self.depth += 1;
                self.found = true;
                self.inner.write_str("\n")
            }
            CLOSE => {
                self.depth = self.depth.saturating_sub(1);
                Ok(())
            }
            _ if self.depth > 0 => self.inner.write_str(text),
            _ => Ok(()),
        }
    }
}
