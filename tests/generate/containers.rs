//! Expressions that give an option, a result, a tuple, a struct or a vector of `Log`s.
use crate::generator::Gen;
use crate::scope::{Hold, Ty};

impl Gen {
    pub fn option(&mut self, depth: usize) -> String {
        if depth == 0 || self.rng.chance(30) {
            let moved = if self.rng.chance(40) { self.take(Ty::Opt) } else { None };
            return match moved {
                Some(moved) => moved,
                None if self.rng.chance(25) => "None::<Log>".to_owned(),
                None => self.either("next", "next_later", |g| g.text("next")),
            };
        }
        let d = depth - 1;
        match self.rng.below(12) {
            11 => self.streamed().unwrap_or_else(|| self.either("next", "next_later", |g| g.text("next"))),
            9 => format!("{}.and_then(maybe)", self.operand(Ty::Opt, d)),
            10 => format!("{}.filter(|log| peek(log) > 1)", self.operand(Ty::Opt, d)),
            0 => self.through_leaf(Ty::Opt, d),
            1 | 2 => self.either("maybe", "maybe_later", |g| g.value(Ty::Log, d)),
            3 => format!("{}.ok()", self.operand(Ty::Res, d)),
            4 => format!("{}.map(|log| log.with(1))", self.operand(Ty::Opt, d)),
            5 | 6 => {
                let i = self.find(|s, i| matches!(s.vars[i].ty, Ty::Opt | Ty::Vec) && s.can_write(i));
                let Some(i) = i else {
                    return self.either("next", "next_later", |g| g.text("next"));
                };
                self.scope.touch(i, Hold::Unique);
                let method = if self.scope.vars[i].ty == Ty::Opt { "take" } else { "pop" };
                format!("{}.{method}()", self.name_of(i))
            }
            7 => self.call(|g| format!("({{ {} }}).or({})", g.value(Ty::Opt, d), g.value(Ty::Opt, d))),
            _ => format!("Some({})", self.value(Ty::Log, d)),
        }
    }

    pub fn result(&mut self, depth: usize) -> String {
        if depth == 0 || self.rng.chance(25) {
            return match self.take(Ty::Res) {
                Some(moved) => moved,
                None => format!("Ok::<Log, Fail>({})", self.new_log()),
            };
        }
        let d = depth - 1;
        match self.rng.below(7) {
            6 if self.is_async => self.tried(d),
            0 => self.through_leaf(Ty::Res, d),
            1 => {
                let name = self.text("fail");
                self.call(|g| format!("{}.ok_or(Fail::new({name}))", g.operand(Ty::Opt, d)))
            }
            2 => format!("{}.map(|log| log + 1)", self.operand(Ty::Res, d)),
            3 => format!("Ok::<Log, Fail>({})", self.value(Ty::Log, d)),
            _ => self.either("attempt", "attempt_later", |g| g.value(Ty::Log, d)),
        }
    }

    pub fn tuple(&mut self, depth: usize) -> String {
        if self.rng.chance(30)
            && let Some(moved) = self.take(Ty::Tup)
        {
            return moved;
        }
        let d = depth.saturating_sub(1);
        match self.rng.below(5) {
            4 if self.is_async && depth > 0 => self.joined(d),
            0 if depth > 0 => self.through_leaf(Ty::Tup, d),
            _ => self.call(|g| format!("({}, {})", g.value(Ty::Log, d), g.value(Ty::Log, d))),
        }
    }

    pub fn pair(&mut self, depth: usize) -> String {
        if self.rng.chance(30)
            && let Some(moved) = self.take(Ty::Pair)
        {
            return moved;
        }
        let d = depth.saturating_sub(1);
        match self.rng.below(7) {
            0 if depth > 0 => self.through_leaf(Ty::Pair, d),
            1 => {
                let name = self.text("pair");
                format!("{}.into_pair({name})", self.operand(Ty::Log, d))
            }
            2 if depth > 0 => self.call(|g| format!("(Pair {{ b: {}, ..{} }})", g.value(Ty::Log, d), g.base(d))),
            6 => self.based(d),
            3 => self.call(|g| format!("(Pair {{ b: {}, a: {} }})", g.value(Ty::Log, d), g.value(Ty::Log, d))),
            _ => self.call(|g| format!("(Pair {{ a: {}, b: {} }})", g.value(Ty::Log, d), g.value(Ty::Log, d))),
        }
    }

    pub fn vec(&mut self, depth: usize) -> String {
        if self.rng.chance(15)
            && let Some(moved) = self.take(Ty::Vec)
        {
            return moved;
        }
        let d = depth.saturating_sub(1);
        match self.rng.below(5) {
            0 if depth > 0 => self.through_leaf(Ty::Vec, d),
            1 => self.call(|g| format!("Vec::from([{}, {}])", g.value(Ty::Log, d), g.value(Ty::Log, d))),
            2 => {
                let n = self.number(d);
                let name = self.text("many");
                format!("(0..{n} % 3).map(|_| Log::new({name})).collect::<Vec<_>>()")
            }
            3 => self.call(|g| format!("vec![{}, {}]", g.value(Ty::Log, d), g.value(Ty::Log, d))),
            _ => format!("vec![{}]", self.value(Ty::Log, d)),
        }
    }
}
