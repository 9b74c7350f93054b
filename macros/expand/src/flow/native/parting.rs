//! Patterns that move a part out of a local and leave the rest.
use quote::ToTokens;
use syn::{Expr, Pat, visit::Visit};

use super::field_path;
use crate::{
    emit::build,
    flow::{Base, Parting, build::Builder, graph::Event, moved, pattern},
    ir::{Block, Node},
    lower::place::{bare, is_local},
    names::{self, LocalId, MentionId},
};

/// The local that a place belongs to, its mention, and the members on the way.
pub fn place_of(expr: &Expr) -> Option<(LocalId, MentionId, Vec<syn::Member>)> {
    let (ident, members) = match bare(expr) {
        Expr::Path(path) => (path.path.get_ident()?.clone(), Vec::new()),
        Expr::Field(node) => field_path(node)?,
        _ => return None,
    };
    let (local, mention) = names::decode(&ident)?;
    Some((local, mention?, members))
}

/// As [`place_of`], of a place that a pattern is matched against: the local may be the box that the place is in.
pub fn matched_place(expr: &Expr) -> Option<(LocalId, MentionId, Vec<syn::Member>, bool)> {
    let (expr, boxed) = match bare(expr) {
        Expr::Unary(node) if matches!(node.op, syn::UnOp::Deref(_)) && is_local(&node.expr) => (&*node.expr, true),
        expr => (expr, false),
    };
    place_of(expr).map(|(local, id, members)| (local, id, members, boxed))
}

impl Builder {
    /// `let pat = place;`
    pub(in crate::flow) fn part_let(&mut self, pat: &Pat, init: &Expr) {
        let Some((local, id, members, boxed)) = matched_place(init) else { return };
        let parts = match pattern::effect(pat) {
            pattern::Effect::Nothing => false,
            // What is moved out whole needs no parts.
            pattern::Effect::Whole if boxed => !self.unboxes(pat, init),
            pattern::Effect::Whole => (!members.is_empty() && !matches!(pat, Pat::Ident(_))) || self.parts_whole(local),
            pattern::Effect::Part => true,
        };
        let moved = self.moved_by_patterns(local, &members, boxed, &[pat]);
        if let Some(sure) = moved.filter(|_| parts && !has_reference(pat)) {
            self.facts
                .patterns
                .insert(id, Parting { members, boxed, sure, behind: false, pats: vec![pat.clone()], is_match: false });
        }
    }

    /// `match place { pat => .., .. }`
    pub(in crate::flow) fn part_arms(&mut self, pats: &[&Pat], scrutinee: &Expr) {
        let Some((local, id, members, boxed)) = matched_place(scrutinee) else { return };
        let effects: Vec<pattern::Effect> = pats.iter().map(|pat| pattern::effect(pat)).collect();
        let moves = effects.iter().any(|effect| *effect != pattern::Effect::Nothing);
        // What is moved out whole needs no parts.
        let parts = !members.is_empty() || boxed || effects.contains(&pattern::Effect::Part) || self.parts_whole(local);
        let plain = |pat: &&Pat| has_reference(pat) || moved::is_ambiguous(pat);
        let moved = self.moved_by_patterns(local, &members, boxed, pats);
        let behind = moved != Some(true) && members.is_empty() && !boxed && self.is_behind(local, id, pats);
        let sure = if behind { Some(false) } else { moved.filter(|_| parts) };
        if let Some(sure) = sure.filter(|_| moves && !pats.iter().any(plain)) {
            let pats = pats.iter().map(|pat| (*pat).clone()).collect();
            self.facts.patterns.insert(id, Parting { members, boxed, sure, behind, pats, is_match: true });
        }
    }

    /// Whether the local, which may be a reference, is matched behind one: rustc would have to move what the machine may have to drop while
    /// a guard waits in a leaf future.
    fn is_behind(&self, local: LocalId, id: MentionId, pats: &[&Pat]) -> bool {
        let by_ref = |pat: &&Pat| pattern::bindings(pat).iter().any(|binding| binding.by_ref);
        let inside = self.leaf.as_ref().is_some_and(|leaf| !leaf.taken.contains(&local)) && self.facts.guarded.contains(&id);
        inside && self.scalar(local).is_none() && !self.locals[local.0].is_reference() && !pats.iter().any(by_ref)
    }

    /// The arm is taken.
    pub(in crate::flow) fn part_arm(&mut self, pat: &Pat, scrutinee: &Expr) {
        let moves = pattern::effect(pat) != pattern::Effect::Nothing;
        let Some((_, id, ..)) = matched_place(scrutinee).filter(|(_, id, ..)| moves && self.facts.mentions.contains_key(id))
        else {
            return;
        };
        if let Some(number) = self.facts.patterns.get(&id).map(|parting| parting.number(pat)) {
            self.event(Event::Arm(id, number));
        }
    }

    /// Whether patterns that bind by value move what they bind, and whether that is sure: of a reference they give references. A field of one
    /// is only copied, which does nothing.
    fn moved_by_patterns(&self, local: LocalId, members: &[syn::Member], boxed: bool, pats: &[&Pat]) -> Option<bool> {
        let (plain, info) = (self.scalar(local).is_some(), &self.locals[local.0]);
        if boxed {
            return info.is_boxed().then_some(true);
        }
        let sure = (info.owned && !plain) || (!members.is_empty() && !info.is_reference());
        let may = !plain && !info.is_reference() && !pats.iter().any(|pat| by_place(pat));
        (sure || may).then_some(sure)
    }

    /// The rest of a struct's fields comes from a local, which is no reference.
    pub(in crate::flow) fn note_base(&mut self, node: &syn::ExprStruct) {
        let base = node.rest.as_deref().filter(|base| is_local(base) && node.qself.is_none()).and_then(place_of);
        let Some((_, id, _)) = base.filter(|(_, id, _)| self.facts.mentions.contains_key(id)) else { return };
        let listed = node.fields.iter().map(|field| field.member.clone()).collect();
        self.facts.bases.insert(id, Base { path: node.path.clone(), listed });
    }

    /// What is matched against arms with guards.
    pub(in crate::flow) fn note_guarded(&mut self, scrutinee: &Expr, guarded: bool) {
        self.facts.guarded.extend(place_of(scrutinee).filter(|_| guarded).map(|(_, id, _)| id));
    }

    /// Whether a pattern that moves all out of the local moves parts: a leaf future has no owner that would take the value, and may
    /// wait in a guard.
    fn parts_whole(&self, local: LocalId) -> bool {
        let inside = self.leaf.as_ref().is_some_and(|leaf| !leaf.taken.contains(&local));
        inside && self.locals[local.0].owned && self.scalar(local).is_none()
    }

    /// As [`Builder::note_owned`], for a value that may suspend.
    pub(in crate::flow) fn note_owned_node(&mut self, pat: &Pat, init: &Node) {
        match init {
            Node::Native(init) => {
                self.note_scalars(pat, init);
                self.note_known(pat, init);
                self.note_owned(pat, init);
            }
            Node::Block(Block { tail: Some(tail), target: None, .. }) => self.note_owned_node(pat, tail),
            // A leaf future gives what its expression does.
            Node::Suspend(suspend) if suspend.leaf.is_some() => self.note_owned(pat, &suspend.future),
            _ => {}
        }
    }

    /// Whether it is a local that is no reference.
    fn is_owned_local(&self, init: &Expr) -> bool {
        let place = place_of(init).filter(|(.., members)| members.is_empty());
        place.is_some_and(|(local, ..)| self.locals[local.0].owned)
    }

    /// What is made by a literal, or by a function with such a name, is no reference.
    pub(in crate::flow) fn note_owned(&mut self, pat: &Pat, init: &Expr) {
        let (pat, typed) = match pat {
            Pat::Type(node) => (&*node.pat, is_owned(&node.ty)),
            pat => (pat, false),
        };
        if let Pat::Ident(name) = pat
            && let Some((local, None)) = names::decode(&name.ident)
        {
            if matches!(bare(init), Expr::Array(_) | Expr::Repeat(_)) && name.by_ref.is_none() {
                self.facts.arrays.insert(local);
            }
            let owned = typed || makes_owned(init) || self.is_owned_local(init);
            self.locals[local.0].owned |= name.by_ref.is_none() && owned;
            self.locals[local.0].lent |= name.by_ref.is_some() || matches!(bare(init), Expr::Reference(_));
        }
    }
}

/// Whether the type is no reference, and holds none where one can see it. The elements of an array are dropped in another order
/// as soon as one of them is moved out somewhere.
pub fn is_owned(ty: &syn::Type) -> bool {
    let plain = matches!(ty, syn::Type::Path(_) | syn::Type::Tuple(_));
    plain && !build::text(ty).contains(['&', '\''])
}

fn makes_owned(init: &Expr) -> bool {
    match bare(init) {
        Expr::Struct(_) => true,
        // A method may well lend.
        Expr::Tuple(_) => !build::text(init).contains(['&', '.']),
        Expr::Call(node) => {
            let Expr::Path(path) = &*node.func else { return false };
            let words: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            match &words[..] {
                // `mem::replace(&mut self.state, State::Idle)`
                [.., module, name] if module == "mem" && name == "replace" => {
                    node.args.last().is_some_and(|value| makes_owned(value) || is_variant(value))
                }
                // A variant or a tuple struct.
                [.., name] if name.starts_with(char::is_uppercase) => true,
                [.., ty, name] if ty.starts_with(char::is_uppercase) => {
                    ["new", "default", "parse", "from"].contains(&&**name) || name.starts_with("from_")
                }
                _ => false,
            }
        }
        _ => false,
    }
}

/// `State::Idle`, and no constant.
fn is_variant(value: &Expr) -> bool {
    let Expr::Path(path) = bare(value) else { return false };
    let name = path.path.segments.last().map(|last| last.ident.to_string());
    path.path.segments.len() > 1
        && name.is_some_and(|name| name.contains(char::is_lowercase) && name.starts_with(char::is_uppercase))
}

/// Whether the names have to be bound where the value is: by `ref`, or for a guard. The elements of an array die in another order as soon
/// as one of them is moved out.
fn by_place(pat: &Pat) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_pat_slice(&mut self, _: &'ast syn::PatSlice) {
            self.0 = true;
        }
        fn visit_pat_guard(&mut self, node: &'ast syn::PatGuard) {
            let bound = pattern::bindings(&node.pat);
            let mentioned = names::idents(node.guard.to_token_stream()).into_iter().filter_map(|ident| names::decode(&ident));
            self.0 |= mentioned.into_iter().any(|(local, _)| bound.iter().any(|binding| binding.local == local));
            self.visit_pat(&node.pat);
        }
    }
    let mut find = Find(pattern::bindings(pat).iter().any(|binding| binding.by_ref));
    find.visit_pat(pat);
    find.0
}

fn has_reference(pat: &Pat) -> bool {
    struct Find(bool);
    impl<'ast> Visit<'ast> for Find {
        fn visit_pat_reference(&mut self, _: &'ast syn::PatReference) {
            self.0 = true;
        }
    }
    let mut find = Find(false);
    find.visit_pat(pat);
    find.0
}
