//! Overloaded operators: each one logs, so that the order of operands shows.
use super::Log;
use crate::log::event;
use std::ops::{Add, AddAssign, Index, IndexMut, Neg, Not};

impl Add for Log {
    type Output = Log;
    fn add(self, other: Log) -> Log {
        event(format!("add {self} {other}"));
        self.with(&other.name)
    }
}

impl Add<&Log> for usize {
    type Output = usize;
    fn add(self, other: &Log) -> usize {
        event(format!("add {self} {other}"));
        self + other.name.len()
    }
}

impl AddAssign<Log> for Log {
    fn add_assign(&mut self, other: Log) {
        event(format!("add_assign {self} {other}"));
        self.name.push_str(&other.name);
    }
}

impl AddAssign<usize> for Log {
    fn add_assign(&mut self, other: usize) {
        event(format!("add_assign {self} {other}"));
        self.name.push_str(&other.to_string());
    }
}

impl Neg for Log {
    type Output = Log;
    fn neg(self) -> Log {
        event(format!("neg {self}"));
        self.with("-")
    }
}

impl Not for &Log {
    type Output = bool;
    fn not(self) -> bool {
        event(format!("not {self}"));
        self.name.is_empty()
    }
}

impl Index<usize> for super::Pair {
    type Output = Log;
    fn index(&self, at: usize) -> &Log {
        event(format!("index {at}"));
        [&self.left, &self.right][at]
    }
}

impl IndexMut<usize> for super::Pair {
    fn index_mut(&mut self, at: usize) -> &mut Log {
        event(format!("index_mut {at}"));
        [&mut self.left, &mut self.right].into_iter().nth(at).expect("left or right")
    }
}
