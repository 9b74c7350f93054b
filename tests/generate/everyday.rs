//! What everyday code has besides: streams, macros of the user's, other `select!`s, methods whose names tell nothing.
use crate::generator::Gen;
use crate::scope::{Hold, State, Ty};

impl Gen {
    /// `let mut pages = source("pages");`
    pub fn let_source(&mut self) -> String {
        let (name, text) = (self.name(), self.text("source"));
        self.declare(&name, Ty::Source).mutable = true;
        format!("let mut {name} = source({text});")
    }

    /// `pages.next().await`
    pub fn streamed(&mut self) -> Option<String> {
        if !self.is_async {
            return None;
        }
        let i = self.find(|s, i| s.vars[i].ty == Ty::Source && s.can_write(i))?;
        self.scope.touch(i, Hold::Unique);
        Some(format!("{}.next().await", self.name_of(i)))
    }

    /// A number by way of a macro of the user's.
    pub fn by_macro(&mut self, d: usize) -> String {
        let place = if self.rng.chance(40) { self.place(Hold::Shared) } else { None };
        if let Some((place, ty, _)) = place {
            let star = if matches!(ty, Ty::Ref | Ty::RefMut) { "*" } else { "" };
            return format!("looked!({star}{place})");
        }
        if self.is_async && self.rng.chance(30) {
            return format!("fetched!({}).get()", self.text("log"));
        }
        self.call(|g| format!("summed!({}, {})", g.number(d), g.number(d)))
    }

    /// `x = x.onward(n);`, which moves `x`, or `x = x.peer(n);`, which does not.
    pub fn renewal(&mut self) -> Option<String> {
        let onward = self.rng.chance(50);
        let i = self.find(|s, i| {
            let plain = s.vars[i].ty == Ty::Log && s.can_write(i);
            // When `peer` panics in a leaf future, what is declared later dies later, as the README says.
            let last = s.vars[i + 1..].iter().all(|later| later.ty.is_copy() || later.state == State::Gone);
            // Nor can a closure or async block that a leaf future makes move it so.
            let moves = s.can_move(i) && !s.vars[i].whole;
            plain && (if onward { moves } else { last }) && s.can_assign(i)
        })?;
        // What such a method does if an argument waits only rustc can tell, as the README says.
        let is_async = std::mem::replace(&mut self.is_async, false);
        let argument = self.call(|g| {
            g.scope.locks.push((i, Hold::Unique));
            g.number(1)
        });
        self.is_async = is_async;
        if !self.scope.can_assign(i) || !self.scope.can_write(i) {
            return Some(format!("note(format!(\"{{}}\", {argument}));"));
        }
        self.scope.assigned(i);
        let (name, method) = (self.name_of(i), if onward { "onward" } else { "peer" });
        Some(format!("{name} = {name}.{method}({argument});"))
    }

    /// `matches!(option, Some(log) if peek(&log) > 1)`
    pub fn matched_if(&mut self, d: usize) -> String {
        let option = self.value(Ty::Opt, d);
        let name = self.name();
        let guard =
            if self.is_async && self.rng.chance(40) { format!("{name}.read().await > 1") } else { format!("peek(&{name}) > 1") };
        format!("matches!({option}, Some({name}) if {guard})")
    }
}
