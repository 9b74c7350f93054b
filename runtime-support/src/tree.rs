//! A machine as text: `{:?}` is one line, `{:#?}` the tree of what it awaits, with the locals.
use core::fmt::{self, Write};

use crate::{
    Local, Value, View,
    attempt::attempt,
    children::{self, Listing},
    inside,
    writing::Writing,
};

/// Writes a machine.
pub fn fmt(machine: View<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Some(_writing) = Writing::begin() else { return f.write_str("..") };
    match inside::is_asked(f) {
        true => inside::answer(f, |f| branch(machine, f)),
        false if f.alternate() => branch(machine, f),
        false => line(machine, f),
    }
}

/// `fetch(AwaitConnect at src/main.rs:12:30: connect(&url).await)`
fn line(machine: View<'_>, f: &mut dyn Write) -> fmt::Result {
    write!(f, "{}({})", machine.description().function, machine.state())
}

/// The machine, its locals, and the machines among them.
fn branch(machine: View<'_>, f: &mut dyn Write) -> fmt::Result {
    line(machine, f)?;
    let listing = Listing::of(machine);
    let (mut result, mut awaited) = (Ok(()), false);
    machine.locals(&mut |local| {
        awaited |= local.awaited;
        result = result.and_then(|()| f.write_char('\n'));
        result = result.and_then(|()| leaf(&local, &mut Indented { inner: f, begins: true }));
    });
    result.and_then(|()| listing.rest(awaited, f))
}

/// `awaits fetch: ..`, `page: Vec<u8> = [1]`: one local; a machine with its tree.
pub fn leaf(local: &Local<'_>, f: &mut dyn Write) -> fmt::Result {
    children::awaited(local, f, |f| alone(local, f))
}

/// A local, with the machines that its type tells.
fn alone(local: &Local<'_>, f: &mut dyn Write) -> fmt::Result {
    write!(f, "{}{}: ", if local.awaited { "awaits " } else { "" }, local.name)?;
    match local.value {
        Value::Machine(machine) => match Writing::begin() {
            Some(_writing) => branch(machine, f),
            None => f.write_str(".."),
        },
        Value::Hidden => short(local.type_name, f),
        value => {
            short(local.type_name, f)?;
            let machines = |f: &mut dyn Write| match value {
                Value::Debug(value) => inside::machines(value, &mut Indented { inner: f, begins: false }),
                _ => Ok(false),
            };
            match attempt(f, machines)? {
                Ok(true) => Ok(()),
                Ok(false) => f.write_str(" = ").and_then(|()| text(value, f)),
                Err(instead) => write!(f, " = {instead}"),
            }
        }
    }
}

/// Writes a value on one line.
pub fn text(value: Value<'_>, f: &mut dyn Write) -> fmt::Result {
    attempt(f, |f| write!(f, "{value:?}"))?.or_else(|instead| f.write_str(instead))
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
pub struct Indented<'a> {
    pub inner: &'a mut dyn Write,
    pub begins: bool,
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
