//! The state of the generator and the small tools that all forms of code use.
use crate::rng::Rng;
use crate::scope::{Borrows, Hold, Scope, Ty, Var};

/// A loop or labelled block that can be left.
#[derive(Clone)]
pub struct Frame {
    pub label: Option<String>,
    pub is_loop: bool,
    /// The number of loops around it.
    pub loops: usize,
    /// `continue` comes to an end.
    pub goes_on: bool,
    /// The type of the value that a `break` gives; none for `while` and `for`.
    pub value: Option<Ty>,
    /// What the variables were at each `break`.
    pub exits: Vec<Vec<Var>>,
}

/// The text of a place, the type of the variable it starts from, and what a reference to it borrows.
pub type Place = (String, Ty, Borrows);

pub struct Gen {
    pub rng: Rng,
    pub scope: Scope,
    pub frames: Vec<Frame>,
    pub edition: u16,
    /// False in a closure: no `.await`.
    pub is_async: bool,
    /// What `return` and `?` give; none where they may not stand.
    pub ret: Option<Ty>,
    /// `?` may convert the error.
    pub converts: bool,
    /// No more jumps here: the block already leaves the loop.
    pub straight: bool,
    /// No temporaries with destructors here: they would outlive the locals of the block.
    pub tail: bool,
    /// About how many statements there are still to be.
    pub budget: usize,
    pub names: usize,
    /// The alternatives and loops around the code at hand.
    pub path: Vec<usize>,
    /// The generic parameters of the function.
    pub generics: Vec<String>,
    /// What its body begins with.
    pub prologue: String,
}

const NAMES: &[&str] =
    &["page", "user", "cache", "token", "entry", "item", "head", "rest", "spare", "link", "root", "leaf_a", "job", "row"];

impl Gen {
    /// A fresh text for the log: the name and a number.
    pub fn text(&mut self, what: &str) -> String {
        self.names += 1;
        format!("\"{what}{}\"", self.names)
    }

    /// A name for a variable, sometimes one that shadows another.
    pub fn name(&mut self) -> String {
        self.names += 1;
        let base = self.rng.pick(NAMES);
        if self.rng.chance(20) { base.to_owned() } else { format!("{base}{}", self.names) }
    }

    pub fn label(&mut self) -> String {
        self.names += 1;
        format!("'{}{}", self.rng.pick(&["outer", "search", "work", "retry"]), self.names)
    }

    pub fn loops(&self) -> usize {
        self.frames.iter().filter(|frame| frame.is_loop).count()
    }

    pub fn declare(&mut self, name: &str, ty: Ty) -> &mut Var {
        let loops = self.loops();
        self.scope.vars.push(Var { loops, ..Var::new(name, ty) });
        self.scope.vars.last_mut().expect("just pushed")
    }

    /// One of the variables for which this holds.
    pub fn find(&mut self, fits: impl Fn(&Scope, usize) -> bool) -> Option<usize> {
        let found: Vec<usize> = (0..self.scope.vars.len()).filter(|&i| fits(&self.scope, i)).collect();
        (!found.is_empty()).then(|| self.rng.pick(&found))
    }

    pub fn name_of(&self, i: usize) -> String {
        self.scope.vars[i].name.clone()
    }

    /// Mentions a variable by value.
    pub fn take(&mut self, ty: Ty) -> Option<String> {
        let i = self.find(|scope, i| {
            let fits = scope.vars[i].ty == ty;
            fits && if ty.is_copy() { scope.can_read(i) } else { scope.can_move(i) }
        })?;
        if ty.is_copy() {
            self.scope.touch(i, Hold::Shared);
            let bases = self.scope.vars[i].holds.clone();
            self.scope.locks.extend(bases);
        } else {
            self.scope.moved(i);
        }
        Some(self.name_of(i))
    }

    /// Generates operands; what they borrow is free again when `call` returns.
    pub fn call(&mut self, operands: impl FnOnce(&mut Gen) -> String) -> String {
        let locks = self.scope.locks.len();
        let text = operands(self);
        self.scope.locks.truncate(locks);
        text
    }

    /// Generates a whole statement or a part whose temporaries end with it.
    pub fn statement(&mut self, part: impl FnOnce(&mut Gen) -> String) -> String {
        let (locks, temps) = (self.scope.locks.len(), self.scope.temps.len());
        let tail = std::mem::replace(&mut self.tail, false);
        let text = part(self);
        self.tail = tail;
        self.scope.locks.truncate(locks);
        self.scope.temps.truncate(temps);
        text
    }

    /// A scope of its own: what is declared in it ends with it.
    pub fn scoped<T>(&mut self, part: impl FnOnce(&mut Gen) -> T) -> T {
        let vars = self.scope.vars.len();
        let value = part(self);
        self.scope.vars.truncate(vars);
        value
    }

    /// Code that may or may not run.
    pub fn branch<T>(&mut self, part: impl FnOnce(&mut Gen) -> T) -> T {
        let before = self.scope.vars.clone();
        let value = self.sometimes(|g| g.scoped(part));
        self.scope.merge(&before);
        value
    }

    /// Code that does not run once on every path.
    pub fn sometimes<T>(&mut self, part: impl FnOnce(&mut Gen) -> T) -> T {
        self.names += 1;
        self.path.push(self.names);
        let value = part(self);
        self.path.pop();
        value
    }

    /// Goes on after alternatives of which one has run.
    pub fn join(&mut self, after: Vec<Vec<Var>>) {
        let mut after = after.into_iter();
        if let Some(first) = after.next() {
            self.scope.vars = first;
        }
        for other in after {
            self.scope.merge(&other);
        }
    }

    /// Code that runs and then goes elsewhere.
    pub fn diverging<T>(&mut self, part: impl FnOnce(&mut Gen) -> T) -> T {
        let before = self.scope.clone();
        let value = part(self);
        self.scope = before;
        value
    }

    /// A place that holds a `Log`, for a method's receiver; with what a reference to it borrows.
    pub fn place(&mut self, how: Hold) -> Option<Place> {
        let i = self.find(|scope, i| {
            let var = &scope.vars[i];
            match (var.ty, how) {
                (Ty::Ref, Hold::Shared) => scope.can_read(i),
                (Ty::RefMut, _) => scope.can_reborrow(i, how),
                (Ty::Log | Ty::Pair | Ty::Host | Ty::Tup | Ty::Vec, Hold::Shared) => scope.can_read(i),
                (Ty::Log | Ty::Pair | Ty::Host | Ty::Tup | Ty::Vec, Hold::Unique) => scope.can_write(i),
                _ => false,
            }
        })?;
        self.scope.touch(i, how);
        let ty = self.scope.vars[i].ty;
        let field = match ty.fields() {
            Some(names) => format!(".{}", self.rng.pick(&names)),
            None if ty == Ty::Vec => self.index(),
            None => String::new(),
        };
        let bases = self.scope.bases(i, how);
        Some((format!("{}{field}", self.name_of(i)), ty, bases))
    }

    /// The index of an element, which may wait, and be out of bounds.
    fn index(&mut self) -> String {
        if self.rng.chance(75) {
            return "[0]".to_owned();
        }
        format!("[{} as usize % 2]", self.either("num", "count", |g| g.text("at")))
    }

    /// A variable without a value yet, or one that may get another.
    pub fn assignable(&mut self) -> Option<usize> {
        self.find(|scope, i| {
            let plain =
                matches!(scope.vars[i].ty, Ty::Num | Ty::Bool | Ty::Log | Ty::Opt | Ty::Tup | Ty::Pair | Ty::Host | Ty::Vec);
            plain && scope.can_assign(i)
        })
    }
}
