//! `let` in all its forms.
use crate::generator::Gen;
use crate::scope::{Hold, State, Ty};

impl Gen {
    pub fn let_value(&mut self) -> String {
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
        let changes = matches!(ty, Ty::Opt | Ty::Vec);
        let mutable = self.rng.chance(if changes { 75 } else { 50 });
        self.declare(&name, ty).mutable = mutable;
        let prefix = if mutable { "mut " } else { "" };
        let typed = if self.rng.chance(30) { format!(": {}", ty.text()) } else { String::new() };
        format!("let {prefix}{name}{typed} = {value};")
    }

    /// `let Pair { ref mut a, .. } = pair;`, or the same by a reference.
    fn let_lent(&mut self) -> Option<String> {
        let how = self.rng.pick(&[Hold::Shared, Hold::Unique]);
        let i = self.find(|s, i| {
            let free = if how == Hold::Shared { s.can_read(i) } else { s.can_write(i) };
            matches!(s.vars[i].ty, Ty::Pair | Ty::Tup) && free
        })?;
        self.scope.touch(i, how);
        let patterns = match self.scope.vars[i].ty {
            Ty::Pair => ["Pair { a: X, .. }", "Pair { b: X, a: _ }"],
            _ => ["(X, _)", "(.., X)"],
        };
        let (pattern, place, name) = (self.rng.pick(&patterns), self.name_of(i), self.name());
        let (ty, prefix, sign) = match how {
            Hold::Shared => (Ty::Ref, "ref ", "&"),
            Hold::Unique => (Ty::RefMut, "ref mut ", "&mut "),
        };
        let holds = self.scope.bases(i, how);
        self.declare(&name, ty).holds = holds;
        Some(match self.rng.chance(50) {
            true => format!("let {} = {place};", pattern.replace('X', &format!("{prefix}{name}"))),
            false => format!("let {} = {sign}{place};", pattern.replace('X', &name)),
        })
    }

    /// `let [first, ..] = [a, b];`
    fn let_array(&mut self) -> String {
        let value = self.call(|g| format!("[{}, {}]", g.value(Ty::Log, 2), g.value(Ty::Log, 1)));
        let pattern = self.rng.pick(&["[X, _]", "[X, ..]", "[.., X]", "[_, mut X]"]);
        let name = self.name();
        self.declare(&name, Ty::Log).mutable = pattern.contains("mut");
        format!("let {} = {value};", pattern.replace('X', &name))
    }

    pub fn let_pattern(&mut self) -> String {
        match self.rng.below(6) {
            0 => return self.let_array(),
            1 | 2 => {
                if let Some(text) = self.let_lent() {
                    return text;
                }
            }
            _ => {}
        }
        let (ty, patterns) = self.rng.pick(&[
            (Ty::Tup, ["(A, B)", "(A, _)", "(_, B)", "(mut A, B)"]),
            (Ty::Pair, ["Pair { a: A, b: B }", "Pair { a: A, .. }", "Pair { b: B, a: _ }", "Pair { a: mut A, b: B }"]),
        ]);
        let pattern = self.rng.pick(&patterns);
        // What a pattern leaves of a local that lives over a suspension point: the local is moved first, as the README says.
        let value = if self.rng.chance(60) { self.take(ty) } else { None };
        let value = value.unwrap_or_else(|| self.value(ty, 2));
        let value = format!("{{ {value} }}");
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
    pub fn let_later(&mut self) -> String {
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
        let (first, first_after) = self.scoped(|g| (g.statement(|g| g.value(ty, 2)), g.scope.vars.clone()));
        self.scope.vars = before;
        let second = self.statement(|g| g.value(ty, 2));
        self.scope.merge(&first_after);
        self.declare(&name, ty);
        format!("let {name}; if {condition} {{ {name} = {first}; }} else {{ {name} = {second}; }}")
    }

    pub fn let_else(&mut self) -> String {
        let (ty, variant) = self.rng.pick(&[(Ty::Opt, "Some"), (Ty::Opt, "Some"), (Ty::Res, "Ok")]);
        let option = self.call(|g| g.operand(ty, 2));
        let Some(jump) = self.jump() else {
            return format!("let _ = {option};");
        };
        let name = self.name();
        let mutable = self.rng.chance(40);
        self.declare(&name, Ty::Log).mutable = mutable;
        let prefix = if mutable { "mut " } else { "" };
        format!("let {variant}({prefix}{name}) = {option} else {jump};")
    }

    pub fn let_reference(&mut self) -> String {
        let how = self.rng.pick(&[Hold::Shared, Hold::Unique]);
        let (ty, sign) = if how == Hold::Shared { (Ty::Ref, "&") } else { (Ty::RefMut, "&mut ") };
        let place = if self.rng.chance(65) { self.place(how) } else { None };
        let (value, holds) = match place {
            Some((place, from, bases)) => {
                let star = if matches!(from, Ty::Ref | Ty::RefMut) { "*" } else { "" };
                (format!("{sign}{star}{place}"), bases)
            }
            None => (format!("{sign}{}", self.statement(|g| g.extended())), Vec::new()),
        };
        let name = self.name();
        self.declare(&name, ty).holds = holds;
        format!("let {name} = {value};")
    }

    /// A value for `let x = &value;`: it lives as long as `x`.
    fn extended(&mut self) -> String {
        match self.rng.below(3) {
            0 => format!("({}, {}).1", self.value(Ty::Log, 1), self.value(Ty::Log, 1)),
            _ => self.temporary(1),
        }
    }

    pub fn let_guard(&mut self) -> String {
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
}
