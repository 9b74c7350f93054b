//! `match` over options, results, numbers, tuples and structs.
use crate::generator::Gen;
use crate::scope::{Hold, Ty, Var};

impl Gen {
    pub fn match_value(&mut self, ty: Ty) -> String {
        match self.rng.below(7) {
            6 => self.match_slice(ty),
            0 => self.match_number(ty),
            1 => self.match_result(ty),
            2 => self.match_two(ty),
            3 => self.match_pair(ty),
            _ => self.match_option(ty),
        }
    }

    /// A condition in which the bindings of the arm may be looked at only, and nothing be moved.
    fn match_guard(&mut self, bindings: &[(&str, Ty)], place: Option<usize>) -> String {
        if self.rng.chance(60) {
            return String::new();
        }
        let depth = std::mem::replace(&mut self.scope.move_depth, usize::MAX);
        let straight = std::mem::replace(&mut self.straight, true);
        let locks = self.scope.locks.len();
        self.scope.locks.extend(place.map(|i| (i, Hold::Shared)));
        let text = self.scoped(|g| {
            for (name, ty) in bindings {
                g.declare(name, *ty).pinned = true;
            }
            let seen = bindings.iter().find(|(_, ty)| *ty == Ty::Log).filter(|_| g.rng.chance(50));
            match seen {
                Some((name, _)) if g.is_async && g.rng.chance(50) => {
                    format!(" if {name}.read().await > 1")
                }
                Some((name, _)) => format!(" if peek(&{name}) > 1"),
                None => format!(" if {}", g.statement(|g| g.condition(1))),
            }
        });
        self.scope.locks.truncate(locks);
        self.scope.move_depth = depth;
        self.straight = straight;
        text
    }

    fn match_option(&mut self, ty: Ty) -> String {
        let matched = self.matched(2);
        let (name, prefix, scrutinee) = (matched.binding.name.clone(), matched.prefix, matched.scrutinee);
        let before = self.scope.vars.clone();
        let mut after = Vec::new();
        let mut text = format!("match {scrutinee} {{ ");
        if matched.binding.ty != Ty::RefMut {
            let guard = self.match_guard(&[(&name, matched.binding.ty)], matched.place);
            if !guard.is_empty() {
                let binding = matched.binding.clone();
                let arm = self.alternative(ty, &before, &mut after, &[binding]);
                text += &format!("Some({prefix}{name}){guard} => {arm} ");
            }
        }
        let rest = if self.rng.chance(30) && !after.is_empty() { "_" } else { "None" };
        if rest == "None" {
            let arm = self.alternative(ty, &before, &mut after, &[matched.binding]);
            text += &format!("Some({prefix}{name}) => {arm} ");
        }
        let arm = self.alternative(ty, &before, &mut after, &[]);
        self.join(after);
        format!("{text}{rest} => {arm} }}")
    }

    fn match_number(&mut self, ty: Ty) -> String {
        let mut number = self.statement_value(Ty::Num);
        // rustc 1.95 forgets the index when a guard waits: `match [5, 7][1] { n if f().await => n, .. }` may well give 5.
        if number.trim_start_matches('(').starts_with('[') {
            number = format!("{{ {number} }}");
        }
        let before = self.scope.vars.clone();
        let mut after = Vec::new();
        let first = self.alternative(ty, &before, &mut after, &[]);
        self.scope.vars = before.clone();
        let name = self.name();
        let guard = self.match_guard(&[(&name, Ty::Num)], None);
        let loops = self.loops();
        let bound = Var { loops, ..Var::new(&name, Ty::Num) };
        let second = self.alternative(ty, &before, &mut after, &[bound]);
        let last = self.alternative(ty, &before, &mut after, &[]);
        self.join(after);
        let pattern = self.rng.pick(&["0 | 2", "0", "..=1"]);
        let at = self.rng.pick(&["1..=3", "1 | 3", "2.."]);
        format!("match {number} {{ {pattern} => {first} {name} @ ({at}){guard} => {second} _ => {last} }}")
    }

    /// The first element of a slice, by reference.
    fn match_slice(&mut self, ty: Ty) -> String {
        let Some(i) = self.find(|s, i| s.vars[i].ty == Ty::Vec && s.can_read(i)) else {
            return self.match_option(ty);
        };
        self.scope.touch(i, Hold::Shared);
        let (name, vec, loops) = (self.name(), self.name_of(i), self.loops());
        let bound = Var { loops, holds: self.scope.bases(i, Hold::Shared), ..Var::new(&name, Ty::Ref) };
        let before = self.scope.vars.clone();
        let mut after = Vec::new();
        let first = self.alternative(ty, &before, &mut after, &[bound]);
        let last = self.alternative(ty, &before, &mut after, &[]);
        self.join(after);
        let head = self.rng.pick(&["as_slice()", "iter().as_slice()", "as_slice()"]);
        format!("match {vec}.{head} {{ [{name}, ..] => {first} _ => {last} }}")
    }

    fn statement_value(&mut self, ty: Ty) -> String {
        self.call(|g| g.operand(ty, 2))
    }

    fn match_result(&mut self, ty: Ty) -> String {
        let result = self.statement_value(Ty::Res);
        let before = self.scope.vars.clone();
        let mut after = Vec::new();
        let (name, other) = (self.name(), self.name());
        let loops = self.loops();
        let bound = |name: &str| Var { loops, ..Var::new(name, Ty::Log) };
        if self.rng.chance(30) {
            let guard = self.match_guard(&[(&name, Ty::Log)], None);
            let arm = self.alternative(ty, &before, &mut after, &[bound(&name)]);
            let rest = self.alternative(ty, &before, &mut after, &[]);
            self.join(after);
            return format!(
                "match {result} {{ Ok({name}) | Err(Fail({name})){guard} => {arm} #[allow(unreachable_patterns)] _ => {rest} }}"
            );
        }
        let good = self.alternative(ty, &before, &mut after, &[bound(&name)]);
        let wildcard = self.rng.chance(40);
        let bindings = if wildcard { Vec::new() } else { vec![bound(&other)] };
        let bad = self.alternative(ty, &before, &mut after, &bindings);
        self.join(after);
        let rest = if wildcard { "Err(_)".to_owned() } else { format!("Err(Fail({other}))") };
        format!("match {result} {{ Ok({name}) => {good} {rest} => {bad} }}")
    }

    /// Two options at once: what a pattern does not bind stays in the scrutinee.
    fn match_two(&mut self, ty: Ty) -> String {
        let both = self.call(|g| format!("({}, {})", g.value(Ty::Opt, 1), g.value(Ty::Opt, 1)));
        let before = self.scope.vars.clone();
        let mut after = Vec::new();
        let (left, right) = (self.name(), format!("{}b", self.name()));
        let loops = self.loops();
        let bound = |name: &str| Var { loops, ..Var::new(name, Ty::Log) };
        let guard = self.match_guard(&[(&left, Ty::Log), (&right, Ty::Log)], None);
        let first = self.alternative(ty, &before, &mut after, &[bound(&left), bound(&right)]);
        let second = self.alternative(ty, &before, &mut after, &[bound(&left)]);
        let last = self.alternative(ty, &before, &mut after, &[]);
        self.join(after);
        let some = self.rng.pick(&["(Some(X), None) | (None, Some(X))", "(Some(X), _)", "(_, Some(X))"]);
        let some = some.replace('X', &left);
        format!("match {both} {{ (Some({left}), Some({right})){guard} => {first} {some} => {second} _ => {last} }}")
    }

    fn match_pair(&mut self, ty: Ty) -> String {
        let pair = self.statement_value(Ty::Pair);
        let before = self.scope.vars.clone();
        let mut after = Vec::new();
        let name = self.name();
        let loops = self.loops();
        let bound = Var { loops, ..Var::new(&name, Ty::Log) };
        let pattern = self.rng.pick(&["Pair { a: X, .. }", "Pair { b: X, a: _ }", "Pair { b: X, .. }"]).replace('X', &name);
        let guard = self.match_guard(&[(&name, Ty::Log)], None);
        let copy = bound.clone();
        let first = self.alternative(ty, &before, &mut after, &[bound]);
        if guard.is_empty() {
            self.join(after);
            return format!("match {pair} {{ {pattern} => {first} }}");
        }
        let second = self.alternative(ty, &before, &mut after, &[copy]);
        self.join(after);
        format!("match {pair} {{ {pattern}{guard} => {first} Pair {{ a: {name}, b: _ }} => {second} }}")
    }

    /// `match option { Some(x) => x, None => jump }`
    pub fn binding_match(&mut self, depth: usize) -> Option<String> {
        let option = self.call(|g| g.operand(Ty::Opt, depth));
        let jump = self.jump();
        let name = self.name();
        let other = match jump {
            Some(jump) => jump,
            None => format!("Log::new({})", self.text("other")),
        };
        Some(format!("match {option} {{ Some({name}) => {name}, None => {other} }}"))
    }
}
