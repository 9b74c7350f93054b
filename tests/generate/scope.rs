//! The typed environment: which variables there are, and what the borrow checker would let one do with each.
//!
//! The rules are stricter than rustc's, never looser (as far as we know): a borrow is over for good once something
//! has been done that conflicts with it, and inside a loop nothing may be done that its next turn would regret.

/// The types of the variables and expressions that are generated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ty {
    Unit,
    Num,
    Bool,
    Text,
    Log,
    Opt,
    Res,
    Tup,
    Pair,
    Vec,
    /// `self`: a struct of two fields, like a pair, but nothing makes one.
    Host,
    Ref,
    RefMut,
    Guard,
    GuardMut,
    /// A future of a number, waiting to be awaited.
    FutNum,
    /// A future of a `Log`.
    FutLog,
    /// A closure `|n: u32| -> u32`, callable again and again.
    Call,
    /// The same with a future of the number.
    AsyncCall,
    /// A closure without arguments that is called once and gives a number.
    Once,
    /// A stream of `Log`s.
    Source,
}

impl Ty {
    /// Values of these types are copied, not moved.
    pub fn is_copy(self) -> bool {
        matches!(self, Ty::Unit | Ty::Num | Ty::Bool | Ty::Ref)
    }

    /// As long as a variable of such a type lives, what it borrows stays borrowed: its destructor may look.
    fn is_sticky(self) -> bool {
        matches!(self, Ty::Guard | Ty::GuardMut | Ty::FutNum | Ty::FutLog)
    }

    /// The names of the two fields.
    pub fn fields(self) -> Option<[&'static str; 2]> {
        match self {
            Ty::Pair | Ty::Host => Some(["a", "b"]),
            Ty::Tup => Some(["0", "1"]),
            _ => None,
        }
    }

    pub fn text(self) -> &'static str {
        match self {
            Ty::Unit => "()",
            Ty::Num => "u32",
            Ty::Bool => "bool",
            Ty::Text => "String",
            Ty::Log => "Log",
            Ty::Opt => "Option<Log>",
            Ty::Res => "Result<Log, Fail>",
            Ty::Tup => "(Log, Log)",
            Ty::Pair => "Pair",
            Ty::Vec => "Vec<Log>",
            Ty::Ref => "&Log",
            Ty::RefMut => "&mut Log",
            _ => "_",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    Ready,
    /// Moved, perhaps moved, or a borrow that is over.
    Gone,
    /// Declared, not yet assigned.
    Unset,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hold {
    Shared,
    Unique,
}

/// Variables that are borrowed, and how.
pub type Borrows = Vec<(usize, Hold)>;

#[derive(Clone, Debug)]
pub struct Var {
    pub name: String,
    pub ty: Ty,
    pub mutable: bool,
    /// Captured by reference: not to be moved.
    pub pinned: bool,
    /// Captured by value without `move`: moved as a whole only, as the README says.
    pub whole: bool,
    pub state: State,
    /// The number of loops around its declaration.
    pub loops: usize,
    /// What it borrows.
    pub holds: Borrows,
    /// The fields of a pair that have been moved out, a bit each.
    pub parts: u8,
    /// The alternatives and loops around the first such move.
    pub parted: Vec<usize>,
}

impl Var {
    pub fn new(name: &str, ty: Ty) -> Var {
        let (name, holds) = (name.to_owned(), Vec::new());
        Var {
            name,
            ty,
            mutable: false,
            pinned: false,
            whole: false,
            state: State::Ready,
            loops: 0,
            holds,
            parts: 0,
            parted: Vec::new(),
        }
    }
}

#[derive(Clone, Default)]
pub struct Scope {
    pub vars: Vec<Var>,
    /// Borrows of operands that are evaluated already, until the call that takes them is over.
    pub locks: Borrows,
    /// Borrows by temporaries with destructors, until the end of the statement.
    pub temps: Borrows,
    /// What is declared outside of so many loops may not be moved here.
    pub move_depth: usize,
}

impl Scope {
    fn visible(&self, i: usize) -> bool {
        self.vars[i + 1..].iter().all(|later| later.name != self.vars[i].name)
    }

    fn conflicts(&self, i: usize, how: Hold) -> impl Iterator<Item = usize> + '_ {
        let clash = move |hold: &(usize, Hold)| hold.0 == i && (how == Hold::Unique || hold.1 == Hold::Unique);
        let live = self.vars.iter().enumerate().filter(|(_, var)| var.state != State::Gone);
        live.filter(move |(_, var)| var.holds.iter().any(clash)).map(|(h, _)| h)
    }

    /// Whether nothing that must stay alive stands in the way of borrowing `i` so.
    fn free(&self, i: usize, how: Hold) -> bool {
        let locked = self.locks.iter().chain(&self.temps);
        let mut locked = locked.filter(|(v, _)| *v == i);
        locked.all(|(_, hold)| how == Hold::Shared && *hold == Hold::Shared)
            && self.conflicts(i, how).all(|h| {
                let held = self.locks.iter().chain(&self.temps).any(|(v, _)| *v == h);
                !self.vars[h].ty.is_sticky() && self.vars[h].loops >= self.move_depth && !held
            })
    }

    fn usable(&self, i: usize) -> bool {
        self.vars[i].state == State::Ready && self.visible(i)
    }

    pub fn can_read(&self, i: usize) -> bool {
        self.usable(i) && self.vars[i].parts == 0 && self.free(i, Hold::Shared)
    }

    pub fn can_write(&self, i: usize) -> bool {
        self.usable(i) && self.vars[i].parts == 0 && self.vars[i].mutable && self.free(i, Hold::Unique)
    }

    /// Whether what the reference `i` points to may be borrowed through it.
    pub fn can_reborrow(&self, i: usize, how: Hold) -> bool {
        self.usable(i) && self.free(i, how)
    }

    pub fn can_move(&self, i: usize) -> bool {
        self.can_part(i) && self.vars[i].parts == 0
    }

    /// Whether a field may be moved out, if it is there.
    pub fn can_part(&self, i: usize) -> bool {
        let var = &self.vars[i];
        self.usable(i) && !var.pinned && var.loops >= self.move_depth && self.free(i, Hold::Unique)
    }

    /// Whether the whole may be assigned, be there a value by now or not.
    pub fn can_assign(&self, i: usize) -> bool {
        let var = &self.vars[i];
        let unset = var.state == State::Unset && var.loops >= self.move_depth;
        self.visible(i) && (var.mutable || unset) && !var.pinned && self.free(i, Hold::Unique)
    }

    /// Ends the borrows that do not survive this use of `i`.
    pub fn touch(&mut self, i: usize, how: Hold) {
        let over: Vec<usize> = self.conflicts(i, how).collect();
        for h in over {
            self.vars[h].state = State::Gone;
        }
    }

    pub fn moved(&mut self, i: usize) {
        self.touch(i, Hold::Unique);
        self.vars[i].state = State::Gone;
    }

    pub fn assigned(&mut self, i: usize) {
        self.touch(i, Hold::Unique);
        self.vars[i].state = State::Ready;
        self.vars[i].parts = 0;
    }

    /// Everything that a reference got from `i` borrows.
    pub fn bases(&self, i: usize, how: Hold) -> Borrows {
        let mut bases = vec![(i, how)];
        bases.extend(self.vars[i].holds.iter().copied());
        bases
    }

    /// What is known after two ways of getting here.
    pub fn merge(&mut self, other: &[Var]) {
        for (var, other) in self.vars.iter_mut().zip(other) {
            if var.state != other.state {
                var.state = State::Gone;
            }
            var.parts |= other.parts;
        }
    }
}
