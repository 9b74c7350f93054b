//! Expressions that give a `Log` or something made of `Log`s.
use crate::generator::Gen;
use crate::scope::{Hold, Ty};

impl Gen {
    /// An expression of this type, nested at most `depth` levels.
    pub fn value(&mut self, ty: Ty, depth: usize) -> String {
        if depth > 0 && self.budget > 0 && self.rng.chance(7) && !matches!(ty, Ty::Ref | Ty::RefMut) {
            return self.branching_value(ty, depth - 1);
        }
        match ty {
            Ty::Unit => "()".to_owned(),
            Ty::Num => self.number(depth),
            Ty::Bool => self.condition(depth),
            Ty::Text => self.string(depth),
            Ty::Log => self.log(depth),
            Ty::Opt => self.option(depth),
            Ty::Res => self.result(depth),
            Ty::Tup => self.tuple(depth),
            Ty::Pair => self.pair(depth),
            Ty::Vec => self.vec(depth),
            Ty::Ref => self.shared(depth),
            Ty::RefMut => self.unique(depth),
            _ => unreachable!("{ty:?} is not the type of an expression"),
        }
    }

    /// `later(args).await` or `now(args)`, where either may stand.
    pub fn either(&mut self, now: &str, later: &str, args: impl FnOnce(&mut Gen) -> String) -> String {
        let args = self.call(args);
        if self.is_async && self.rng.chance(60) { format!("{later}({args}).await") } else { format!("{now}({args})") }
    }

    /// Gives the value of an expression as the result of a future.
    pub fn through_leaf(&mut self, ty: Ty, depth: usize) -> String {
        let name = self.text("leaf");
        let value = self.value(ty, depth);
        if self.is_async { format!("leaf({name}, {value}).await") } else { value }
    }

    pub fn new_log(&mut self) -> String {
        let name = self.text("log");
        if self.is_async && self.rng.chance(45) { format!("later({name}).await") } else { format!("Log::new({name})") }
    }

    /// `value?`, where it may stand and gives a `Log`.
    fn question(&mut self, depth: usize) -> Option<String> {
        match self.ret {
            Some(Ty::Opt) => Some(format!("{}?", self.value(Ty::Opt, depth))),
            Some(Ty::Res) => Some(format!("{}?", self.value(Ty::Res, depth))),
            _ => None,
        }
    }

    fn log(&mut self, depth: usize) -> String {
        if depth == 0 || self.rng.chance(40) {
            let moved = match self.rng.below(10) {
                0..4 => self.take(Ty::Log),
                4..7 => self.part(),
                _ => None,
            };
            return moved.unwrap_or_else(|| self.new_log());
        }
        let d = depth - 1;
        let found = match self.rng.below(20) {
            0..3 => self.question(d),
            3 => self.replaced(d),
            4 => self.awaited(Ty::FutLog),
            5 => self.take(Ty::Vec).map(|vec| format!("{vec}.into_iter().next().unwrap_or_default()")),
            6 => self.binding_match(d),
            _ => None,
        };
        found.unwrap_or_else(|| self.log_call(d))
    }

    fn log_call(&mut self, d: usize) -> String {
        match self.rng.below(14) {
            0 => self.through_leaf(Ty::Log, d),
            1 => self.call(|g| format!("{}.with({})", g.operand(Ty::Log, d), g.number(d))),
            2 => self.call(|g| format!("join({}, {})", g.value(Ty::Log, d), g.value(Ty::Log, d))),
            3 | 4 if self.is_async => {
                self.call(|g| format!("join_later({}, {}, {}).await", g.value(Ty::Log, d), g.number(d), g.value(Ty::Log, d)))
            }
            5 => self.call(|g| format!("{} + {}", g.operand(Ty::Log, d), g.operand(Ty::Num, d))),
            6 => format!("{}.unwrap_or_default()", self.value(Ty::Opt, d)),
            7 => self.call(|g| format!("{}.unwrap_or({})", g.operand(Ty::Opt, d), g.value(Ty::Log, d))),
            8 => self.field_of(Ty::Pair, d),
            9 => self.field_of(Ty::Tup, d),
            10 => format!("unsafe {{ risky({}) }}", self.value(Ty::Log, d)),
            11 if self.is_async => format!("{}.into_committed().await", self.operand(Ty::Log, d)),
            12 => {
                let name = self.name();
                format!("{{ let {name} = Box::new({}); *{name} }}", self.value(Ty::Log, d))
            }
            13 if self.rng.chance(30) => format!("dbg!({})", self.value(Ty::Log, d)),
            13 => self.call(|g| format!("[{}, {}].into_iter().last().unwrap()", g.value(Ty::Log, d), g.value(Ty::Log, d))),
            _ => self.new_log(),
        }
    }

    /// A field of a value.
    fn field_of(&mut self, ty: Ty, depth: usize) -> String {
        let (value, field) = (self.operand(ty, depth), self.rng.below(2));
        let field = ty.fields().map_or("", |names| names[field]);
        let whole = self.scope.vars.iter().any(|var| var.whole && var.name == value);
        if whole { format!("{{ {value} }}.{field}") } else { format!("{value}.{field}") }
    }

    /// An operand of an operator or a receiver: in parentheses where the form of the expression needs it.
    pub fn operand(&mut self, ty: Ty, depth: usize) -> String {
        let text = self.value(ty, depth);
        let is_word = text.chars().all(|c| c.is_alphanumeric() || "_.'".contains(c));
        let is_call = text.starts_with(char::is_alphabetic) && !text.contains([' ', '*', '&', '|']);
        if is_word || is_call { text } else { format!("({text})") }
    }

    /// An operand of `&` that is no place, so that the reference is to a temporary.
    pub fn temporary(&mut self, depth: usize) -> String {
        let text = self.operand(Ty::Log, depth);
        let is_place = text.chars().all(|c| c.is_alphanumeric() || "_.".contains(c));
        if is_place { format!("{{ {text} }}") } else { text }
    }

    /// Moves a field out of a variable.
    pub fn part(&mut self) -> Option<String> {
        self.part_of(|_| true)
    }

    /// Moves a field out of a variable of such a type.
    pub fn part_of(&mut self, fits: impl Fn(Ty) -> bool) -> Option<String> {
        let path = self.path.clone();
        let i = self.find(|scope, i| {
            let var = &scope.vars[i];
            // Which parts are gone must be the same on all paths.
            let known = var.parts == 0 || path.starts_with(&var.parted);
            fits(var.ty) && !var.whole && var.ty.fields().is_some() && var.parts != 3 && known && scope.can_part(i)
        })?;
        let var = &mut self.scope.vars[i];
        if var.parts == 0 {
            var.parted.clone_from(&self.path);
        }
        let which = if var.parts == 0 { self.rng.below(2) } else { usize::from(var.parts == 1) };
        var.parts |= 1 << which;
        let field = var.ty.fields().map_or("", |names| names[which]);
        let text = format!("{}.{field}", var.name);
        self.scope.touch(i, Hold::Unique);
        Some(text)
    }

    fn replaced(&mut self, d: usize) -> Option<String> {
        let (place, ty, bases) = self.place(Hold::Unique)?;
        let borrow = if ty == Ty::RefMut { place } else { format!("&mut {place}") };
        Some(self.call(|g| {
            g.scope.locks.extend(bases);
            if g.rng.chance(50) {
                format!("std::mem::take({borrow})")
            } else {
                format!("std::mem::replace({borrow}, {})", g.value(Ty::Log, d))
            }
        }))
    }
}
