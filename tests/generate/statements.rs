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
        if self.rng.chance(8) {
            return self.rare_statement();
        }
        if self.rng.chance(12)
            && let Some(future) = self.awaited(Ty::FutNum).or_else(|| self.awaited(Ty::FutLog))
        {
            return format!("{future};");
        }
        match self.rng.below(34) {
            32 => self.let_source(),
            33 => self.renewal().unwrap_or_else(|| self.effect()),
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
            28 => self.let_future(),
            29 | 30 => self.maybe_jump(),
            _ => self.block(Ty::Unit, 1),
        }
    }

    fn assignment(&mut self) -> String {
        if self.rng.chance(15)
            && let Some(text) = self.compound_place()
        {
            return text;
        }
        let compound = self.find(|s, i| matches!(s.vars[i].ty, Ty::Num | Ty::Log) && s.can_write(i));
        if let Some(i) = compound.filter(|_| self.rng.chance(40)) {
            return self.compound(i);
        }
        if self.rng.chance(20)
            && let Some(text) = self.odd_assignment()
        {
            return text;
        }
        let Some(i) = self.assignable() else {
            return self.effect();
        };
        let var = &self.scope.vars[i];
        let (ty, name) = (var.ty, var.name.clone());
        let has_fields = ty.fields().is_some() && var.state == State::Ready && var.mutable && var.parts == 0;
        if has_fields && (ty == Ty::Host || self.rng.chance(60)) {
            return self.field_assignment(i);
        }
        if ty == Ty::Host {
            return self.effect();
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
        let is_log = self.scope.vars[i].ty == Ty::Log;
        let value = self.call(|g| {
            // The operator of a type of one's own borrows its left side first.
            g.scope.locks.extend(is_log.then_some((i, Hold::Unique)));
            g.value(Ty::Num, 2)
        });
        if !self.scope.can_write(i) {
            return format!("note(format!(\"{{}}\", {value}));");
        }
        self.scope.touch(i, Hold::Unique);
        let op = if self.scope.vars[i].ty == Ty::Num { self.rng.pick(&["+=", "^=", "|="]) } else { "+=" };
        format!("{name} {op} {value};")
    }

    /// `pair.a += value;`, `pages[0] += value;`, `*page += value;`: the operator borrows the place first.
    fn compound_place(&mut self) -> Option<String> {
        let (place, ty, bases) = self.place(Hold::Unique)?;
        let star = if ty == Ty::RefMut { "*" } else { "" };
        let value = self.call(|g| {
            g.scope.locks.extend(bases);
            g.value(Ty::Num, 2)
        });
        Some(format!("{star}{place} += {value};"))
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
        let field = var.ty.fields().map_or("", |names| names[which]);
        format!("{}.{field} = {value};", var.name)
    }

    /// An expression for its effects.
    fn effect(&mut self) -> String {
        match self.rng.below(12) {
            0 => format!("drop({});", self.value(Ty::Log, 1)),
            1 => format!("_ = {};", self.value(Ty::Log, 2)),
            2 => format!("let _ = {};", self.value(Ty::Pair, 2)),
            3 => format!("assert!({} < 100, \"{{}}\", {});", self.operand(Ty::Num, 2), self.branch(|g| g.number(1))),
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

    fn maybe_jump(&mut self) -> String {
        let condition = self.statement(|g| g.condition(1));
        match self.jump() {
            Some(jump) => format!("if {condition} {jump}"),
            None => format!("note(format!(\"{{}}\", {condition}));"),
        }
    }
}
