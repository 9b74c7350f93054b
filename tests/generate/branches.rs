//! Blocks, `if` in all its forms, jumps out of a block.
use crate::generator::Gen;
use crate::scope::{Hold, Ty, Var};

/// A pattern, the variables it binds, and what there was to match.
pub struct Matched {
    pub scrutinee: String,
    /// Before the bound name: nothing, `mut `, `ref `, `ref mut `.
    pub prefix: &'static str,
    pub binding: Var,
    /// The variable that is looked at, if it is still there.
    pub place: Option<usize>,
}

impl Gen {
    /// The value at the end of a block.
    fn tail_value(&mut self, ty: Ty, depth: usize) -> String {
        if ty == Ty::Unit {
            return String::new();
        }
        if self.edition >= 2024 {
            return self.statement(|g| g.value(ty, depth));
        }
        let tail = std::mem::replace(&mut self.tail, true);
        let text = self.call(|g| g.value(ty, depth));
        self.tail = tail;
        text
    }

    /// `{ statements value }`
    pub fn block(&mut self, ty: Ty, depth: usize) -> String {
        self.scoped(|g| {
            let most = if g.straight { 1 } else { 3 };
            let statements = g.statements(most);
            format!("{{ {statements} {} }}", g.tail_value(ty, depth))
        })
    }

    /// A block that ends with a jump; none where no jump may stand.
    pub fn jump(&mut self) -> Option<String> {
        if self.straight {
            return None;
        }
        let mut ways: Vec<(usize, bool)> = Vec::new();
        let last = self.frames.len().wrapping_sub(1);
        for (at, frame) in self.frames.iter().enumerate() {
            if frame.label.is_some() || at == last && frame.is_loop {
                ways.push((at, false));
                if frame.goes_on {
                    ways.push((at, true));
                }
            }
        }
        if self.ret.is_some() && (ways.is_empty() || self.rng.chance(25)) {
            return Some(self.leave(0, |g| {
                let ret = g.ret.expect("checked above");
                format!("return {}", g.returned(ret, 1))
            }));
        }
        let way = (!ways.is_empty()).then(|| self.rng.pick(&ways))?;
        Some(self.jump_to(way.0, way.1))
    }

    /// `break`, with its value, out of the loop number `at`.
    pub fn jump_out(&mut self, at: usize) -> String {
        self.jump_to(at, false)
    }

    fn jump_to(&mut self, at: usize, goes_on: bool) -> String {
        let frame = self.frames[at].clone();
        let label = frame.label.as_deref().unwrap_or_default();
        if goes_on {
            return self.leave(frame.loops + 1, |_| format!("continue {label}"));
        }
        self.leave(frame.loops, |g| {
            let value = frame.value.filter(|ty| *ty != Ty::Unit).map(|ty| g.value(ty, 1));
            g.frames[at].exits.push(g.scope.vars.clone());
            format!("break {label} {}", value.unwrap_or_default())
        })
    }

    /// Straight code, then a jump out of all but `depth` loops: so it may move what the loops share.
    fn leave(&mut self, depth: usize, last: impl FnOnce(&mut Gen) -> String) -> String {
        self.diverging(|g| {
            g.scope.move_depth = depth;
            g.straight = true;
            let most = g.rng.below(2);
            let statements = g.statements(most);
            let text = format!("{{ {statements} {}; }}", g.statement(last));
            g.straight = false;
            text
        })
    }

    /// The block of an alternative: a value or, unless it is the first, perhaps a jump.
    pub fn alternative(&mut self, ty: Ty, before: &[Var], after: &mut Vec<Vec<Var>>, bound: &[Var]) -> String {
        self.scope.vars = [before, bound].concat();
        if !after.is_empty()
            && self.rng.chance(15)
            && let Some(jump) = self.jump()
        {
            return jump;
        }
        let block = self.sometimes(|g| g.block(ty, 1));
        self.scope.vars.truncate(before.len());
        after.push(self.scope.vars.clone());
        block
    }

    /// `if`, `else if` and `else`.
    pub fn if_else(&mut self, ty: Ty) -> String {
        let mut text = String::new();
        let mut after = Vec::new();
        let arms = 1 + usize::from(self.rng.chance(30));
        for _ in 0..arms {
            let (head, bound) = self.if_head();
            let vars = self.scope.vars.len() - bound.len();
            let all = self.scope.vars.clone();
            let block = self.alternative(ty, &all, &mut after, &[]);
            after.iter_mut().for_each(|vars_after: &mut Vec<Var>| vars_after.truncate(vars));
            text += &format!("if {head} {block} else ");
            self.scope.vars = all;
            self.scope.vars.truncate(vars);
        }
        let before = self.scope.vars.clone();
        if ty == Ty::Unit && self.rng.chance(50) {
            after.push(before);
            text.truncate(text.len() - " else ".len());
        } else {
            text += &self.alternative(ty, &before, &mut after, &[]);
        }
        self.join(after);
        text
    }

    /// What stands between `if` and the block; declares what it binds.
    fn if_head(&mut self) -> (String, Vec<String>) {
        match self.rng.below(4) {
            0 if self.edition >= 2024 => {
                let first = self.call(|g| g.operand(Ty::Bool, 1));
                let (second, mut bound) = self.if_let();
                if self.rng.chance(40) {
                    let third = self.call(|g| g.operand(Ty::Bool, 1));
                    return (format!("{first} && {second} && {third}"), bound);
                }
                if self.rng.chance(40) {
                    let (third, more) = self.if_let();
                    bound.extend(more);
                    return (format!("{first} && {second} && {third}"), bound);
                }
                (format!("{first} && {second}"), bound)
            }
            0 | 1 => self.if_let(),
            _ => (self.statement(|g| g.condition(2)), Vec::new()),
        }
    }

    fn if_let(&mut self) -> (String, Vec<String>) {
        if self.rng.chance(15) {
            let value = self.call(|g| g.operand(Ty::Opt, 1));
            return (format!("let Some(_) = {value}"), Vec::new());
        }
        let matched = self.matched(1);
        let name = matched.binding.name.clone();
        let text = format!("let Some({}{name}) = {}", matched.prefix, matched.scrutinee);
        self.scope.vars.push(matched.binding);
        (text, vec![name])
    }

    /// Something to match with `Some(..)`, and what that binds.
    pub fn matched(&mut self, depth: usize) -> Matched {
        let name = self.name();
        let loops = self.loops();
        let mut binding = Var { loops, ..Var::new(&name, Ty::Log) };
        let how = self.rng.pick(&[Hold::Shared, Hold::Unique]);
        let place = self.find(|s, i| {
            let free = if how == Hold::Shared { s.can_read(i) } else { s.can_write(i) };
            s.vars[i].ty == Ty::Opt && free
        });
        let Some(i) = place.filter(|_| self.rng.chance(85)) else {
            binding.mutable = self.rng.chance(40);
            let prefix = if binding.mutable { "mut " } else { "" };
            let scrutinee = self.call(|g| g.operand(Ty::Opt, depth));
            return Matched { scrutinee, prefix, binding, place: None };
        };
        self.scope.touch(i, how);
        binding.holds = self.scope.bases(i, how);
        let opt = self.name_of(i);
        let by_pattern = self.rng.chance(40);
        let (ty, prefix, before, after) = match (how, by_pattern) {
            (Hold::Shared, true) => (Ty::Ref, "ref ", "", ""),
            (Hold::Shared, false) => (Ty::Ref, "", "", ".as_ref()"),
            (Hold::Unique, true) => (Ty::RefMut, "ref mut ", "", ""),
            (Hold::Unique, false) => (Ty::RefMut, "", "&mut ", ""),
        };
        binding.ty = ty;
        Matched { scrutinee: format!("{before}{opt}{after}"), prefix, binding, place: Some(i) }
    }

    /// A value that comes out of a block, a branch, a loop or a future.
    pub fn branching_value(&mut self, ty: Ty, depth: usize) -> String {
        let locks = self.scope.locks.len();
        let text = match self.rng.below(9) {
            8 if self.is_async && !self.straight => self.selected(ty),
            0 => self.block(ty, depth),
            1 | 2 => self.if_else(ty),
            3 | 4 => self.match_value(ty),
            5 if !self.straight => self.loop_value(ty),
            6 if !self.straight => self.labelled(ty),
            7 if self.is_async && !self.straight => self.async_value(ty),
            _ => self.block(ty, depth),
        };
        self.scope.locks.truncate(locks);
        text
    }
}
