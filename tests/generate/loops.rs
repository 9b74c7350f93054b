//! Loops and labelled blocks.
use crate::generator::{Frame, Gen};
use crate::scope::{Hold, Ty};

impl Gen {
    /// Generates what stands in a loop or a labelled block, and says afterwards what can be known then.
    fn framed(&mut self, [is_loop, goes_on]: [bool; 2], value: Option<Ty>, part: impl FnOnce(&mut Gen) -> String) -> String {
        let label = (!is_loop || self.rng.chance(40)).then(|| self.label());
        let prefix = label.as_ref().map(|label| format!("{label}: ")).unwrap_or_default();
        let before = self.scope.vars.clone();
        let depth = self.scope.move_depth;
        self.frames.push(Frame { label, is_loop, goes_on, loops: self.loops(), value, exits: Vec::new() });
        self.scope.move_depth = self.loops();
        let text = self.sometimes(|g| g.scoped(part));
        let frame = self.frames.pop().expect("pushed above");
        self.scope.move_depth = depth;
        if is_loop {
            self.scope.merge(&before);
        }
        for exit in frame.exits {
            self.scope.merge(&exit);
        }
        format!("{prefix}{text}")
    }

    pub fn labelled(&mut self, ty: Ty) -> String {
        self.framed([false, false], Some(ty), |g| {
            let first = g.statements(1);
            let condition = g.statement(|g| g.condition(1));
            let jump = g.jump().unwrap_or_default();
            let rest = g.block(ty, 1);
            format!("{{ {first} if {condition} {{ {jump} }} {rest} }}")
        })
    }

    /// `loop { .. break value; }`
    pub fn loop_value(&mut self, ty: Ty) -> String {
        // Where the way out is at the head, one may go on anywhere.
        let goes_on = self.rng.chance(50);
        self.framed([true, goes_on], Some(ty), |g| {
            let at = g.frames.len() - 1;
            let body = if goes_on { String::new() } else { g.statements(2) };
            let name = g.text("stop");
            let jump = g.jump_out(at);
            let rest = g.statements(2);
            format!("loop {{ {body} if stop({name}) {jump} {rest} }}")
        })
    }

    pub fn loop_statement(&mut self) -> String {
        match self.rng.below(8) {
            0 | 1 => self.framed([true, true], None, |g| {
                let condition = g.again();
                format!("while {condition} {}", g.block(Ty::Unit, 1))
            }),
            2 => self.framed([true, true], None, |g| {
                let (name, next) = (g.name(), g.text("next"));
                let streamed = if g.rng.chance(40) { g.streamed() } else { None };
                let later = g.rng.chance(60);
                let plain = if later { format!("next_later({next}).await") } else { format!("next({next})") };
                let head = streamed.unwrap_or(plain);
                let mutable = g.rng.chance(40);
                g.declare(&name, Ty::Log).mutable = mutable;
                let prefix = if mutable { "mut " } else { "" };
                let head = g.awaitable(head);
                if g.edition >= 2024 && g.rng.chance(30) {
                    let straight = std::mem::replace(&mut g.straight, true);
                    let condition = g.call(|g| g.operand(Ty::Bool, 1));
                    g.straight = straight;
                    return format!("while let Some({prefix}{name}) = {head} && {condition} {}", g.block(Ty::Unit, 1));
                }
                format!("while let Some({prefix}{name}) = {head} {}", g.block(Ty::Unit, 1))
            }),
            3 => format!("{};", self.loop_value(Ty::Unit)),
            4 => self.drain(),
            _ => self.for_loop(),
        }
    }

    /// Takes an `.await` away where none may stand.
    fn awaitable(&self, text: String) -> String {
        if self.is_async { text } else { text.replace("_later", "").replace(".await", "") }
    }

    fn again(&mut self) -> String {
        let name = self.text("again");
        let again = format!("again({name})");
        match self.rng.below(4) {
            0 if self.is_async => format!("leaf({name}, ()).await == () && {again}"),
            1 => format!("{again} && {}", self.statement(|g| g.operand(Ty::Bool, 1))),
            _ => again,
        }
    }

    fn drain(&mut self) -> String {
        let Some(i) = self.find(|s, i| s.vars[i].ty == Ty::Vec && s.can_write(i)) else {
            return self.for_loop();
        };
        self.scope.touch(i, Hold::Unique);
        let vec = self.name_of(i);
        self.framed([true, true], None, |g| {
            let name = g.name();
            if g.rng.chance(50) {
                g.declare(&name, Ty::Log);
                return format!("while let Some({name}) = {vec}.pop() {}", g.block(Ty::Unit, 1));
            }
            g.scope.temps.push((i, Hold::Unique));
            g.declare(&name, Ty::Log);
            format!("for {name} in {vec}.drain(..) {}", g.block(Ty::Unit, 1))
        })
    }

    fn for_loop(&mut self) -> String {
        let name = self.name();
        let how = self.rng.pick(&[Hold::Shared, Hold::Unique]);
        let over = self.find(|s, i| {
            let free = if how == Hold::Shared { s.can_read(i) } else { s.can_write(i) };
            s.vars[i].ty == Ty::Vec && free
        });
        let (head, ty, pattern) = match (self.rng.below(7), over) {
            (5, _) => (self.call(|g| g.value(Ty::Vec, 1)), Ty::Unit, "_".to_owned()),
            (6, _) => {
                let ty = self.rng.pick(&[Ty::Pair, Ty::Tup]);
                let patterns = if ty == Ty::Tup { ["(X, _)", "(_, X)"] } else { ["Pair { b: X, .. }", "Pair { a: _, b: X }"] };
                let head = self.call(|g| format!("[{}, {}]", g.value(ty, 1), g.value(ty, 1)));
                (head, Ty::Log, self.rng.pick(&patterns).replace('X', &name))
            }
            (0, _) => (format!("0..{}", self.operand(Ty::Num, 1)) + " % 3", Ty::Num, name.clone()),
            (1 | 2, Some(i)) => {
                self.scope.touch(i, how);
                self.scope.temps.extend(self.scope.bases(i, how));
                let (sign, ty) = if how == Hold::Shared { ("&", Ty::Ref) } else { ("&mut ", Ty::RefMut) };
                let (vec, method) = (self.name_of(i), if how == Hold::Shared { "iter" } else { "iter_mut" });
                match self.rng.below(3) {
                    0 => (format!("{vec}.{method}()"), ty, name.clone()),
                    1 => (format!("{vec}.{method}().enumerate()"), ty, format!("(_, {name})")),
                    _ => (format!("{sign}{vec}"), ty, name.clone()),
                }
            }
            (3, _) => {
                let vec = self.call(|g| g.value(Ty::Vec, 1));
                (format!("{vec}.into_iter().enumerate()"), Ty::Log, format!("(_, {name})"))
            }
            (4, _) if self.rng.chance(50) => {
                let vec = self.call(|g| g.operand(Ty::Vec, 1));
                (format!("({{ {vec} }}).iter()"), Ty::Ref, name.clone())
            }
            _ => (self.call(|g| g.value(Ty::Vec, 1)), Ty::Log, name.clone()),
        };
        self.framed([true, true], None, |g| {
            if ty != Ty::Unit {
                g.declare(&name, ty);
            }
            format!("for {pattern} in {head} {}", g.block(Ty::Unit, 1))
        })
    }
}
