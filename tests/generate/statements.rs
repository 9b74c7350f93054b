//! Statements.
use crate::generator::Gen;
use crate::scope::{Hold, State, Ty};

impl Gen {
    /// Up to so many statements, as long as the budget lasts.
    pub fn statements(&mut self, most: usize) -> String {
        let mut text = String::new();
        for _ in 0..most {
            if self.budget == 0 {
                break;
            }
            self.budget -= 1;
            text += &self.statement(Gen::any_statement);
            text.push('\n');
        }
        text
    }

    fn any_statement(&mut self) -> String {
        if self.straight {
            return match self.rng.below(4) {
                0 => self.let_value(),
                1 => self.assignment(),
                _ => self.effect(),
            };
        }
        match self.rng.below(32) {
            0..7 => self.let_value(),
            7 => self.let_pattern(),
            8 => self.let_later(),
            9 | 10 => self.let_else(),
            11..14 => self.assignment(),
            14..17 => self.effect(),
            17..19 => format!("{};", self.if_else(Ty::Unit)),
            19 => format!("{};", self.match_value(Ty::Unit)),
            20..23 => self.loop_statement(),
            23 => format!("{};", self.labelled(Ty::Unit)),
            24 | 25 => self.let_reference(),
            26 => self.let_guard(),
            27 => self.let_closure(),
            28 | 29 => self.let_future(),
            30 => self.maybe_jump(),
            _ => self.block(Ty::Unit, 1),
        }
    }

    fn let_value(&mut self) -> String {
        let ty = self.rng.pick(&[
            Ty::Log,
            Ty::Log,
            Ty::Log,
            Ty::Num,
            Ty::Bool,
            Ty::Text,
            Ty::Opt,
            Ty::Opt,
            Ty::Res,
            Ty::Tup,
            Ty::Pair,
            Ty::Vec,
        ]);
        let value = self.value(ty, 3);
        let name = self.name();
        let mutable = self.rng.chance(50);
        self.declare(&name, ty).mutable = mutable;
        let prefix = if mutable { "mut " } else { "" };
        let typed = if self.rng.chance(30) {
            format!(": {}", ty.text())
        } else {
            String::new()
        };
        format!("let {prefix}{name}{typed} = {value};")
    }

    fn let_pattern(&mut self) -> String {
        let (ty, patterns) = self.rng.pick(&[
            (Ty::Tup, ["(A, B)", "(A, _)", "(_, B)", "(mut A, B)"]),
            (
                Ty::Pair,
                [
                    "Pair { a: A, b: B }",
                    "Pair { a: A, .. }",
                    "Pair { b: B, a: _ }",
                    "Pair { a: mut A, b: B }",
                ],
            ),
        ]);
        let pattern = self.rng.pick(&patterns);
        let value = if self.rng.chance(60) {
            self.take(ty)
        } else {
            None
        };
        let value = value.unwrap_or_else(|| self.value(ty, 2));
        let (a, b) = (self.name(), format!("{}b", self.name()));
        let mut text = pattern.to_owned();
        for (mark, name) in [("A", &a), ("B", &b)] {
            if pattern.contains(mark) {
                let mutable = pattern.contains(&format!("mut {mark}"));
                self.declare(name, Ty::Log).mutable = mutable;
                text = text.replacen(mark, name, 1);
            }
        }
        format!("let {text} = {value};")
    }

    /// `let x;` and an assignment, on all ways or later.
    fn let_later(&mut self) -> String {
        let ty = self.rng.pick(&[Ty::Log, Ty::Opt, Ty::Num, Ty::Pair]);
        let name = self.name();
        if self.rng.chance(50) {
            let mutable = self.rng.chance(30);
            let var = self.declare(&name, ty);
            (var.mutable, var.state) = (mutable, State::Unset);
            let prefix = if mutable { "mut " } else { "" };
            return format!("let {prefix}{name}: {};", ty.text());
        }
        let condition = self.statement(|g| g.condition(1));
        let before = self.scope.vars.clone();
        let (first, first_after) =
            self.scoped(|g| (g.statement(|g| g.value(ty, 2)), g.scope.vars.clone()));
        self.scope.vars = before;
        let second = self.statement(|g| g.value(ty, 2));
        self.scope.merge(&first_after);
        self.declare(&name, ty);
        format!("let {name}; if {condition} {{ {name} = {first}; }} else {{ {name} = {second}; }}")
    }

    fn let_else(&mut self) -> String {
        let option = self.call(|g| g.operand(Ty::Opt, 2));
        let Some(jump) = self.jump() else {
            return format!("let _ = {option};");
        };
        let name = self.name();
        let mutable = self.rng.chance(40);
        self.declare(&name, Ty::Log).mutable = mutable;
        let prefix = if mutable { "mut " } else { "" };
        format!("let Some({prefix}{name}) = {option} else {jump};")
    }

    fn assignment(&mut self) -> String {
        let compound =
            self.find(|s, i| matches!(s.vars[i].ty, Ty::Num | Ty::Log) && s.can_write(i));
        if let Some(i) = compound.filter(|_| self.rng.chance(40)) {
            return self.compound(i);
        }
        let Some(i) = self.assignable() else {
            return self.effect();
        };
        let var = &self.scope.vars[i];
        let (ty, name) = (var.ty, var.name.clone());
        let has_fields =
            matches!(ty, Ty::Pair | Ty::Tup) && var.state == State::Ready && var.mutable;
        if has_fields && self.rng.chance(60) {
            return self.field_assignment(i);
        }
        let value = self.value(ty, 2);
        if !self.scope.can_assign(i) {
            return format!("drop({value});");
        }
        self.scope.assigned(i);
        format!("{name} = {value};")
    }

    fn compound(&mut self, i: usize) -> String {
        let name = self.name_of(i);
        let value = self.call(|g| g.value(Ty::Num, 2));
        if !self.scope.can_write(i) {
            return format!("note(format!(\"{{}}\", {value}));");
        }
        self.scope.touch(i, Hold::Unique);
        let op = if self.scope.vars[i].ty == Ty::Num {
            self.rng.pick(&["+=", "^=", "|="])
        } else {
            "+="
        };
        format!("{name} {op} {value};")
    }

    fn field_assignment(&mut self, i: usize) -> String {
        let value = self.value(Ty::Log, 2);
        if !self.scope.can_assign(i) || self.scope.vars[i].state != State::Ready {
            return format!("drop({value});");
        }
        self.scope.touch(i, Hold::Unique);
        let which = self.rng.below(2);
        let var = &mut self.scope.vars[i];
        var.parts &= !(1 << which);
        let field = if var.ty == Ty::Pair {
            ["a", "b"][which]
        } else {
            ["0", "1"][which]
        };
        format!("{}.{field} = {value};", var.name)
    }

    /// An expression for its effects.
    fn effect(&mut self) -> String {
        match self.rng.below(12) {
            0 => format!("drop({});", self.value(Ty::Log, 1)),
            1 => format!("_ = {};", self.value(Ty::Log, 2)),
            2 => format!("let _ = {};", self.value(Ty::Pair, 2)),
            3 => format!(
                "assert!({} < 100, \"{{}}\", {});",
                self.operand(Ty::Num, 2),
                self.branch(|g| g.number(1))
            ),
            4 => format!("note({});", self.call(|g| g.string(2))),
            5 => self.push(),
            6 => self.swap(),
            7 => self.forget_guard(),
            8 => format!("{};", self.value(Ty::Opt, 2)),
            _ => format!("{};", self.number(3)),
        }
    }

    fn push(&mut self) -> String {
        let Some(i) = self.find(|s, i| s.vars[i].ty == Ty::Vec && s.can_write(i)) else {
            return format!("{};", self.number(2));
        };
        self.scope.touch(i, Hold::Unique);
        let name = self.name_of(i);
        if self.rng.chance(25) {
            return format!("{name}.truncate(1);");
        }
        if self.rng.chance(30) {
            let text = self.text("push");
            return format!("{name}.push(Log::new({text}) + {name}.len() as u32);");
        }
        self.scope.locks.push((i, Hold::Unique));
        format!("{name}.push({});", self.value(Ty::Log, 2))
    }

    fn swap(&mut self) -> String {
        self.call(|g| format!("std::mem::swap({}, {});", g.unique(0), g.unique(0)))
    }

    /// Ends a guard or drops a future that was never polled.
    fn forget_guard(&mut self) -> String {
        for ty in [Ty::Guard, Ty::GuardMut, Ty::FutLog, Ty::Once] {
            if let Some(name) = self.take(ty) {
                return format!("drop({name});");
            }
        }
        format!("{};", self.number(2))
    }

    fn let_reference(&mut self) -> String {
        let how = self.rng.pick(&[Hold::Shared, Hold::Unique]);
        let (ty, sign) = if how == Hold::Shared {
            (Ty::Ref, "&")
        } else {
            (Ty::RefMut, "&mut ")
        };
        let place = if self.rng.chance(65) {
            self.place(how)
        } else {
            None
        };
        let (value, holds) = match place {
            Some((place, from, bases)) => {
                let star = if matches!(from, Ty::Ref | Ty::RefMut) {
                    "*"
                } else {
                    ""
                };
                (format!("{sign}{star}{place}"), bases)
            }
            None => (
                format!("{sign}{}", self.statement(|g| g.extended())),
                Vec::new(),
            ),
        };
        let name = self.name();
        self.declare(&name, ty).holds = holds;
        format!("let {name} = {value};")
    }

    /// A value for `let x = &value;`: it lives as long as `x`.
    fn extended(&mut self) -> String {
        match self.rng.below(3) {
            0 => format!("({}, {}).1", self.value(Ty::Log, 1), self.value(Ty::Log, 1)),
            _ => self.operand(Ty::Log, 1),
        }
    }

    fn let_guard(&mut self) -> String {
        let how = self.rng.pick(&[Hold::Shared, Hold::Unique]);
        let Some((place, _, holds)) = self.place(how) else {
            return self.let_value();
        };
        let (ty, method, prefix) = match how {
            Hold::Shared => (Ty::Guard, "guard", ""),
            Hold::Unique => (Ty::GuardMut, "lock", "mut "),
        };
        let name = self.name();
        self.declare(&name, ty).holds = holds;
        format!("let {prefix}{name} = {place}.{method}();")
    }

    fn maybe_jump(&mut self) -> String {
        let condition = self.statement(|g| g.condition(1));
        match self.jump() {
            Some(jump) => format!("if {condition} {jump}"),
            None => format!("note(format!(\"{{}}\", {condition}));"),
        }
    }
}
