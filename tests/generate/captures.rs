//! Closures and async blocks: code that sees chosen variables only.
use crate::generator::Gen;
use crate::scope::{Borrows, Hold, Scope, Ty, Var};

/// What becomes of the variables that an inner body mentions.
struct Captured {
    inner: Vec<Var>,
    holds: Borrows,
}

impl Gen {
    /// Chooses up to two variables that the body may use; everything by value if `by_move`.
    fn capture(&mut self, by_move: bool, may_consume: bool) -> Captured {
        let mut captured = Captured { inner: Vec::new(), holds: Vec::new() };
        for _ in 0..2 {
            let names: Vec<String> = captured.inner.iter().map(|var| var.name.clone()).collect();
            let i = self.find(|s, i| {
                let var = &s.vars[i];
                let fits =
                    matches!(var.ty, Ty::Log | Ty::Opt | Ty::Vec | Ty::Tup | Ty::Pair | Ty::Host | Ty::Num | Ty::Text | Ty::Ref);
                fits && s.can_read(i) && !names.contains(&var.name)
            });
            if let Some(i) = i.filter(|_| self.rng.chance(80)) {
                self.capture_one(i, by_move, may_consume, &mut captured);
            }
        }
        captured
    }

    fn capture_one(&mut self, i: usize, by_move: bool, may_consume: bool, captured: &mut Captured) {
        let var = self.scope.vars[i].clone();
        let mut inner = Var { mutable: var.mutable, ..Var::new(&var.name, var.ty) };
        if by_move && var.ty.is_copy() {
            captured.holds.extend(&var.holds);
            self.scope.touch(i, Hold::Shared);
        } else if !var.ty.is_copy() && (by_move || may_consume && self.rng.chance(40)) {
            if !self.scope.can_move(i) {
                return;
            }
            inner.pinned = !may_consume;
            inner.whole = !by_move;
            self.scope.moved(i);
        } else if by_move {
            return;
        } else {
            let unique = self.rng.chance(50) && self.scope.can_write(i);
            let how = if unique { Hold::Unique } else { Hold::Shared };
            self.scope.touch(i, how);
            captured.holds.extend(self.scope.bases(i, how));
            inner.mutable = unique;
            inner.pinned = true;
        }
        captured.inner.push(inner);
    }

    /// Generates a body that sees the captured variables only.
    fn inner<T>(&mut self, captured: &Captured, is_async: bool, ret: Option<Ty>, part: impl FnOnce(&mut Gen) -> T) -> T {
        let scope = Scope { vars: captured.inner.clone(), ..Scope::default() };
        let scope = std::mem::replace(&mut self.scope, scope);
        let frames = std::mem::take(&mut self.frames);
        let flags = (self.is_async, self.ret, self.converts, self.straight, self.tail);
        (self.is_async, self.ret, self.converts, self.straight, self.tail) = (is_async, ret, false, false, false);
        // The attribute leaves such a body as it is: little is to be learnt from a long one.
        let spared = self.budget.saturating_sub(2);
        self.budget -= spared;
        let value = part(self);
        self.budget += spared;
        (self.is_async, self.ret, self.converts, self.straight, self.tail) = flags;
        self.frames = frames;
        self.scope = scope;
        value
    }

    pub fn async_block(&mut self, ty: Ty) -> (String, Borrows) {
        let by_move = self.rng.chance(50);
        let captured = self.capture(by_move, true);
        let ret = Some(ty).filter(|ty| matches!(ty, Ty::Opt | Ty::Num | Ty::Log));
        let block = self.inner(&captured, true, ret, |g| g.block(ty, 1));
        let keyword = if by_move { "async move" } else { "async" };
        (format!("{keyword} {block}"), captured.holds)
    }

    /// `async { .. }.await`
    pub fn async_value(&mut self, ty: Ty) -> String {
        let block = self.async_block(ty).0;
        match self.rng.below(5) {
            0 => format!("run({block}).await"),
            1 => format!("Box::pin({block}).await"),
            _ => format!("{block}.await"),
        }
    }

    /// A future in a variable, to be awaited or dropped later.
    pub fn let_future(&mut self) -> String {
        let (ty, future) = self.rng.pick(&[(Ty::Num, Ty::FutNum), (Ty::Log, Ty::FutLog)]);
        let (block, holds) = match self.rng.below(4) {
            0 => {
                let value = self.statement(|g| g.operand(ty, 1));
                (format!("leaf({}, {value})", self.text("kept")), Vec::new())
            }
            _ => self.async_block(ty),
        };
        let name = self.name();
        self.declare(&name, future).holds = holds;
        match self.rng.below(4) {
            0 => format!("let {name} = Box::pin({block});"),
            1 if self.rng.chance(40) => format!("let {name} = {block}; futures::pin_mut!({name});"),
            1 => format!("let {name} = std::pin::pin!({block});"),
            _ => format!("let {name} = {block};"),
        }
    }

    pub fn let_closure(&mut self) -> String {
        let by_move = self.rng.chance(40);
        let keyword = if by_move { "move " } else { "" };
        let once = self.rng.chance(40);
        let captured = self.capture(by_move, once);
        let name = self.name();
        if once {
            let block = self.inner(&captured, false, None, |g| g.block(Ty::Num, 1));
            self.declare(&name, Ty::Once).holds = captured.holds;
            return format!("let {name} = {keyword}|| {block};");
        }
        let is_async = self.is_async && self.rng.chance(25);
        let body = self.inner(&captured, is_async, None, |g| {
            g.declare("n", Ty::Num);
            format!("n + {}", g.statement(|g| g.operand(Ty::Num, 2)))
        });
        self.declare(&name, if is_async { Ty::AsyncCall } else { Ty::Call }).holds = captured.holds;
        let is_async = if is_async { "async " } else { "" };
        format!("let mut {name} = {is_async}{keyword}|n: u32| {body};")
    }
}
