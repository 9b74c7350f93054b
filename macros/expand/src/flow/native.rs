//! The graph of native code: expressions and statements without suspension points.
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use syn::{Expr, Stmt, visit::Visit};

use super::{
    Use,
    build::{Builder, Landing},
    pattern,
    solve::Event,
};
use crate::{
    lower::{
        place::{bare, is_comparison, is_compound},
        policy,
    },
    names::{self, LocalId},
    resolve::macros::{self, Kind, Opened},
};

impl Builder {
    pub(super) fn native_stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Local(local) => self.native_let(local),
            Stmt::Expr(expr, _) => self.expr(expr, Use::Value),
            Stmt::Macro(node) => self.macro_mentions(&node.mac),
            Stmt::Item(_) => {}
        }
    }

    fn native_let(&mut self, local: &syn::Local) {
        let Some(init) = &local.init else {
            for binding in pattern::bindings(&local.pat) {
                self.declare(binding.local);
            }
            return;
        };
        if let syn::Pat::Type(node) = &local.pat {
            let once = crate::emit::build::text(&node.ty).contains("FnOnce");
            pattern::bindings(&node.pat).iter().for_each(|b| self.locals[b.local.0].once |= once);
        }
        let simple = matches!(local.pat, syn::Pat::Ident(ref p) if p.by_ref.is_none() && p.subpat.is_none())
            || matches!(&local.pat, syn::Pat::Type(t) if matches!(*t.pat, syn::Pat::Ident(_)));
        if simple {
            self.expr(&init.expr, Use::Value)
        } else {
            self.scrutinee(&init.expr)
        }
        if let Some((_, diverge)) = &init.diverge {
            let (start, seg) = (self.event(Event::None), self.seg);
            self.expr(diverge, Use::Value);
            (self.at, self.seg, self.reached) = (start, seg, true);
        }
        self.note_oneshot(&local.pat, &init.expr);
        if makes_guard(&init.expr, &self.facts.guards) {
            self.guards(&local.pat);
        }
        self.bind_value(&local.pat, (!simple).then_some(&init.expr));
    }

    /// The sender of a oneshot channel is consumed by `send`, other senders are not.
    pub(super) fn note_oneshot(&mut self, pat: &syn::Pat, init: &Expr) {
        let text = crate::emit::build::text(init);
        let boxed = text.starts_with("Box :: new");
        for binding in pattern::bindings(pat) {
            self.locals[binding.local.0].oneshot |= text.contains("oneshot");
            self.locals[binding.local.0].boxed |= boxed;
        }
    }

    fn native_block(&mut self, block: &syn::Block) {
        self.scoped(|this| {
            for stmt in &block.stmts {
                this.statement(|this| this.native_stmt(stmt));
            }
        });
    }

    fn land_native(&mut self, label: Option<&syn::Label>, head: Option<usize>) {
        let label = label.map(|label| label.name.ident.clone());
        let (depth, is_loop) = (self.scopes.len(), head.is_some());
        self.landings.push(Landing { target: None, label, is_loop, breaks: Vec::new(), head, depth });
    }

    fn native_loop(&mut self, label: Option<&syn::Label>, inside: impl FnOnce(&mut Self), exits_at_head: bool) {
        let head = self.event(Event::None);
        let reached = self.reached;
        self.land_native(label, Some(head));
        self.scoped(inside);
        let end = self.here();
        for (node, _) in end {
            self.graph.next[node].push(head);
        }
        let mut ends = self.landings.pop().map(|landing| landing.breaks).unwrap_or_default();
        if exits_at_head && reached {
            ends.push((head, self.seg));
        }
        self.meet(&ends);
    }

    /// Branches that start here and meet again.
    fn branches(&mut self, branches: Vec<Box<dyn FnOnce(&mut Self) + '_>>) {
        let (start, reached) = (self.event(Event::None), self.reached);
        let mut ends = Vec::new();
        for branch in branches {
            (self.at, self.reached) = (start, reached);
            branch(self);
            ends.extend(self.here());
        }
        self.meet(&ends);
    }

    /// Walks an expression in the order of evaluation; `role` is what is done with its value.
    pub(super) fn expr(&mut self, expr: &Expr, role: Use) {
        match expr {
            Expr::Path(node) => {
                if let Some(ident) = node.path.get_ident() {
                    self.mention(ident, role);
                }
            }
            Expr::Paren(node) => self.expr(&node.expr, role),
            Expr::Group(node) => self.expr(&node.expr, role),
            Expr::Field(node) => self.field(node, role),
            Expr::Index(node) => {
                self.expr(&node.expr, Use::Place);
                self.expr(&node.index, Use::Value);
            }
            Expr::Reference(node) => self.expr(&node.expr, Use::Place),
            Expr::RawAddr(node) => self.expr(&node.expr, Use::Place),
            Expr::Unary(node) => {
                let role = match node.op {
                    // `*x` by value moves out of a box, and copies else.
                    syn::UnOp::Deref(_) if role == Use::Value => match local_of(&node.expr) {
                        Some(local) if self.locals[local.0].boxed => Use::Value,
                        Some(_) => Use::Unknown,
                        None => Use::Place,
                    },
                    syn::UnOp::Deref(_) => Use::Place,
                    _ => Use::Value,
                };
                self.expr(&node.expr, role);
            }
            Expr::Binary(node) => self.binary(node),
            Expr::Assign(node) => {
                let outer = std::mem::replace(&mut self.overwritten, local_of(&node.left));
                self.expr(&node.right, Use::Value);
                self.overwritten = outer;
                self.assign(&node.left);
            }
            Expr::MethodCall(node) => {
                // `x = x.m(..)`: the old value is gone either way.
                let overwritten = self.overwritten.is_some() && local_of(&node.receiver) == self.overwritten;
                let name = node.method.to_string();
                let oneshot = name == "send" && local_of(&node.receiver).is_some_and(|local| self.locals[local.0].oneshot);
                let role = if policy::borrows(&name) { Use::Place } else { Use::Receiver(oneshot || policy::consumes(&name)) };
                self.expr(&node.receiver, if overwritten { Use::Receiver(true) } else { role });
                node.args.iter().for_each(|arg| self.expr(arg, Use::Value));
            }
            Expr::Call(node) => {
                // A closure in a local is called by reference, unless it is `FnOnce`.
                let once = local_of(&node.func).is_some_and(|local| self.locals[local.0].once);
                self.expr(&node.func, if local_of(&node.func).is_some() { Use::Receiver(once) } else { Use::Value });
                node.args.iter().for_each(|e| self.expr(e, Use::Value));
            }
            Expr::Closure(_) | Expr::Async(_) => self.captures(expr),
            Expr::Macro(node) => self.macro_mentions(&node.mac),
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Try(_) => self.leaving(expr),
            _ => self.control(expr),
        }
    }

    fn field(&mut self, node: &syn::ExprField, role: Use) {
        let role = match role {
            Use::Value | Use::Receiver(true) | Use::Part => Use::Part,
            Use::Receiver(false) | Use::Unknown | Use::Scrutinee => Use::Unknown,
            _ => Use::Place,
        };
        if let Some((ident, members)) = field_path(node) {
            self.field = Some(member_text(&members[0]));
            self.mention(&ident, role);
            self.field = None;
            if let Some((_, Some(id))) = names::decode(&ident) {
                self.facts.parts.insert(id, members);
            }
        } else {
            let role = if role == Use::Place { role } else { Use::Place };
            self.expr(&node.base, role);
        }
    }

    fn binary(&mut self, node: &syn::ExprBinary) {
        let comparison = is_comparison(&node.op);
        let role = if comparison { Use::Place } else { Use::Value };
        if is_compound(&node.op) {
            self.expr(&node.right, Use::Value);
            self.expr(&node.left, Use::Place);
        } else if matches!(node.op, syn::BinOp::And(_) | syn::BinOp::Or(_)) {
            self.condition_native(&node.left);
            let skip = self.here();
            self.condition_native(&node.right);
            let mut ends = self.here();
            // Names that a `let` on the right binds are used only where the right side was evaluated.
            if !has_let(&node.right) && !has_let(&node.left) {
                ends.extend(skip);
            }
            self.meet(&ends);
        } else {
            self.expr(&node.left, role);
            self.expr(&node.right, role);
        }
    }

    fn assign(&mut self, left: &Expr) {
        match bare(left) {
            Expr::Path(_) => self.expr(left, Use::Assign),
            Expr::Tuple(node) => node.elems.iter().for_each(|e| self.assign(e)),
            Expr::Array(node) => node.elems.iter().for_each(|e| self.assign(e)),
            Expr::Struct(node) => node.fields.iter().for_each(|f| self.assign(&f.expr)),
            Expr::Call(node) => node.args.iter().for_each(|e| self.assign(e)),
            other => self.expr(other, Use::Place),
        }
    }

    fn condition_native(&mut self, cond: &Expr) {
        match cond {
            Expr::Let(node) => {
                self.scrutinee(&node.expr);
                self.bind_value(&node.pat, Some(&node.expr));
            }
            other => self.expr(other, Use::Value),
        }
    }

    fn leaving(&mut self, expr: &Expr) {
        match expr {
            Expr::Return(node) => {
                node.expr.iter().for_each(|e| self.expr(e, Use::Value));
                self.stop();
            }
            Expr::Try(node) => self.expr(&node.expr, Use::Value),
            Expr::Break(node) => {
                node.expr.iter().for_each(|e| self.expr(e, Use::Value));
                if let Some(landing) = self.landing(node.label.as_ref()) {
                    self.jump(true, landing);
                }
            }
            Expr::Continue(node) => {
                if let Some(landing) = self.landing(node.label.as_ref()) {
                    self.jump(false, landing);
                }
            }
            _ => {}
        }
    }

    fn control(&mut self, expr: &Expr) {
        match expr {
            Expr::Block(node) => {
                if node.label.is_some() {
                    self.land_native(node.label.as_ref(), None);
                }
                self.native_block(&node.block);
                if node.label.is_some() {
                    let mut ends = self.here();
                    ends.extend(self.landings.pop().map(|l| l.breaks).unwrap_or_default());
                    self.meet(&ends);
                }
            }
            Expr::Unsafe(node) => self.native_block(&node.block),
            Expr::If(node) => self.native_if(node),
            Expr::Match(node) => self.native_match(node),
            Expr::Loop(node) => self.native_loop(node.label.as_ref(), |this| this.native_block(&node.body), false),
            Expr::While(node) => self.native_while(node),
            Expr::ForLoop(node) => {
                self.scrutinee(&node.expr);
                self.native_loop(
                    node.label.as_ref(),
                    |this| {
                        this.bind(&node.pat);
                        this.native_block(&node.body);
                    },
                    true,
                );
            }
            Expr::Let(_) => self.condition_native(expr),
            Expr::Tuple(node) => node.elems.iter().for_each(|e| self.expr(e, Use::Value)),
            Expr::Array(node) => node.elems.iter().for_each(|e| self.expr(e, Use::Value)),
            Expr::Struct(node) => {
                node.fields.iter().for_each(|f| self.expr(&f.expr, Use::Value));
                node.rest.iter().for_each(|e| self.expr(e, Use::Unknown));
            }
            Expr::Repeat(node) => self.expr(&node.expr, Use::Value),
            Expr::Range(node) => node.start.iter().chain(&node.end).for_each(|e| self.expr(e, Use::Value)),
            Expr::Cast(node) => self.expr(&node.expr, Use::Value),
            Expr::Await(node) => self.expr(&node.base, Use::Value),
            _ => {}
        }
    }

    fn native_if(&mut self, node: &syn::ExprIf) {
        self.scoped(|this| {
            // The condition may fail at any of its parts: the other branch starts before what they bind and move.
            let before = (this.event(Event::None), this.reached);
            this.condition_native(&node.cond);
            let mut other = this.here();
            this.native_block(&node.then_branch);
            let mut ends = this.here();
            if has_let(&node.cond) {
                // The scrutinees were evaluated, nothing was bound.
                (this.at, this.reached) = before;
                this.scrutinees(&node.cond);
                other = this.here();
            }
            this.meet(&other);
            if let Some((_, otherwise)) = &node.else_branch {
                this.expr(otherwise, Use::Value);
            }
            ends.extend(this.here());
            this.meet(&ends);
        });
    }

    /// The scrutinees of a condition that fails: mentioned, but nothing was moved out of a place.
    fn scrutinees(&mut self, cond: &Expr) {
        match cond {
            Expr::Let(node) => self.scrutinee(&node.expr),
            Expr::Binary(node) if matches!(node.op, syn::BinOp::And(_)) => {
                self.scrutinees(&node.left);
                let skip = self.here();
                self.scrutinees(&node.right);
                let mut ends = self.here();
                ends.extend(skip);
                self.meet(&ends);
            }
            other => self.expr(other, Use::Value),
        }
    }

    fn native_match(&mut self, node: &syn::ExprMatch) {
        self.scrutinee(&node.expr);
        let arms = node.arms.iter().map(|arm| {
            let scrutinee = &*node.expr;
            Box::new(move |this: &mut Self| {
                this.scoped(|this| {
                    this.bind(&arm.pat);
                    if let syn::Pat::Guard(guard) = &arm.pat {
                        this.expr(&guard.guard, Use::Value);
                    }
                    this.matched(&arm.pat, scrutinee);
                    this.statement(|this| this.expr(&arm.body, Use::Value));
                });
            }) as Box<dyn FnOnce(&mut Self) + '_>
        });
        let arms = arms.collect();
        self.branches(arms);
    }

    fn native_while(&mut self, node: &syn::ExprWhile) {
        let head = self.event(Event::None);
        self.land_native(node.label.as_ref(), Some(head));
        let exit = std::cell::RefCell::new(Vec::new());
        self.scoped(|this| {
            let before = (this.event(Event::None), this.reached);
            if has_let(&node.cond) {
                // The condition fails before it binds anything.
                this.scrutinees(&node.cond);
                *exit.borrow_mut() = this.here();
                (this.at, this.reached) = before;
            }
            this.condition_native(&node.cond);
            if !has_let(&node.cond) {
                *exit.borrow_mut() = this.here();
            }
            this.native_block(&node.body);
        });
        for (end, _) in self.here() {
            self.graph.next[end].push(head);
        }
        let mut ends = self.landings.pop().map(|l| l.breaks).unwrap_or_default();
        ends.extend(exit.into_inner());
        self.meet(&ends);
    }

    fn macro_mentions(&mut self, mac: &syn::Macro) {
        let kind = macros::kind(mac, &[]);
        let role = match kind {
            Kind::Format(_) => Use::Place,
            Kind::Value | Kind::Assert | Kind::Awaits => Use::Value,
            _ => Use::Unknown,
        };
        match macros::open(mac, kind) {
            Opened::Exprs(args) => args.iter().for_each(|arg| self.expr(&arg.expr, role)),
            Opened::Matches(expr, pat) => {
                self.scrutinee(&expr);
                if let syn::Pat::Guard(guard) = &*pat {
                    self.inner += 1;
                    self.bind(&pat);
                    self.inner -= 1;
                    self.expr(&guard.guard, Use::Value);
                }
            }
            Opened::Stmts(stmts) => self.scoped(|this| stmts.iter().for_each(|stmt| this.native_stmt(stmt))),
            Opened::Select(arms) => self.select(&arms),
            Opened::Tokens if kind == Kind::Verbatim => {}
            Opened::Tokens => self.token_mentions(mac.tokens.clone()),
        }
    }

    /// `select!`: the futures are taken, the handlers run or don't.
    fn select(&mut self, arms: &[macros::SelectArm]) {
        for arm in arms {
            arm.future.iter().chain(&arm.condition).for_each(|e| self.expr(e, Use::Value));
        }
        for arm in arms.iter().filter(|arm| !arm.is_option) {
            let outer = std::mem::replace(&mut self.maybe, true);
            self.inner += 1;
            arm.pat.iter().for_each(|pat| self.bind(pat));
            self.inner -= 1;
            self.expr(&arm.handler, Use::Value);
            self.maybe = outer;
        }
    }

    fn token_mentions(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Group(group) => self.token_mentions(group.stream()),
                proc_macro2::TokenTree::Ident(ident) => self.mention(&ident, Use::Unknown),
                _ => {}
            }
        }
    }

    /// A closure or async block: captures happen where it is made.
    fn captures(&mut self, expr: &Expr) {
        let by_move = match expr {
            Expr::Closure(node) => node.capture.is_some(),
            Expr::Async(node) => node.capture.is_some(),
            _ => false,
        };
        self.capture(by_move, |this| match expr {
            Expr::Closure(node) => {
                node.inputs.iter().for_each(|pat| this.bind(pat));
                this.expr(&node.body, Use::Value);
            }
            Expr::Async(node) => this.native_block(&node.block),
            _ => {}
        });
    }

    /// A leaf future: what it moves, it has moved before it is first suspended, or has captured.
    pub(super) fn leaf_captures(&mut self, expr: &Expr) {
        self.capture(false, |this| this.expr(expr, Use::Value));
    }

    fn capture(&mut self, by_move: bool, inside: impl FnOnce(&mut Self)) {
        let mut found = Builder {
            graph: Default::default(),
            facts: Default::default(),
            at: 0,
            reached: true,
            seg: self.seg,
            scopes: vec![Vec::new()],
            landings: Vec::new(),
            locals: std::mem::take(&mut self.locals),
            statement: BTreeSet::new(),
            start: 0,
            filling: Vec::new(),
            maybe: self.maybe,
            field: None,
            overwritten: None,
            scope_ids: vec![0],
            scope_count: 1,
            inner: 1,
        };
        found.graph.events.push(Event::None);
        found.graph.next.push(Vec::new());
        inside(&mut found);
        self.locals = found.locals;
        let mentions = found.facts.mentions;
        let mut by_value: BTreeMap<LocalId, Use> = BTreeMap::new();
        for mention in mentions.values() {
            let role = match mention.role {
                _ if by_move => Use::Value,
                Use::Value | Use::Receiver(true) => Use::Value,
                Use::Receiver(false) | Use::Part | Use::Unknown => Use::Unknown,
                _ => Use::Place,
            };
            let all = by_value.entry(mention.local).or_insert(role);
            *all = match (*all, role) {
                (Use::Value, _) | (_, Use::Value) => Use::Value,
                (Use::Unknown, _) | (_, Use::Unknown) => Use::Unknown,
                _ => Use::Place,
            };
        }
        // One event per local: the first of its mentions stands for all.
        for (local, role) in by_value {
            let own = mentions.iter().filter(|(_, mention)| mention.local == local);
            let all: Vec<_> = own.map(|(id, mention)| (*id, mention.clone())).collect();
            let Some((first, _)) = all.first() else { continue };
            self.mention(&names::mention(local, *first, proc_macro2::Span::call_site()), role);
            for (id, mention) in &all[1..] {
                self.facts.captured.insert(*id, *first);
                self.facts.mentions.insert(*id, super::Mention { role, seg: self.seg, start: self.start, ..mention.clone() });
            }
            self.facts.captured.insert(*first, *first);
        }
    }
}

/// `x.a.b`: the mention and the members.
pub fn field_path(node: &syn::ExprField) -> Option<(syn::Ident, Vec<syn::Member>)> {
    let (ident, mut members) = match bare(&node.base) {
        Expr::Path(path) => (path.path.get_ident().filter(|ident| names::decode(ident).is_some())?.clone(), Vec::new()),
        Expr::Field(inner) => field_path(inner)?,
        _ => return None,
    };
    members.push(node.member.clone());
    Some((ident, members))
}

fn member_text(member: &syn::Member) -> String {
    match member {
        syn::Member::Named(name) => name.to_string(),
        syn::Member::Unnamed(index) => index.index.to_string(),
    }
}

/// The local that an expression is.
fn local_of(expr: &Expr) -> Option<LocalId> {
    let Expr::Path(path) = bare(expr) else { return None };
    path.path.get_ident().and_then(names::decode).map(|(local, _)| local)
}

/// Whether the value may be a guard: made by a method with such a name, or of a local that is one.
pub(super) fn makes_guard(expr: &Expr, guards: &BTreeSet<LocalId>) -> bool {
    struct Find<'g>(bool, &'g BTreeSet<LocalId>);
    impl<'ast> Visit<'ast> for Find<'_> {
        fn visit_expr_method_call(&mut self, node: &'ast syn::ExprMethodCall) {
            self.0 |= policy::guard(&node.method.to_string());
            syn::visit::visit_expr_method_call(self, node);
        }
        fn visit_ident(&mut self, ident: &'ast syn::Ident) {
            self.0 |= names::decode(ident).is_some_and(|(local, _)| self.1.contains(&local));
        }
    }
    let mut find = Find(false, guards);
    find.visit_expr(expr);
    find.0
}

/// Whether a condition has a `let`.
pub fn has_let(cond: &Expr) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_expr_let(&mut self, _: &'ast syn::ExprLet) {
            self.0 = true;
        }
        fn visit_block(&mut self, _: &'ast syn::Block) {}
    }
    let mut find = Find(false);
    find.visit_expr(cond);
    find.0
}
