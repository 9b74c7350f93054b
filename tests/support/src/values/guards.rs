//! A value behind guards, as behind a lock: the log tells when each guard is taken and given back.
use super::{Log, log};
use crate::log::event;
use std::ops::{Deref, DerefMut};

#[derive(Debug)]
pub struct Guarded {
    inner: Log,
}

impl Guarded {
    pub fn new(name: &str) -> Self {
        Self { inner: log(name) }
    }

    pub fn read(&self) -> Guard<'_> {
        event(format!("read {}", self.inner));
        Guard { inner: &self.inner }
    }

    pub fn write(&mut self) -> GuardMut<'_> {
        event(format!("write {}", self.inner));
        GuardMut { inner: &mut self.inner }
    }

    /// The value itself, without a guard.
    pub fn into_inner(self) -> Log {
        event(format!("into {}", self.inner));
        self.inner
    }
}

#[derive(Debug)]
#[must_use]
pub struct Guard<'a> {
    inner: &'a Log,
}

#[derive(Debug)]
#[must_use]
pub struct GuardMut<'a> {
    inner: &'a mut Log,
}

impl Deref for Guard<'_> {
    type Target = Log;
    fn deref(&self) -> &Log {
        self.inner
    }
}

impl Deref for GuardMut<'_> {
    type Target = Log;
    fn deref(&self) -> &Log {
        self.inner
    }
}

impl DerefMut for GuardMut<'_> {
    fn deref_mut(&mut self) -> &mut Log {
        self.inner
    }
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        event(format!("unread {}", self.inner));
    }
}

impl Drop for GuardMut<'_> {
    fn drop(&mut self) {
        event(format!("unwrite {}", self.inner));
    }
}
