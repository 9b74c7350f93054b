//! What the corpus's programs handle: values, guards, errors and iterators that tell the log what becomes of them.
mod errors;
mod guards;
mod iterate;
mod operators;
mod order;

use crate::leaf::leaf;
use crate::log::event;
pub use errors::{AppError, ReadError};
pub use guards::{Guard, GuardMut, Guarded};
pub use iterate::{Steps, steps};
pub use order::{Order, raised};
use std::fmt;

/// A named value: logs its creation, its uses, its clones and its drop.
#[derive(PartialEq, PartialOrd)]
pub struct Log {
    name: String,
}

/// A new value of this name.
pub fn log(name: impl Into<String>) -> Log {
    let name = name.into();
    event(format!("new {name}"));
    Log { name }
}

impl Log {
    #[must_use]
    pub fn name(&self) -> &str {
        event(format!("name {}", self.name));
        &self.name
    }

    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "a number to compute with, not a container")]
    pub fn len(&self) -> usize {
        event(format!("len {}", self.name));
        self.name.len()
    }

    pub fn touch(&self, what: &str) {
        event(format!("use {}: {what}", self.name));
    }

    /// Appends to the name.
    pub fn grow(&mut self, more: &str) -> &mut Self {
        event(format!("grow {} {more}", self.name));
        self.name.push_str(more);
        self
    }

    /// Consumes the value: it drops at the end of this.
    #[must_use]
    pub fn finish(self) -> usize {
        event(format!("finish {}", self.name));
        self.name.len()
    }

    /// Consumes the value, gives another.
    #[must_use]
    pub fn with(mut self, more: &str) -> Self {
        event(format!("with {} {more}", self.name));
        self.name.push_str(more);
        self
    }

    /// Consumes the value over a wait.
    ///
    /// # Errors
    /// If the name is "bad".
    pub async fn commit(self) -> Result<usize, ReadError> {
        leaf(format!("commit {}", self.name), ()).await;
        if self.name == "bad" { Err(ReadError(self)) } else { Ok(self.name.len()) }
    }

    /// Borrows the value over a wait.
    pub async fn send(&self, what: &str) -> usize {
        leaf(format!("send {} {what}", self.name), ()).await;
        self.name.len() + what.len()
    }

    /// Borrows the value mutably over a wait.
    pub async fn fill(&mut self, what: &str) -> &mut Self {
        leaf(format!("fill {} {what}", self.name), ()).await;
        self.name.push_str(what);
        self
    }
}

/// Methods of which the corpus does not tell what they do with their receiver.
pub trait Eats: Sized {
    fn munch(self) -> usize;
    fn into_size(self) -> usize;
    fn nibble(&mut self) -> usize;
}

impl Eats for Log {
    fn munch(self) -> usize {
        self.len()
    }

    fn into_size(self) -> usize {
        self.len()
    }

    fn nibble(&mut self) -> usize {
        self.len()
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        event(format!("drop {}", self.name));
    }
}

impl Clone for Log {
    fn clone(&self) -> Self {
        event(format!("clone {}", self.name));
        Self { name: format!("{}'", self.name) }
    }
}

impl Default for Log {
    fn default() -> Self {
        log("default")
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl fmt::Display for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// Two statements, of a macro that no corpus file has in sight.
#[macro_export]
macro_rules! compared {
    ($value:expr, $expected:expr) => {
        let value = $value;
        $crate::log::event(format!("compared {value:?} and {:?}", $expected))
    };
}

/// Two values; no `Drop` of its own, so that fields can be moved out.
#[derive(Debug)]
pub struct Pair {
    pub left: Log,
    pub right: Log,
}

/// A pair named `name.left` and `name.right`.
#[must_use]
pub fn pair(name: &str) -> Pair {
    Pair { left: log(format!("{name}.left")), right: log(format!("{name}.right")) }
}

/// Declares a guard that nobody names, as `scopeguard::defer!` does.
#[macro_export]
macro_rules! guarded {
    ($name:expr) => {
        let _guard = $crate::values::log(format!("guard of {}", $name));
    };
}

/// Declares a guard that borrows a value.
#[macro_export]
macro_rules! watched {
    ($value:expr) => {
        let _guard = $crate::values::Watch(&$value);
    };
}

/// Logs its value when it is dropped.
pub struct Watch<'v>(pub &'v Log);

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        event(format!("watched {}", self.0));
    }
}

/// An expression that is a statement as well.
#[macro_export]
macro_rules! noted {
    ($value:expr) => {
        $crate::log::event(format!("noted {}", $value))
    };
}

/// Leaves a loop, or goes on with it, if a condition holds.
#[macro_export]
macro_rules! jumps {
    (break if $condition:expr) => {
        if $condition {
            break;
        }
    };
    (break $label:lifetime if $condition:expr) => {
        if $condition {
            break $label;
        }
    };
    (continue if $condition:expr) => {
        if $condition {
            continue;
        }
    };
}
