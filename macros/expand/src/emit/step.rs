//! The step function: one arm per segment.
//!
//! An arm is the source's own nest of blocks, with what was executed before the segment replaced by the owners of the locals that
//! are live: `let own_x = x.own();`. So every way out of the arm (`return`, `?`, `break`, the end of a block, a panic) drops what
//! the source drops there, in its order, by Rust's own rules. A transition to another segment keeps the owners' values instead.
use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::format_ident;
use syn::{Expr, Lifetime, Pat, visit_mut::VisitMut};

use super::place::{self, Around, Rewriter};
use crate::{
    flow::{Access, Facts, SegKind, pattern},
    ir::{Block, If, Local, Loop, Match, Meet, Node, SegId, Stmt, Suspend, Target, TargetId},
    names::{self, LocalId},
    plan::layout::Layout,
};

/// Emits the arms of one machine.
pub struct Emitter<'a> {
    /// What is live where.
    pub facts: &'a Facts,
    /// The states.
    pub layout: &'a Layout,
    /// The locals.
    pub locals: &'a [Local],
    /// The state enum.
    pub state: Ident,
    /// The segment whose arm is being emitted.
    pub seg: SegId,
    owners: Vec<LocalId>,
    /// Locals that have left their slots for native ones.
    pub natives: std::cell::RefCell<BTreeSet<LocalId>>,
    targets: Vec<(Target, bool)>,
    /// The names that the block at hand gives its value to.
    filling: Option<(Pat, Option<syn::Type>)>,
}

/// A local of the expansion.
pub fn ident(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

impl<'a> Emitter<'a> {
    /// For one machine.
    pub fn new(facts: &'a Facts, layout: &'a Layout, locals: &'a [Local], state: Ident) -> Self {
        Emitter {
            facts,
            layout,
            locals,
            state,
            seg: SegId(0),
            owners: Vec::new(),
            natives: std::cell::RefCell::new(BTreeSet::new()),
            targets: Vec::new(),
            filling: None,
        }
    }

    /// The name of a local at a mention with this span.
    pub fn name(&self, local: LocalId, span: Span) -> Ident {
        let name = self.layout.names.get(&local).map_or("", String::as_str);
        let ours = self.locals[local.0].temp || (self.locals[local.0].name == "self" && name != "self");
        let span = if ours { Span::mixed_site().located_at(span) } else { span };
        match name.strip_prefix("r#") {
            Some(raw) => Ident::new_raw(raw, span),
            None => Ident::new(name, span),
        }
    }

    /// The name of a local where it is bound.
    pub fn bound(&self, local: LocalId) -> Ident {
        self.name(local, self.locals[local.0].span)
    }

    /// The owner of a local's slot.
    pub fn owner(&self, local: LocalId) -> Ident {
        let name = self.layout.names.get(&local).map_or("", String::as_str);
        format_ident!("own_{}", name.trim_start_matches("r#"), span = Span::mixed_site())
    }

    /// A native local that holds the value of a slot while it is matched.
    pub fn value_name(&self, local: LocalId) -> Ident {
        let name = self.layout.names.get(&local).map_or("", String::as_str);
        format_ident!("{}_value", name.trim_start_matches("r#"), span = Span::mixed_site())
    }

    fn slot_kind(&self, local: LocalId) -> Ident {
        ident(if self.facts.is_parted(local) { "PartSlot" } else { "Slot" })
    }

    fn flag(&self, local: LocalId) -> Ident {
        flag(self.layout, local)
    }

    /// Whether mentions of the local go to its slot in this arm.
    pub fn is_slot_here(&self, local: LocalId) -> bool {
        self.layout.has_slot(local) && !self.natives.borrow().contains(&local)
    }

    /// Whether this arm has the owner of the local.
    pub fn owns(&self, local: LocalId) -> bool {
        self.owners.contains(&local)
    }

    /// `let x = own_x.take();`
    pub fn take_native(&self, local: LocalId) -> TokenStream {
        let (name, own) = (self.bound(local), self.owner(local));
        let mutability = self.locals[local.0].mutable.then(<syn::Token![mut]>::default);
        ours!(let #mutability #name = #own.take();)
    }

    /// The target of a jump in native code.
    pub fn target(&self, label: Option<&Lifetime>) -> Option<TargetId> {
        let found = self.targets.iter().rev().find(|(target, is_loop)| match label {
            Some(label) => target.label.as_ref().is_some_and(|own| own.name.ident == label.ident),
            None => *is_loop,
        });
        found.map(|(target, _)| target.id)
    }

    /// The emitted label of a target.
    pub fn label(&self, target: TargetId, is_break: bool) -> Lifetime {
        let number = if target.0 == 0 { String::new() } else { (target.0 + 1).to_string() };
        Lifetime::new(&format!("'{}{number}", if is_break { "leave" } else { "next" }), Span::mixed_site())
    }

    /// `let mut x_value;`, if `x` leaves its slot later in this arm: it is dropped where `x` would be.
    fn declare_value(&self, local: LocalId) -> TokenStream {
        let leaves = |m: &crate::flow::Mention| m.native && m.local == local && m.seg == self.seg;
        if !self.facts.mentions.values().any(leaves) {
            return TokenStream::new();
        }
        let value = self.value_name(local);
        ours!(let mut #value;)
    }

    /// `x_value = own_x.take();` for the locals that leave their slots in this statement; from here on they are native.
    pub fn leave_slots(&self, found: Vec<LocalId>) -> TokenStream {
        let mut out = TokenStream::new();
        for local in found {
            if self.is_slot_here(local) && self.owns(local) {
                self.natives.borrow_mut().insert(local);
                let (value, own) = (self.value_name(local), self.owner(local));
                out.extend(ours!(#value = #own.take();));
            }
        }
        out
    }

    /// Runs `inside`; what leaves its slot there is back in it afterwards, for the code of other paths.
    pub fn branching<R>(&mut self, inside: impl FnOnce(&mut Self) -> R) -> R {
        let natives = self.natives.borrow().clone();
        let result = inside(self);
        *self.natives.borrow_mut() = natives;
        result
    }

    /// The local that a `match` or `if let` may move out of, if its slot is ours.
    pub fn moved_scrutinee(&self, scrutinee: &Expr, around: &Around) -> Option<LocalId> {
        let Expr::Path(path) = crate::lower::place::bare(scrutinee) else { return None };
        let (local, id) = names::decode(path.path.get_ident()?)?;
        let access = self.facts.mentions.get(&id?)?.access;
        let ours =
            self.is_slot_here(local) && self.owns(local) && !around.inner && !around.is_leaf && !around.native.contains(&local);
        (access == Access::Matched && ours).then_some(local)
    }

    fn rewrite(&self, expr: &Expr, around: Around) -> Expr {
        let mut expr = expr.clone();
        Rewriter { emitter: self, around }.visit_expr_mut(&mut expr);
        expr
    }

    fn native(&self, expr: &Expr) -> Expr {
        self.rewrite(expr, Around::default())
    }

    fn pattern(&self, pat: &Pat) -> Pat {
        let mut pat = pat.clone();
        Rewriter { emitter: self, around: Around::default() }.visit_pat_mut(&mut pat);
        pat
    }

    /// Takes over a local that was declared before the segment began.
    fn own(&mut self, local: LocalId) -> TokenStream {
        let seg = &self.facts.segs[self.seg.0];
        if !self.layout.has_slot(local) || !seg.live.contains(&local) {
            return self.own_dead(local);
        }
        let (name, own) = (self.bound(local), self.owner(local));
        self.owners.push(local);
        let value = self.declare_value(local);
        if seg.maybe.contains(&local) {
            let flag = self.flag(local);
            return ours!(let #own = #name.own_if(#flag.get()); #value);
        }
        ours!(let #own = #name.own(); #value)
    }

    /// A local in scope without a value: it may be assigned again.
    fn own_dead(&mut self, local: LocalId) -> TokenStream {
        let assigned = |m: &crate::flow::Mention| m.local == local && m.access == Access::Put;
        let put = self.facts.deferred.contains(&local) || self.facts.mentions.values().any(assigned);
        if !self.layout.has_slot(local) || !put {
            return TokenStream::new();
        }
        self.owners.push(local);
        let (name, own, slot) = (self.bound(local), self.owner(local), self.slot(local));
        ours!(let #own = #slot.own_empty(); let #name = #own.slot();)
    }

    /// The slot of a local that this arm declares.
    fn slot(&self, local: LocalId) -> TokenStream {
        if self.layout.stack.contains(&local) {
            let name = stack_name(self.layout, local);
            return ours!(#name);
        }
        let (state, accessor) = (&self.state, accessor(self.layout, local));
        ours!(#state::#accessor(state))
    }

    /// Goes to another segment.
    fn goto(&self, seg: SegId) -> TokenStream {
        let target = &self.facts.segs[seg.0];
        let kept: Vec<LocalId> = self.owners.iter().copied().filter(|local| target.live.contains(local)).collect();
        let flags = target.maybe.iter().map(|local| {
            let (flag, own) = (self.flag(*local), self.owner(*local));
            // Without an owner here it was moved, or is not declared yet.
            if self.owns(*local) { ours!(#flag.set(#own.is_live());) } else { ours!(#flag.set(false);) }
        });
        let kept = kept.iter().map(|local| self.owner(*local));
        let (state, tag) = (&self.state, tag(&self.layout.states[seg.0].name));
        ours!(#(#flags)* #(#kept.keep();)* #state::#tag(state); continue 'machine;)
    }

    /// The arm of a segment, without its pattern.
    pub fn arm(&mut self, seg: SegId, body: &Block) -> TokenStream {
        self.seg = seg;
        self.owners.clear();
        self.targets.clear();
        self.natives.borrow_mut().clear();
        let state = self.state.clone();
        let run = matches!(self.facts.segs[seg.0].kind, SegKind::Start | SegKind::Suspend);
        let run = run.then(|| ours!(#state::run(state);));
        let poll = find_suspend(body, seg).map(|suspend| {
            let name = self.bound(suspend.local);
            ours!(let ::core::task::Poll::Ready(output) = #name.poll(cx) else { return ::core::task::Poll::Pending };)
        });
        let value = self.block(body, seg != SegId(0), true);
        let ends = body.meet.after == Some(seg);
        let end = if ends { ours!(let result = #value; return ::core::task::Poll::Ready(result);) } else { value };
        ours!(#poll #run #end)
    }

    fn node(&mut self, node: &Node, resume: bool, want: bool) -> TokenStream {
        match node {
            Node::Native(expr) => {
                let expr = self.native(expr);
                ours!(#expr)
            }
            Node::Suspend(suspend) => self.suspend(suspend, resume, want),
            Node::Block(block) => {
                let tokens = if self.joins(&block.meet, resume) { TokenStream::new() } else { self.block(block, resume, want) };
                self.meet(&block.meet, tokens, resume)
            }
            Node::If(branch) => {
                let tokens =
                    if self.joins(&branch.meet, resume) { TokenStream::new() } else { self.branch(branch, resume, want) };
                self.meet(&branch.meet, tokens, resume)
            }
            Node::Match(node) => {
                let tokens =
                    if self.joins(&node.meet, resume) { TokenStream::new() } else { self.match_node(node, resume, want) };
                self.meet(&node.meet, tokens, resume)
            }
            Node::Loop(node) => {
                if !resume {
                    let goto = node.head.map(|head| self.goto(head));
                    return ours!({ #goto });
                }
                let tokens = if self.joins(&node.meet, resume) { TokenStream::new() } else { self.loop_node(node) };
                self.meet(&node.meet, tokens, resume)
            }
        }
    }

    fn joins(&self, meet: &Meet, resume: bool) -> bool {
        resume && meet.join == Some(self.seg)
    }

    /// The end of a construct: goes to the pass-through state, if there is one, or comes from it.
    fn meet(&self, meet: &Meet, tokens: TokenStream, resume: bool) -> TokenStream {
        let Some(join) = meet.join else { return tokens };
        let value = meet.value.map(|local| self.slot(local));
        if resume && join == self.seg {
            return value.map_or_else(|| ours!({}), |slot| ours!(#slot.read()));
        }
        let goto = self.goto(join);
        match value {
            Some(slot) => ours!({ #slot.fill(#tokens).keep(); #goto }),
            None => ours!({ #tokens; #goto }),
        }
    }

    fn suspend(&self, suspend: &Suspend, resume: bool, want: bool) -> TokenStream {
        if resume {
            return self.output(suspend);
        }
        let Some(seg) = suspend.seg else { return TokenStream::new() };
        let future = match &suspend.leaf {
            Some(leaf) => self.leaf(&suspend.future, leaf, want),
            None => {
                let future = self.native(&suspend.future);
                ours!(::core::future::IntoFuture::into_future(#future))
            }
        };
        let (slot, goto) = (self.slot(suspend.local), self.goto(seg));
        let name = self.bound(suspend.local);
        ours!({ let #name = #future; #slot.fill(#name).keep(); #goto })
    }

    /// What a future was ready with.
    fn output(&self, suspend: &Suspend) -> TokenStream {
        let name = self.bound(suspend.local);
        let Some(leaf) = suspend.leaf.as_ref().filter(|leaf| leaf.flows) else { return ours!(#name.finish(output)) };
        let jumps = leaf.jumps.iter().enumerate().map(|(number, jump)| {
            let (number, label) = (number as u8, self.label(jump.target, jump.is_break));
            ours!(::visible_async::__private::Flow::Jump(#number) => break #label,)
        });
        ours!({
            match #name.finish(output) {
                ::visible_async::__private::Flow::Value(value) => value,
                ::visible_async::__private::Flow::Return(value) => return ::core::task::Poll::Ready(value),
                #(#jumps)*
                ::visible_async::__private::Flow::Jump(_) => ::core::unreachable!(),
            }
        })
    }

    fn leaf(&self, expr: &Expr, leaf: &crate::ir::Leaf, want: bool) -> TokenStream {
        let captured = place::captured_in(self, expr);
        let mut lets: TokenStream = captured.iter().map(|local| self.take_native(*local)).collect();
        let selected = place::selected(self, expr, &captured);
        for local in &selected {
            let name = self.bound(*local);
            lets.extend(ours!(let mut #name = &mut (*#name.ptr());));
        }
        let captured: Vec<LocalId> = captured.into_iter().chain(selected).collect();
        let around = Around {
            is_leaf: true,
            leaf: leaf.flows.then(|| leaf.clone()),
            native: captured.into_iter().collect(),
            ..Around::default()
        };
        let expr = self.rewrite(expr, around);
        // What a statement's value borrows dies with it.
        let expr = if want { ours!(#expr) } else { ours!({ #expr; }) };
        let value = if leaf.flows { ours!(::visible_async::__private::Flow::Value(#expr)) } else { expr };
        ours!({ #lets async move { #value } })
    }

    /// A scope. `resume`: the segment begins somewhere inside.
    fn block(&mut self, block: &Block, resume: bool, want: bool) -> TokenStream {
        let mark = self.owners.len();
        if let Some(target) = &block.target {
            self.targets.push((target.clone(), false));
        }
        let mut tokens = TokenStream::new();
        let filling = self.filling.take();
        let mut waiting = resume;
        let mut stopped = false;
        for stmt in &block.stmts {
            if waiting && !stmt_has(stmt, self.seg) {
                let owners: TokenStream = declared(stmt).into_iter().map(|local| self.own(local)).collect();
                let again = self.declare_again(stmt);
                tokens.extend(ours!(#owners #again));
                continue;
            }
            let (each, goes_on) = self.stmt(stmt, waiting);
            waiting = false;
            tokens.extend(each);
            if !goes_on {
                stopped = true;
                break;
            }
        }
        self.filling = filling;
        if let Some(tail) = block.tail.as_ref().filter(|_| !stopped) {
            tokens.extend(self.tail(block, tail, waiting, want));
        }
        self.owners.truncate(mark);
        if let Some(target) = &block.target {
            self.targets.pop();
            let label = self.label(target.id, true);
            let tokens = braced(block, tokens);
            return ours!(#label: #tokens);
        }
        braced(block, tokens)
    }

    fn tail(&mut self, block: &Block, tail: &Node, resume: bool, want: bool) -> TokenStream {
        let filling = self.filling.take().filter(|_| block.is_expr);
        let leave = if let Node::Native(expr) = tail { self.leave_slots(place::leaving(self, expr)) } else { TokenStream::new() };
        let value = self.node(tail, resume, want);
        if !want && matches!(tail, Node::Native(_)) {
            return ours!(#leave #value;);
        }
        if let Some((pat, ty)) = filling {
            let filled = self.filled(&pat, ty.as_ref(), value);
            return ours!(#leave #filled);
        }
        // The temporaries of an expression's value die before the temporaries that have names.
        if block.is_expr && matches!(tail, Node::Native(_)) {
            ours!(#leave let value = #value; value)
        } else {
            ours!(#leave #value)
        }
    }

    /// A statement, and whether the next one belongs to this segment.
    fn stmt(&mut self, stmt: &Stmt, resume: bool) -> (TokenStream, bool) {
        match stmt {
            Stmt::Native(stmt) => {
                let leave = self.leave_slots(place::leaving_stmt(self, stmt));
                let tokens = self.native_stmt(stmt);
                (ours!(#leave #tokens), true)
            }
            Stmt::Argument(local) => (self.own(*local), true),
            Stmt::Expr(node) => {
                let tokens = self.node(node, resume, false);
                (ours!(#tokens;), self.goes_on(node))
            }
            Stmt::Let { ty, init, .. } if self.fills(stmt).is_some() => (self.fill_inside(stmt, ty.as_ref(), init, resume), true),
            Stmt::Let { pat, ty, init, deferred } => {
                let leave =
                    if let Node::Native(expr) = init { self.leave_slots(place::leaving(self, expr)) } else { TokenStream::new() };
                let value = self.let_value(init, resume);
                let tokens = match self.goes_on(init) {
                    false => ours!(#value;),
                    true if *deferred => self.assign(pat, value),
                    true => self.bind(pat, ty.as_ref(), value),
                };
                (ours!(#leave #tokens), self.goes_on(init))
            }
        }
    }

    /// The statement's names get their values inside the braces of its block, if they get them in this segment.
    fn fills<'s>(&self, stmt: &'s Stmt) -> Option<&'s Pat> {
        let Stmt::Let { init, .. } = stmt else { return None };
        stmt.fills().filter(|_| self.goes_on(init))
    }

    fn fill_inside(&mut self, stmt: &Stmt, ty: Option<&syn::Type>, init: &Node, resume: bool) -> TokenStream {
        let (Some(pat), Node::Block(block)) = (self.fills(stmt), init) else { return TokenStream::new() };
        let (mut declare, mut bind) = (TokenStream::new(), TokenStream::new());
        for binding in pattern::bindings(pat) {
            let (local, name, own) = (binding.local, self.bound(binding.local), self.owner(binding.local));
            if self.layout.has_slot(local) {
                let (slot, native) = (self.slot(local), self.declare_value(local));
                declare.extend(ours!(let #own = #slot.own_empty();));
                bind.extend(ours!(let #name = #own.slot(); #native));
                self.owners.push(local);
            } else {
                let mutability = binding.mutable.then(<syn::Token![mut]>::default);
                declare.extend(ours!(let #own;));
                bind.extend(ours!(let #mutability #name = #own;));
            }
        }
        self.filling = Some((pat.clone(), ty.cloned()));
        let block = self.block(block, resume, true);
        self.filling = None;
        ours!(#declare #block #bind)
    }

    /// Gives the value of a block to the names declared in front of it.
    fn filled(&self, pat: &Pat, ty: Option<&syn::Type>, value: TokenStream) -> TokenStream {
        let give = |local: LocalId, value: TokenStream| {
            let own = self.owner(local);
            if self.layout.has_slot(local) { ours!(#own.put(#value);) } else { ours!(#own = #value;) }
        };
        let bound = pattern::bindings(pat);
        if let (Pat::Ident(_), [binding], None) = (pat, &bound[..], ty) {
            return give(binding.local, value);
        }
        let names = self.pattern(pat);
        let ty = ty.iter();
        let gives: TokenStream = bound
            .iter()
            .map(|binding| {
                let name = self.bound(binding.local);
                give(binding.local, ours!(#name))
            })
            .collect();
        ours!(let #names #(: #ty)* = #value; #gives)
    }

    /// `x = value;` to a name that is declared already.
    fn assign(&self, pat: &Pat, value: TokenStream) -> TokenStream {
        let bound = pattern::bindings(pat);
        let Some(local) = bound.first().map(|binding| binding.local) else { return ours!(#value;) };
        let (name, own) = (self.bound(local), self.owner(local));
        if self.layout.has_slot(local) { ours!(#own.put(#value);) } else { ours!(#name = #value;) }
    }

    fn let_value(&mut self, init: &Node, resume: bool) -> TokenStream {
        if let Node::Native(expr) = init
            && let Some(local) = self.moved_scrutinee(expr, &Around::default())
        {
            let own = self.owner(local);
            return ours!(#own.take());
        }
        self.node(init, resume, true)
    }

    fn goes_on(&self, node: &Node) -> bool {
        match node {
            Node::Native(_) => true,
            Node::Suspend(suspend) => suspend.seg == Some(self.seg),
            Node::Block(Block { meet, .. })
            | Node::If(If { meet, .. })
            | Node::Match(Match { meet, .. })
            | Node::Loop(Loop { meet, .. }) => meet.after == Some(self.seg),
        }
    }

    fn native_stmt(&mut self, stmt: &syn::Stmt) -> TokenStream {
        let syn::Stmt::Local(local) = stmt else {
            let mut stmt = stmt.clone();
            Rewriter { emitter: self, around: Around::default() }.visit_stmt_mut(&mut stmt);
            return ours!(#stmt);
        };
        let (pat, ty) = match &local.pat {
            Pat::Type(node) => (&*node.pat, Some(&*node.ty)),
            pat => (pat, None),
        };
        let slots = pattern::bindings(pat).iter().any(|b| self.layout.has_slot(b.local));
        let Some(init) = &local.init else {
            return if slots { self.declare(pat, ty) } else { self.declare_again(&Stmt::Native(stmt.clone())) };
        };
        let value = self.let_value(&Node::Native((*init.expr).clone()), false);
        let Some((_, diverge)) = &init.diverge else { return self.bind(pat, ty, value) };
        let (diverge, names, after) = (self.native(diverge), self.pattern(&local.pat), self.settle(pat));
        ours!(let #names = #value else #diverge; #after)
    }

    /// `let x;`, `let (x, y);`
    fn declare(&mut self, pat: &Pat, ty: Option<&syn::Type>) -> TokenStream {
        let bound = pattern::bindings(pat);
        if !bound.iter().any(|b| self.layout.has_slot(b.local)) {
            let pat = self.pattern(pat);
            let ty = ty.iter();
            return ours!(let #pat #(: #ty)*;);
        }
        let types: Vec<Option<&syn::Type>> = match (ty, &bound[..]) {
            (Some(syn::Type::Tuple(tuple)), _) if tuple.elems.len() == bound.len() => tuple.elems.iter().map(Some).collect(),
            (ty, [_]) => vec![ty],
            _ => vec![None; bound.len()],
        };
        bound.iter().zip(types).map(|(binding, ty)| self.declare_one(binding, ty)).collect()
    }

    /// A name without a slot that was declared without a value before the segment, and gets one in it.
    fn declare_again(&self, stmt: &Stmt) -> TokenStream {
        let Stmt::Native(syn::Stmt::Local(syn::Local { pat, init: None, .. })) = stmt else { return TokenStream::new() };
        let (pat, ty) = match pat {
            Pat::Type(node) => (&*node.pat, Some(&*node.ty)),
            pat => (pat, None),
        };
        let used = |local: LocalId| self.facts.mentions.values().any(|m| m.local == local && m.seg == self.seg);
        let bound = pattern::bindings(pat);
        let names = bound.iter().filter(|b| !self.layout.has_slot(b.local) && used(b.local));
        names
            .map(|binding| {
                let (name, mutability) = (self.bound(binding.local), binding.mutable.then(<syn::Token![mut]>::default));
                let ty = ty.filter(|_| bound.len() == 1).into_iter();
                ours!(let #mutability #name #(: #ty)*;)
            })
            .collect()
    }

    fn declare_one(&mut self, binding: &pattern::Binding, ty: Option<&syn::Type>) -> TokenStream {
        let (local, name) = (binding.local, self.bound(binding.local));
        if !self.layout.has_slot(local) {
            let (mutability, ty) = (binding.mutable.then(<syn::Token![mut]>::default), ty.iter());
            return ours!(let #mutability #name #(: #ty)*;);
        }
        self.owners.push(local);
        let (own, slot, native) = (self.owner(local), self.slot(local), self.declare_value(local));
        let ty = ty.map_or_else(|| ours!(_), |ty| ours!(#ty));
        let kind = self.slot_kind(local);
        ours!(let #own = ::visible_async::__private::#kind::<#ty>::own_empty(#slot); let #name = #own.slot(); #native)
    }

    /// `let pat: ty = value;`
    fn bind(&mut self, pat: &Pat, ty: Option<&syn::Type>, value: TokenStream) -> TokenStream {
        if let Pat::Ident(node) = pat
            && node.by_ref.is_none()
            && node.subpat.is_none()
            && let Some((local, None)) = names::decode(&node.ident)
            && self.layout.has_slot(local)
        {
            let (name, own, slot) = (self.bound(local), self.owner(local), self.slot(local));
            self.owners.push(local);
            let native = self.declare_value(local);
            let kind = self.slot_kind(local);
            return match ty {
                Some(ty) => ours! {
                    let #own = ::visible_async::__private::#kind::<#ty>::fill(#slot, #value);
                    let #name = #own.slot();
                    #native
                },
                None => ours!(let #own = #slot.fill(#value); let #name = #own.slot(); #native),
            };
        }
        let names = self.pattern(pat);
        let ty = ty.iter();
        let after = self.settle(pat);
        ours!(let #names #(: #ty)* = #value; #after)
    }

    /// The names of a pattern that have slots move there, the others stay behind them in their order.
    fn settle(&mut self, pat: &Pat) -> TokenStream {
        let mut bound = pattern::bindings(pat);
        // What a pattern leaves dies after what it binds.
        bound.sort_by_key(|binding| !self.locals[binding.local.0].temp);
        let Some(first) = bound.iter().position(|b| self.layout.has_slot(b.local)) else { return TokenStream::new() };
        let mut tokens = TokenStream::new();
        for binding in &bound[first..] {
            let (local, name) = (binding.local, self.bound(binding.local));
            if self.layout.has_slot(local) {
                let (own, slot) = (self.owner(local), self.slot(local));
                self.owners.push(local);
                let native = self.declare_value(local);
                tokens.extend(ours!(let #own = #slot.fill(#name); let #name = #own.slot(); #native));
            } else {
                let mutability = binding.mutable.then(<syn::Token![mut]>::default);
                tokens.extend(ours!(let #mutability #name = #name;));
            }
        }
        tokens
    }

    fn own_all(&mut self, pat: &Pat) -> TokenStream {
        pattern::bindings(pat).iter().map(|binding| self.own(binding.local)).collect()
    }

    fn branch(&mut self, branch: &If, resume: bool, want: bool) -> TokenStream {
        let mark = self.owners.len();
        if resume && block_has(&branch.then, self.seg) {
            let owners = if let Expr::Let(cond) = &branch.cond { self.own_all(&cond.pat) } else { TokenStream::new() };
            let then = self.block(&branch.then, true, want);
            self.owners.truncate(mark);
            return if owners.is_empty() { then } else { ours!({ #owners #then }) };
        }
        if let Some(otherwise) = branch.otherwise.as_ref().filter(|_| resume) {
            return self.node(otherwise, true, want);
        }
        let Expr::Let(cond) = &branch.cond else {
            let leave = self.leave_slots(place::leaving(self, &branch.cond));
            let cond = self.native(&branch.cond);
            let then = self.branching(|this| this.block(&branch.then, false, want));
            let otherwise = branch.otherwise.as_ref().map(|node| self.branching(|this| this.otherwise(node, want)));
            return if leave.is_empty() { ours!(if #cond #then #otherwise) } else { ours!({ #leave if #cond #then #otherwise }) };
        };
        let leave = self.leave_slots(place::leaving(self, &cond.expr));
        let moved = self.moved_scrutinee(&cond.expr, &Around::default());
        let (take, scrutinee, put) = self.scrutinee(&cond.expr, moved);
        let pat = self.pattern(&cond.pat);
        let settle = self.settle(&cond.pat);
        let then = self.branching(|this| this.block(&branch.then, false, want));
        self.owners.truncate(mark);
        let otherwise = branch.otherwise.as_ref().map(|node| self.branching(|this| this.node(node, false, want)));
        let otherwise = (otherwise.is_some() || put.is_some()).then(|| ours!(else { #put #otherwise }));
        let branch = ours!(if let #pat = #scrutinee { #settle #then } #otherwise);
        if take.is_some() || !leave.is_empty() { ours!({ #leave #take #branch }) } else { branch }
    }

    fn otherwise(&mut self, node: &Node, want: bool) -> TokenStream {
        let tokens = self.node(node, false, want);
        ours!(else { #tokens })
    }

    /// A scrutinee that is moved out of its slot for the match, and put back where the match does not move it.
    fn scrutinee(&self, expr: &Expr, moved: Option<LocalId>) -> (Option<TokenStream>, TokenStream, Option<TokenStream>) {
        let Some(local) = moved else {
            let expr = self.native(expr);
            return (None, ours!(#expr), None);
        };
        let (own, value) = (self.owner(local), self.value_name(local));
        (Some(ours!(let #value = #own.take();)), ours!(#value), Some(ours!(#own.put(#value);)))
    }

    fn match_node(&mut self, node: &Match, resume: bool, want: bool) -> TokenStream {
        let mark = self.owners.len();
        if resume && let Some(arm) = node.arms.iter().find(|arm| node_has(&arm.body, self.seg)) {
            let owners = self.own_all(&arm.pat);
            let body = self.node(&arm.body, true, want);
            self.owners.truncate(mark);
            return ours!({ #owners #body });
        }
        let leave = self.leave_slots(place::leaving(self, &node.scrutinee));
        let moved = self.moved_scrutinee(&node.scrutinee, &Around::default());
        let (take, scrutinee, put) = self.scrutinee(&node.scrutinee, moved);
        let mut arms = TokenStream::new();
        for arm in &node.arms {
            let pat = self.pattern(&arm.pat);
            let native: std::collections::BTreeSet<LocalId> = pattern::bindings(&arm.pat).iter().map(|b| b.local).collect();
            let guard = arm
                .guard
                .iter()
                .map(|guard| self.rewrite(guard, Around { native: native.clone(), ..Around::default() }))
                .collect::<Vec<_>>();
            let put = put.as_ref().filter(|_| !place::moves(&arm.pat));
            let settle = self.settle(&arm.pat);
            let body = self.branching(|this| {
                let leave = if let Node::Native(expr) = &arm.body {
                    this.leave_slots(place::leaving(this, expr))
                } else {
                    TokenStream::new()
                };
                let body = this.node(&arm.body, false, want);
                ours!(#leave #body)
            });
            self.owners.truncate(mark);
            arms.extend(ours!(#pat #(if #guard)* => { #put #settle #body }));
        }
        let node = ours!(match #scrutinee { #arms });
        if take.is_some() || !leave.is_empty() { ours!({ #leave #take #node }) } else { node }
    }

    fn loop_node(&mut self, node: &Loop) -> TokenStream {
        self.targets.push((node.target.clone(), true));
        let body = self.block(&node.body, node.head != Some(self.seg), false);
        self.targets.pop();
        let (leave, next) = (self.label(node.target.id, true), self.label(node.target.id, false));
        let text = body.to_string();
        let body = if has_label(&text, &next) { ours!(#next: #body) } else { body };
        let head =
            node.head.map(|head| self.goto(head)).filter(|_| node.body.meet.after == Some(self.seg) || has_label(&text, &next));
        if has_label(&text, &leave) { ours!(#leave: { #body #head }) } else { ours!({ #body #head }) }
    }
}

/// The braces of a block, with the edition of the user's.
fn braced(block: &Block, tokens: TokenStream) -> TokenStream {
    let mut group = proc_macro2::Group::new(proc_macro2::Delimiter::Brace, tokens);
    group.set_span(block.braces.unwrap_or_else(Span::mixed_site));
    proc_macro2::TokenTree::Group(group).into()
}

fn has_label(text: &str, label: &Lifetime) -> bool {
    text.match_indices(&label.to_string())
        .any(|(at, found)| !text[at + found.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// The flag of a local.
pub fn flag(layout: &Layout, local: LocalId) -> Ident {
    let name = layout.names.get(&local).map_or("", String::as_str);
    format_ident!("{}_live", name.trim_start_matches("r#"), span = Span::mixed_site())
}

/// The variable of a stack slot.
pub fn stack_name(layout: &Layout, local: LocalId) -> Ident {
    let name = layout.names.get(&local).map_or("", String::as_str);
    format_ident!("{}_slot", name.trim_start_matches("r#"), span = Span::mixed_site())
}

/// The function that finds the slot of a local.
pub fn accessor(layout: &Layout, local: LocalId) -> Ident {
    let name = layout.names.get(&local).map_or("", String::as_str);
    format_ident!("slot_{}", name.trim_start_matches("r#"), span = Span::mixed_site())
}

/// The method that goes to a state: `to_await_fill` for `AwaitFill`.
pub fn tag(state: &str) -> Ident {
    let mut out = "to".to_string();
    for letter in state.chars() {
        if letter.is_uppercase() {
            out.push('_');
        }
        out.extend(letter.to_lowercase());
    }
    ident(&out)
}

/// What a statement declares in the scope around it.
fn declared(stmt: &Stmt) -> Vec<LocalId> {
    let pat = match stmt {
        Stmt::Argument(local) => return vec![*local],
        Stmt::Let { deferred: true, .. } => return Vec::new(),
        Stmt::Let { pat, .. } => pat,
        Stmt::Native(syn::Stmt::Local(local)) => &local.pat,
        _ => return Vec::new(),
    };
    pattern::bindings(pat).iter().map(|binding| binding.local).collect()
}

fn stmt_has(stmt: &Stmt, seg: SegId) -> bool {
    match stmt {
        Stmt::Native(_) | Stmt::Argument(_) => false,
        Stmt::Expr(node) | Stmt::Let { init: node, .. } => node_has(node, seg),
    }
}

/// Whether the segment begins inside the block.
pub fn block_has(block: &Block, seg: SegId) -> bool {
    block.meet.join == Some(seg)
        || block.stmts.iter().any(|stmt| stmt_has(stmt, seg))
        || block.tail.as_ref().is_some_and(|tail| node_has(tail, seg))
}

fn node_has(node: &Node, seg: SegId) -> bool {
    match node {
        Node::Native(_) => false,
        Node::Suspend(suspend) => suspend.seg == Some(seg),
        Node::Block(block) => block_has(block, seg),
        Node::If(branch) => {
            let otherwise = branch.otherwise.as_ref().is_some_and(|node| node_has(node, seg));
            branch.meet.join == Some(seg) || block_has(&branch.then, seg) || otherwise
        }
        Node::Match(node) => node.meet.join == Some(seg) || node.arms.iter().any(|arm| node_has(&arm.body, seg)),
        Node::Loop(node) => node.head == Some(seg) || node.meet.join == Some(seg) || block_has(&node.body, seg),
    }
}

/// The suspension point that begins the segment.
pub fn find_suspend(block: &Block, seg: SegId) -> Option<&Suspend> {
    fn in_node(node: &Node, seg: SegId) -> Option<&Suspend> {
        match node {
            Node::Native(_) => None,
            Node::Suspend(suspend) => (suspend.seg == Some(seg)).then_some(suspend),
            Node::Block(block) => find_suspend(block, seg),
            Node::If(branch) => find_suspend(&branch.then, seg).or_else(|| in_node(branch.otherwise.as_ref()?, seg)),
            Node::Match(node) => node.arms.iter().find_map(|arm| in_node(&arm.body, seg)),
            Node::Loop(node) => find_suspend(&node.body, seg),
        }
    }
    let stmts = block.stmts.iter().find_map(|stmt| match stmt {
        Stmt::Native(_) | Stmt::Argument(_) => None,
        Stmt::Expr(node) | Stmt::Let { init: node, .. } => in_node(node, seg),
    });
    stmts.or_else(|| in_node(block.tail.as_ref()?, seg))
}
