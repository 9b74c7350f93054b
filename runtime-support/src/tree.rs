//! A machine as text: `{:?}` is one line, `{:#?}` the tree of what it awaits, with the locals.
use core::fmt::{self, Write};
#[cfg(target_has_atomic = "ptr")]
use core::sync::atomic::{AtomicUsize, Ordering};

use crate::{Local, Value, View};

/// How deep machines may stand in one another: one that reaches itself by its locals would have no end.
#[cfg(target_has_atomic = "ptr")]
const DEPTH: usize = 100;

/// How many machines are being written.
#[cfg(target_has_atomic = "ptr")]
static WRITING: AtomicUsize = AtomicUsize::new(0);

/// A machine that is being written. A target that can't count them is too small for one that reaches itself.
struct Writing;

impl Writing {
    #[cfg(target_has_atomic = "ptr")]
    fn begin() -> Option<Writing> {
        let writing = Writing;
        (WRITING.fetch_add(1, Ordering::Relaxed) < DEPTH).then_some(writing)
    }

    #[cfg(not(target_has_atomic = "ptr"))]
    fn begin() -> Option<Writing> {
        Some(Writing)
    }
}

#[cfg(target_has_atomic = "ptr")]
impl Drop for Writing {
    fn drop(&mut self) {
        WRITING.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Writes a machine.
pub fn fmt(machine: View<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some(_writing) = Writing::begin() else { return f.write_str("..") };
    if f.alternate() { branch(machine, f) } else { line(machine, f) }
}

/// `fetch(AwaitConnect at src/main.rs:12:30: connect(&url).await)`
fn line(machine: View<'_>, f: &mut dyn Write) -> fmt::Result {
    write!(f, "{}({})", machine.description().function, machine.state())
}

/// The machine, its locals, and the machines among them.
fn branch(machine: View<'_>, f: &mut dyn Write) -> fmt::Result {
    line(machine, f)?;
    let mut result = Ok(());
    machine.locals(&mut |local| {
        result = result.and_then(|()| leaf(&local, &mut Indented { inner: f, begins: false }));
    });
    result
}

/// One local on a line of its own; a machine with its tree.
fn leaf(local: &Local<'_>, f: &mut dyn Write) -> fmt::Result {
    write!(f, "\n{}{}: ", if local.awaited { "awaits " } else { "" }, local.name)?;
    match local.value {
        Value::Machine(machine) => match Writing::begin() {
            Some(_writing) => branch(machine, f),
            None => f.write_str(".."),
        },
        Value::Hidden => short(local.type_name, f),
        value => {
            short(local.type_name, f)?;
            write!(f, " = {value:?}")
        }
    }
}

/// The name of a type without the modules that things are in.
///
/// Input: `alloc::vec::Vec<alloc::string::String>`  Output: `Vec<String>`
pub fn short(name: &str, f: &mut dyn Write) -> fmt::Result {
    let mut rest = name;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(rest.len());
        let path = &rest[..end];
        // `f::{{closure}}`
        let (path, more) = path.strip_suffix("::").map_or((path, ""), |path| (path, "::"));
        f.write_str(path.rsplit("::").next().unwrap_or(path))?;
        f.write_str(more)?;
        let next = rest[end..].chars().next();
        next.map_or(Ok(()), |next| f.write_char(next))?;
        rest = &rest[end + next.map_or(0, char::len_utf8)..];
    }
    Ok(())
}

/// Puts four spaces in front of each line but the first.
struct Indented<'a> {
    inner: &'a mut dyn Write,
    begins: bool,
}

impl Write for Indented<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for line in text.split_inclusive('\n') {
            if core::mem::replace(&mut self.begins, line.ends_with('\n')) {
                self.inner.write_str("    ")?;
            }
            self.inner.write_str(line)?;
        }
        Ok(())
    }
}
