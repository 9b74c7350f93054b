//! What stands in few functions: macros that await, other forms of assignment, nested items.
use crate::generator::Gen;
use crate::scope::{Hold, State, Ty, Var};

impl Gen {
    /// A future of a `Log`, not awaited.
    fn future(&mut self, depth: usize) -> String {
        match self.rng.below(4) {
            0 => self.take(Ty::FutLog).unwrap_or_else(|| format!("later({})", self.text("log"))),
            1 if !self.straight => self.async_block(Ty::Log).0,
            2 => {
                let name = self.text("leaf");
                format!("leaf({name}, {})", self.value(Ty::Log, depth))
            }
            _ => format!("later({})", self.text("log")),
        }
    }

    /// `join!(a, b)`
    pub fn joined(&mut self, depth: usize) -> String {
        let name = self.rng.pick(&["tokio::join!", "futures::join!"]);
        self.call(|g| format!("{name}({}, {})", g.future(depth), g.future(depth)))
    }

    /// `try_join!(a, b)`
    pub fn tried(&mut self, depth: usize) -> String {
        let name = self.rng.pick(&["tokio::try_join!", "futures::try_join!"]);
        let field = self.rng.below(2);
        let both =
            self.call(|g| format!("attempt_later({}), attempt_later({})", g.value(Ty::Log, depth), g.value(Ty::Log, depth)));
        format!("{name}({both}).map(|both| both.{field})")
    }

    /// `select! { Some(page) = next() => .., Ok(page) = attempt() => .., else => .. }`
    fn selected_if(&mut self, ty: Ty) -> String {
        let (first, log) = (self.text("next"), self.value(Ty::Log, 1));
        let (name, other, loops) = (self.name(), self.name(), self.loops());
        let bound = |name: &str| Var { loops, ..Var::new(name, Ty::Log) };
        let before = self.scope.vars.clone();
        let mut after = Vec::new();
        let one = self.alternative(ty, &before, &mut after, &[bound(&name)]);
        let two = self.alternative(ty, &before, &mut after, &[bound(&other)]);
        let none = self.alternative(ty, &before, &mut after, &[]);
        self.join(after);
        format!(
            "tokio::select! {{ biased; Some({name}) = next_later({first}) => {one} Ok({other}) = attempt_later({log}) => {two} else => {none} }}"
        )
    }

    /// `select! { .. }`, the futures in order.
    pub fn selected(&mut self, ty: Ty) -> String {
        if self.rng.chance(25) {
            return self.call(|g| g.selected_if(ty));
        }
        let of_futures = self.rng.chance(30);
        let (first, second) = (self.call(|g| g.future(1)), format!("count({})", self.text("num")));
        let condition = if !of_futures && self.rng.chance(30) {
            format!(", if {}", self.either("flag", "ready", |g| g.text("flag")))
        } else {
            String::new()
        };
        let (name, number, loops) = (self.name(), self.name(), self.loops());
        let bound = |name: &str, ty| Var { loops, ..Var::new(name, ty) };
        let before = self.scope.vars.clone();
        let mut after = Vec::new();
        let one = self.alternative(ty, &before, &mut after, &[bound(&name, Ty::Log)]);
        let other = self.alternative(ty, &before, &mut after, &[bound(&number, Ty::Num)]);
        self.join(after);
        if of_futures {
            return format!(
                "futures::select_biased! {{ {name} = Box::pin({first}).fuse() => {one}, {number} = Box::pin({second}).fuse() => {other} }}"
            );
        }
        format!("tokio::select! {{ biased; {name} = {first}{condition} => {one} {number} = {second} => {other} }}")
    }

    /// `Pair { a: value, ..base }`
    pub fn based(&mut self, depth: usize) -> String {
        let value = self.value(Ty::Log, depth);
        let taken = if self.rng.chance(70) { self.take(Ty::Pair) } else { None };
        let base = taken.map_or_else(|| self.base(depth), |base| format!("{{ {base} }}"));
        format!("(Pair {{ a: {value}, ..{base} }})")
    }

    /// What a literal takes the other fields from. A local is moved first, as the README says.
    pub fn base(&mut self, depth: usize) -> String {
        let base = self.value(Ty::Pair, depth);
        let is_local = base.chars().all(|c| c.is_alphanumeric() || c == '_');
        if is_local { format!("{{ {base} }}") } else { base }
    }

    /// An assignment to more than one variable, to an element, or through a reference.
    pub fn odd_assignment(&mut self) -> Option<String> {
        match self.rng.below(3) {
            0 => self.destructured(),
            1 => {
                let vec = self.find(|s, i| s.vars[i].ty == Ty::Vec && s.can_write(i))?;
                let value = self.value(Ty::Log, 2);
                if !self.scope.can_write(vec) {
                    return Some(format!("drop({value});"));
                }
                self.scope.touch(vec, Hold::Unique);
                Some(format!("{}[0] = {value};", self.name_of(vec)))
            }
            _ => {
                let to = self.find(|s, i| s.vars[i].ty == Ty::RefMut && s.can_reborrow(i, Hold::Unique))?;
                let value = self.value(Ty::Log, 2);
                if !self.scope.can_reborrow(to, Hold::Unique) {
                    return Some(format!("drop({value});"));
                }
                self.scope.touch(to, Hold::Unique);
                Some(format!("*{} = {value};", self.name_of(to)))
            }
        }
    }

    /// `(a, b) = value;`
    fn destructured(&mut self) -> Option<String> {
        let one = self.find(|s, i| s.vars[i].ty == Ty::Log && s.can_assign(i))?;
        let other = self.find(|s, i| i != one && s.vars[i].ty == Ty::Log && s.can_assign(i));
        let value = self.value(Ty::Tup, 2);
        if [Some(one), other].into_iter().flatten().any(|i| !self.scope.can_assign(i)) {
            return Some(format!("drop({value});"));
        }
        self.scope.assigned(one);
        let name = self.name_of(one);
        let Some(other) = other.filter(|other| self.scope.can_assign(*other)) else {
            return Some(format!("({name}, _) = {value};"));
        };
        self.scope.assigned(other);
        Some(format!("({name}, {}) = {value};", self.name_of(other)))
    }

    pub fn rare_statement(&mut self) -> String {
        match self.rng.below(4) {
            0 if self.is_async => format!("{};", self.selected(Ty::Unit)),
            1 => self.item(),
            2 => self.written(),
            _ => self.call(|g| format!("assert_ne!({}, 100, \"{{}}\", {});", g.number(1), g.branch(|g| g.number(1)))),
        }
    }

    /// `fn inner(n: u32) -> u32 { .. }`
    fn item(&mut self) -> String {
        self.names += 1;
        let (name, text) = (format!("inner{}", self.names), self.text("num"));
        self.declare(&name, Ty::Call).state = State::Ready;
        format!("fn {name}(n: u32) -> u32 {{ total(n, 1, num({text})) }}")
    }

    /// `write!(text, "{}", number)`
    fn written(&mut self) -> String {
        let Some(i) = self.find(|s, i| s.vars[i].ty == Ty::Text && s.can_write(i)) else {
            return format!("{};", self.number(2));
        };
        self.scope.touch(i, Hold::Unique);
        let name = self.name_of(i);
        self.call(|g| {
            g.scope.locks.push((i, Hold::Unique));
            format!("write!({name}, \"{{}}/{{}}\", {}, {}).unwrap();", g.number(2), g.number(1))
        })
    }
}
