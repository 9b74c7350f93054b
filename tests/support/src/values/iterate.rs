//! An iterator that tells of each step.
use super::{Log, log};
use crate::log::event;

#[derive(Debug)]
pub struct Steps {
    name: String,
    next: usize,
    end: usize,
}

/// Yields `name1` to `name{end}`.
pub fn steps(name: &str, end: usize) -> Steps {
    event(format!("steps {name}"));
    Steps { name: name.to_owned(), next: 1, end }
}

impl Iterator for Steps {
    type Item = Log;

    fn next(&mut self) -> Option<Log> {
        event(format!("next {}", self.name));
        let step = self.next;
        self.next += 1;
        (step <= self.end).then(|| log(format!("{}{step}", self.name)))
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        event(format!("drop steps {}", self.name));
    }
}
