//! Errors that tell when `?` converts them.
use super::Log;
use crate::log::event;
use std::fmt;

#[derive(Debug)]
pub struct ReadError(pub Log);

/// What a program's outer functions fail with.
#[derive(Debug)]
pub enum AppError {
    Read(ReadError),
    Other(Log),
}

impl From<ReadError> for AppError {
    fn from(error: ReadError) -> Self {
        event(format!("from {}", error.0));
        Self::Read(error)
    }
}

impl From<Log> for AppError {
    fn from(error: Log) -> Self {
        event(format!("from {error}"));
        Self::Other(error)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}", self.0)
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::Other(error) => write!(f, "failed at {error}"),
        }
    }
}

impl std::error::Error for ReadError {}
impl std::error::Error for AppError {}
