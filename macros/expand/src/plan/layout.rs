//! The states of the machine: which slots each has, in which order, and what everything is called.
//!
//! Invariants:
//! 1. A local that two states share has the same fields before it in both, hence the same offset (`#[repr(u8)]`, RFC 2195): the
//!    fields of a state are the shared locals of the scopes around it in the order of declaration, then what it has alone.
//! 2. A local that lives over pass-through states only is no field: its slot is on the stack of the step function.
use std::collections::{BTreeMap, BTreeSet};

use crate::{
    flow::{Facts, SegKind},
    ir::{Local, SegId},
    names::{self, Fresh, LocalId},
};

/// One state.
#[derive(Clone, Debug)]
pub struct State {
    /// The variant's name.
    pub name: String,
    /// Its fields in order. Some may be there for the layout alone.
    pub fields: Vec<LocalId>,
    /// The live locals in the order of declaration.
    pub live: Vec<LocalId>,
}

/// The layout of one machine.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The states by segment.
    pub states: Vec<State>,
    /// The names of all locals in emitted code.
    pub names: BTreeMap<LocalId, String>,
    /// The locals with a slot in the state, in the order of declaration.
    pub saved: Vec<LocalId>,
    /// The locals with a slot on the stack of the step function.
    pub stack: Vec<LocalId>,
    /// The locals that may or may not hold a value at some boundary.
    pub flags: Vec<LocalId>,
    /// Of these, the ones that need their flag in the state.
    pub saved_flags: Vec<LocalId>,
    /// Locals that a segment takes out of their slots when it begins, as it mentions them in ways that only a native local allows.
    pub native: BTreeSet<(SegId, LocalId)>,
}

impl Layout {
    /// Whether the local has a slot.
    pub fn has_slot(&self, local: LocalId) -> bool {
        self.saved.contains(&local) || self.stack.contains(&local)
    }

    /// The state whose variant has the field.
    pub fn home(&self, local: LocalId) -> Option<&State> {
        self.states.iter().find(|state| state.fields.contains(&local))
    }

    /// The type parameter of a saved local.
    pub fn parameter(&self, local: LocalId) -> String {
        let name = names::camel(self.names.get(&local).map_or("", String::as_str));
        let plain = name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit());
        if plain || matches!(&*name, "Self" | "Start" | "Done" | "Panicked") { format!("T{name}") } else { name }
    }
}

/// Decides the layout.
pub fn layout(facts: &Facts, locals: &[Local], arguments: &[LocalId]) -> Layout {
    let order = |local: &LocalId| facts.declared.get(local).map_or(usize::MAX, |(order, _)| *order);
    let mut saved: Vec<LocalId> = facts.saved().into_iter().collect();
    saved.extend(arguments.iter().filter(|a| !saved.contains(a)).copied().collect::<Vec<_>>());
    saved.sort_by_key(order);
    let stack: Vec<LocalId> = facts.slots().into_iter().filter(|local| !saved.contains(local)).collect();
    let sorted = |set: &BTreeSet<LocalId>| {
        let mut list: Vec<LocalId> = set.iter().copied().collect();
        list.sort_by_key(order);
        list
    };
    let flags = |suspended: bool| {
        let segs = facts.segs.iter().filter(|seg| !suspended || seg.kind == SegKind::Suspend);
        let mut list: Vec<LocalId> = segs.flat_map(|seg| seg.maybe.iter().copied()).collect();
        list.sort_by_key(order);
        list.dedup();
        list
    };
    let mut taken = Fresh::default();
    ["Done", "Panicked"].iter().for_each(|name| drop(taken.take(name)));
    let shared = shared(facts, &saved);
    let states = facts.segs.iter().map(|seg| {
        let fields = fields(facts, &saved, &shared, &seg.stored);
        State { name: taken.take(&seg.name), fields, live: sorted(&seg.live) }
    });
    Layout {
        states: states.collect(),
        names: local_names(locals, &saved, &stack),
        flags: flags(false),
        saved_flags: flags(true),
        native: native(facts),
        saved,
        stack,
    }
}

/// The locals that two states or more have.
fn shared(facts: &Facts, saved: &[LocalId]) -> BTreeSet<LocalId> {
    let count = |local: &LocalId| facts.segs.iter().filter(|seg| seg.stored.contains(local)).count();
    saved.iter().copied().filter(|local| count(local) > 1).collect()
}

/// The fields of one state.
fn fields(facts: &Facts, saved: &[LocalId], shared: &BTreeSet<LocalId>, stored: &BTreeSet<LocalId>) -> Vec<LocalId> {
    let mut fields = Vec::new();
    for local in saved.iter().filter(|local| shared.contains(local)) {
        let around = |inner: &LocalId| {
            let (Some((order, scopes)), Some((inner_order, inner_scopes))) = (facts.declared.get(local), facts.declared.get(inner)) else {
                return false;
            };
            order <= inner_order && inner_scopes.starts_with(scopes)
        };
        if stored.iter().filter(|inner| shared.contains(inner)).any(around) {
            fields.push(*local);
        }
    }
    let alone = saved.iter().filter(|local| stored.contains(local) && !shared.contains(local));
    fields.extend(alone.copied());
    fields
}

/// A slot is called like its local if no other local of the function is.
fn local_names(locals: &[Local], saved: &[LocalId], stack: &[LocalId]) -> BTreeMap<LocalId, String> {
    let is_slot = |local: &LocalId| saved.contains(local) || stack.contains(local);
    let mut fresh = Fresh::default();
    let mut names = BTreeMap::new();
    for (at, local) in locals.iter().enumerate().filter(|(at, _)| !is_slot(&LocalId(*at))) {
        if !local.temp {
            fresh.take(&local.name);
        }
        names.insert(LocalId(at), local.name.clone());
    }
    for local in saved.iter().chain(stack) {
        let name = match locals[local.0].name.as_str() {
            "self" => "this",
            name => name,
        };
        names.insert(*local, fresh.take(name));
    }
    names
}

/// Which locals a segment takes out of their slots at once: those that it mentions in a way that may move them or a part of them,
/// whose scope ends in the segment on every path, and that nothing alive there can have borrowed.
fn native(facts: &Facts) -> BTreeSet<(SegId, LocalId)> {
    let mut out = BTreeSet::new();
    for mention in facts.mentions.values().filter(|mention| mention.ambiguous) {
        let (local, seg) = (mention.local, &facts.segs[mention.seg.0]);
        let sure = seg.live.contains(&local) && !seg.maybe.contains(&local);
        let stays = seg.exits.iter().any(|exit| facts.segs[exit.0].stored.contains(&local));
        if sure && !stays && !borrowed(facts, local, &seg.live) {
            out.insert((mention.seg, local));
        }
    }
    out
}

/// Whether one of the live locals may hold a borrow of `local`: they are linked by statements that mention two of them together.
fn borrowed(facts: &Facts, local: LocalId, live: &BTreeSet<LocalId>) -> bool {
    let mut seen = BTreeSet::from([local]);
    let mut work = vec![local];
    while let Some(next) = work.pop() {
        for linked in facts.together.get(&next).into_iter().flatten() {
            if seen.insert(*linked) {
                work.push(*linked);
            }
        }
    }
    live.iter().any(|other| *other != local && seen.contains(other))
}
