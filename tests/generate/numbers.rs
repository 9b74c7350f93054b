//! Expressions that give a number, a truth value or a text, and references for their operands.
use crate::generator::Gen;
use crate::scope::{Hold, Ty};

impl Gen {
    pub fn number(&mut self, depth: usize) -> String {
        if depth == 0 || self.rng.chance(20) {
            return match self.rng.below(4) {
                0 => self.rng.below(4).to_string(),
                1 => self.take(Ty::Num).unwrap_or_else(|| "1".to_owned()),
                _ => self.either("num", "count", |g| g.text("num")),
            };
        }
        let d = depth - 1;
        let found = match self.rng.below(9) {
            0..2 => self.awaited(Ty::FutNum),
            2 => self.called(d),
            3 => self.guarded(),
            4 => self.length(),
            5 | 6 => self.method(d),
            _ => None,
        };
        found.unwrap_or_else(|| self.number_call(d))
    }

    fn number_call(&mut self, d: usize) -> String {
        match self.rng.below(19) {
            18 => self.by_macro(d),
            0 => self.either("peek", "peek_later", |g| g.shared(d)),
            1 => self.call(|g| format!("poke({})", g.unique(d))),
            2 if self.is_async => self.call(|g| format!("poke_later({}, {}).await", g.unique(d), g.number(d))),
            3 => self.either("eat", "eat_later", |g| g.value(Ty::Log, d)),
            4 => self.call(|g| format!("mix({}, {}, {})", g.shared(d), g.number(d), g.value(Ty::Log, d))),
            5 if self.is_async => self.call(|g| format!("mix_later({}, {}, {}).await", g.shared(d), g.shared(d), g.number(d))),
            6 | 7 => self.call(|g| format!("total({}, {}, {})", g.number(d), g.number(d), g.number(d))),
            8 => self.call(|g| {
                let op = g.rng.pick(&["+", "*", "+", "^", "|"]);
                format!("{} {op} {}", g.operand(Ty::Num, d), g.operand(Ty::Num, d))
            }),
            9 => format!("{}.get()", self.operand(Ty::Log, d)),
            10 => format!("{}.into_value()", self.operand(Ty::Log, d)),
            11 if self.rng.chance(30) => format!("{}.finish()", self.operand(Ty::Log, d)),
            12 if self.is_async => format!("{}.read().await", self.operand(Ty::Log, d)),
            13 if self.is_async && self.rng.chance(30) => {
                format!("{}.commit().await", self.operand(Ty::Log, d))
            }
            14 if self.rng.chance(40) => {
                self.call(|g| format!("[{}, {}][{} as usize % 2]", g.number(d), g.number(d), g.operand(Ty::Num, d)))
            }
            14 => self.call(|g| format!("[{}, {}][{}]", g.number(d), g.number(d), g.rng.below(2))),
            15 => self.call(|g| format!("({}, {}).1", g.number(d), g.number(d))),
            16 => format!("({} as u64 as u32)", self.operand(Ty::Num, d)),
            17 if !self.tail => format!("{}.guard().value()", self.operand(Ty::Log, d)),
            _ => self.either("num", "count", |g| g.text("num")),
        }
    }

    /// A method with a receiver that is borrowed.
    fn method(&mut self, d: usize) -> Option<String> {
        let how = self.rng.pick(&[Hold::Shared, Hold::Unique]);
        let (place, _, bases) = self.place(how)?;
        let later = self.is_async && self.rng.chance(60);
        Some(match (how, later) {
            (Hold::Shared, false) => format!("{place}.get()"),
            (Hold::Shared, true) => format!("{place}.read().await"),
            (Hold::Unique, false) if self.rng.chance(30) => self.call(|g| {
                g.scope.locks.extend(bases);
                format!("{place}.stir({})", g.number(d))
            }),
            (Hold::Unique, false) => format!("{place}.bump()"),
            (Hold::Unique, true) => self.call(|g| {
                g.scope.locks.extend(bases);
                format!("{place}.write({}).await", g.number(d))
            }),
        })
    }

    /// A number got through a guard: one in a variable, or a temporary one that lives to the end of the statement.
    fn guarded(&mut self) -> Option<String> {
        let guard = self.find(|s, i| matches!(s.vars[i].ty, Ty::Guard | Ty::GuardMut) && s.can_reborrow(i, Hold::Unique));
        if let Some(i) = guard {
            let name = self.name_of(i);
            return Some(match self.scope.vars[i].ty {
                Ty::GuardMut if self.rng.chance(50) => format!("{name}.add({})", self.rng.below(3)),
                Ty::Guard if self.is_async && self.rng.chance(50) => format!("{name}.wait().await"),
                _ => format!("{name}.value()"),
            });
        }
        if self.tail {
            return None;
        }
        let how = self.rng.pick(&[Hold::Shared, Hold::Unique]);
        let (place, _, bases) = self.place(how)?;
        self.scope.temps.extend(bases);
        Some(match how {
            Hold::Shared if self.is_async && self.rng.chance(60) => {
                format!("{place}.guard().wait().await")
            }
            Hold::Shared => format!("{place}.guard().value()"),
            Hold::Unique => format!("{place}.lock().add(1)"),
        })
    }

    fn length(&mut self) -> Option<String> {
        let i = self.find(|s, i| s.vars[i].ty == Ty::Vec && s.can_read(i))?;
        self.scope.touch(i, Hold::Shared);
        Some(format!("{}.len() as u32", self.name_of(i))).map(|text| format!("({text})"))
    }

    /// Awaits a future that waits in a variable.
    pub fn awaited(&mut self, ty: Ty) -> Option<String> {
        if !self.is_async {
            return None;
        }
        self.take(ty).map(|name| format!("{name}.await"))
    }

    fn called(&mut self, d: usize) -> Option<String> {
        if self.rng.chance(50) {
            return self.take(Ty::Once).map(|name| format!("{name}()"));
        }
        let is_async = self.is_async;
        let fits = |ty: Ty| ty == Ty::Call || (ty == Ty::AsyncCall && is_async);
        let i = self.find(|s, i| fits(s.vars[i].ty) && s.can_reborrow(i, Hold::Unique))?;
        let wait = if self.scope.vars[i].ty == Ty::AsyncCall { ".await" } else { "" };
        let bases = self.scope.bases(i, Hold::Unique);
        Some(self.call(|g| {
            g.scope.locks.extend(bases);
            format!("{}({}){wait}", g.name_of(i), g.number(d))
        }))
    }

    pub fn condition(&mut self, depth: usize) -> String {
        if depth == 0 || self.rng.chance(35) {
            return self.either("flag", "ready", |g| g.text("flag"));
        }
        let d = depth - 1;
        match self.rng.below(9) {
            0 => self.call(|g| format!("{} < {}", g.operand(Ty::Num, d), g.operand(Ty::Num, d))),
            1 => format!("!{}", self.operand(Ty::Bool, d)),
            2 | 3 => {
                let op = self.rng.pick(&["&&", "||"]);
                let left = self.operand(Ty::Bool, d);
                let right = self.branch(|g| g.operand(Ty::Bool, d));
                format!("{left} {op} {right}")
            }
            4 if self.rng.chance(50) => self.matched_if(d),
            4 => format!("matches!({}, Some(_))", self.value(Ty::Opt, d)),
            5 => format!("{}.is_some()", self.operand(Ty::Opt, d)),
            6 => self.call(|g| format!("{} == {}", g.operand(Ty::Log, d), g.operand(Ty::Log, d))),
            7 => self.compared(d).unwrap_or_else(|| self.either("flag", "ready", |g| g.text("flag"))),
            _ => self.either("flag", "ready", |g| g.text("flag")),
        }
    }

    /// A comparison of places: the operator borrows them.
    fn compared(&mut self, d: usize) -> Option<String> {
        let (place, ty, bases) = self.place(Hold::Shared)?;
        let star = if matches!(ty, Ty::Ref | Ty::RefMut) { "*" } else { "" };
        Some(self.call(|g| {
            g.scope.locks.extend(bases);
            format!("{star}{place} == {}", g.operand(Ty::Log, d))
        }))
    }

    pub fn string(&mut self, depth: usize) -> String {
        if self.rng.chance(30)
            && let Some(moved) = self.take(Ty::Text)
        {
            return moved;
        }
        let d = depth.saturating_sub(1);
        let shown = self.find(|s, i| matches!(s.vars[i].ty, Ty::Num | Ty::Log | Ty::Opt | Ty::Pair) && s.can_read(i));
        match (self.rng.below(4), shown) {
            (0, Some(i)) => {
                self.scope.touch(i, Hold::Shared);
                format!("format!(\"{{{}:?}}\")", self.name_of(i))
            }
            (1, Some(i)) if self.rng.chance(40) => self.call(|g| {
                g.scope.touch(i, Hold::Shared);
                g.scope.locks.push((i, Hold::Shared));
                format!("format!(\"{{{}:?}}/{{}}\", {})", g.name_of(i), g.number(d))
            }),
            (1, _) => self.call(|g| format!("format!(\"{{}}/{{}}\", {}, {})", g.number(d), g.number(d))),
            (2, _) => format!("{}.tag()", self.operand(Ty::Log, d)),
            _ => format!("String::from({})", self.text("text")),
        }
    }

    /// An expression of type `&Log`; what it borrows is locked until the call that takes it is over.
    pub fn shared(&mut self, depth: usize) -> String {
        let found = if self.rng.chance(70) { self.place(Hold::Shared) } else { None };
        if let Some((place, ty, bases)) = found {
            self.scope.locks.extend(bases);
            return match ty {
                Ty::Ref => place,
                Ty::RefMut => format!("&*{place}"),
                _ => format!("&{place}"),
            };
        }
        match self.rng.below(4) {
            0 => format!("same({})", self.shared(0)),
            1 => match self.find(|s, i| s.vars[i].ty == Ty::Opt && s.can_read(i)) {
                Some(i) => {
                    self.scope.touch(i, Hold::Shared);
                    self.scope.locks.push((i, Hold::Shared));
                    let name = self.text("spare");
                    format!("{}.as_ref().unwrap_or(&Log::new({name}))", self.name_of(i))
                }
                None => format!("&{}", self.temporary(0)),
            },
            _ => format!("&{}", self.temporary(depth.saturating_sub(1))),
        }
    }

    /// An expression of type `&mut Log`.
    pub fn unique(&mut self, depth: usize) -> String {
        let found = if self.rng.chance(80) { self.place(Hold::Unique) } else { None };
        if let Some((place, ty, bases)) = found {
            self.scope.locks.extend(bases);
            return match ty {
                Ty::RefMut if self.rng.chance(50) => place,
                Ty::RefMut => format!("&mut *{place}"),
                _ => format!("&mut {place}"),
            };
        }
        let name = self.text("scratch");
        match self.rng.below(2) {
            0 if self.is_async && depth > 0 => format!("&mut later({name}).await"),
            _ => format!("&mut Log::new({name})"),
        }
    }
}
